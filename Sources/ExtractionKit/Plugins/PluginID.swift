/// The short name by which plans and command lines call a plugin, such as `tesseract`.
public struct PluginID: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name: lower case letters, digits and hyphens.
    public var rawValue: String

    /// Creates an id from its name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Creates an id from its name.
    public init(stringLiteral value: String) { rawValue = value }
    /// The name.
    public var description: String { rawValue }
}
