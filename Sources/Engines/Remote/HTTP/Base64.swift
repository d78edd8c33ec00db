internal import Foundation

/// Base64 (RFC 4648, 4), as services want content in JSON.
public enum Base64 {
    /// The characters for bytes.
    public static func encoded(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
    /// The bytes of characters, or `nil` for what isn't Base64.
    public static func decoded(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { Array($0) } }
}
