#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Which plugin, in which version, with which settings: what decides whether a stored result is still the one that would be
/// made today.
public struct PluginIdentity: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The plugin's name.
    public var id: PluginID
    /// The version of the engine underneath, such as `5.3.0`, models included where they have one.
    public var version: String
    /// A digest of every setting that changes results; empty for none. Settings that change only speed don't belong in it.
    public var settings: String

    /// Creates an identity.
    public init(id: PluginID, version: String, settings: String = "") {
        self.id = id
        self.version = version
        self.settings = settings
    }

    /// Creates an identity whose settings are the digest of a configuration.
    ///
    /// The digest is taken of the configuration as JSON with sorted keys.
    public init(id: PluginID, version: String, digesting configuration: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let digest = try ContentDigest.hexadecimal(encoder.encode(configuration))
        self.init(id: id, version: version, settings: String(digest.prefix(16)))
    }

    /// The identity of something made of parts: it changes when a part does.
    public static func combining(_ parts: [PluginIdentity], as id: PluginID) -> PluginIdentity {
        PluginIdentity(id: id, version: "1", settings: parts.map(\.description).joined(separator: "+"))
    }

    /// `id version` and, where there are any, the settings.
    public var description: String { settings.isEmpty ? "\(id) \(version)" : "\(id) \(version) \(settings)" }
}
