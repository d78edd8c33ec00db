public import ExtractionKit
package import Foundation

extension JSONValue {
    /// The value as JSON in UTF-8, with the members of objects in the order of their names.
    public func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try Array(encoder.encode(self))
    }
}

extension HTTPFields {
    /// What `Retry-After` asks for in seconds, where it is a sensible number.
    public var secondsToWait: Duration? {
        self["Retry-After"].flatMap { Double($0) }.flatMap { $0 >= 0 && $0 <= 120 ? .milliseconds(Int($0 * 1_000)) : nil }
    }
}

extension JSONDecoder {
    /// A decoder of names in snake_case.
    package static var snakeCase: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
