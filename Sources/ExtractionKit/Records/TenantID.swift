/// Names somebody whose records nobody else may see: a customer of a service, or its user.
///
/// 1 to 64 letters of ASCII, digits, `.`, `-` and `_`, of which the first is a letter or a digit; a UUID is one. It holds nothing that a
/// database, a URL or a file name would have to escape.
public struct TenantID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name.
    public let rawValue: String

    /// Creates an id.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` for a name that isn't allowed.
    public init(_ rawValue: String) throws {
        let isAllowed: (UInt8) -> Bool = { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: false
            }
        }
        let marks = Set(".-_".utf8)
        guard (1...64).contains(rawValue.utf8.count), rawValue.utf8.first.map(isAllowed) == true,
            rawValue.utf8.allSatisfy({ isAllowed($0) || marks.contains($0) })
        else {
            throw ExtractionError(
                .invalidRequest, "A tenant's id has 1 to 64 letters, digits, '.', '-' and '_', and begins with a letter or digit.")
        }
        self.rawValue = rawValue
    }

    private init(trusted: String) { rawValue = trusted }

    /// The tenant of programs that serve nobody but who runs them.
    public static let local = TenantID(trusted: "local")

    /// The name.
    public var description: String { rawValue }

    /// Reads a name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(container.decode(String.self))
        } catch is ExtractionError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a tenant's id")
        }
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
