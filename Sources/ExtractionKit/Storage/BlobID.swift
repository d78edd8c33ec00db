/// Names a blob by its content: the SHA-256 of the bytes (FIPS 180-4), as ``Document/sha256`` names a document.
///
/// The name holds only digits and letters from `a` to `f`, so a store can use it as a file name or a key as it is.
public struct BlobID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// 64 hexadecimal digits in lower case.
    public let rawValue: String

    /// The name of a blob with these bytes.
    public init(of bytes: [UInt8]) {
        rawValue = ContentDigest.hexadecimal(bytes)
    }

    /// Reads a name that was written down; `nil` for anything but 64 hexadecimal digits in lower case.
    public init?(rawValue: String) {
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let isLetter = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte) }
        guard rawValue.utf8.count == 64, rawValue.utf8.allSatisfy({ isDigit($0) || isLetter($0) }) else { return nil }
        self.rawValue = rawValue
    }

    /// The digits.
    public var description: String { rawValue }
}
