/// A value that must not be shown: a password, an API key, a token.
///
/// It prints as `<redacted>` wherever Swift prints values, has no `Codable` conformance on purpose, and gives its content only
/// to code that asks for it by name.
public struct Secret: Hashable, Sendable {
    private let content: String

    /// Wraps a secret string.
    public init(_ content: String) { self.content = content }

    /// The secret itself. Call it where the secret is used, never where it is logged.
    public func reveal() -> String { content }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `<redacted>`.
    public var description: String { "<redacted>" }
    /// `<redacted>`.
    public var debugDescription: String { "<redacted>" }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
