internal import ExtractionKit
internal import Foundation

/// What an ONNX file says of itself, beside the network: pairs of a key and a text, such as the characters that a recogniser knows.
///
/// Only these are read, from the file's protocol-buffer fields as <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto> has them: field
/// 14 of the model, each with its key in field 1 and its value in field 2.
public struct ONNXMetadata: Hashable, Sendable {
    /// The pairs.
    public let values: [String: String]

    /// Reads a file.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `missingResource` where it isn't there or is no ONNX file.
    public init(contentsOfFile path: String) throws {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            throw ExtractionError(.missingResource, "A model's file isn't there; install it again.")
        }
        guard let values = data.withUnsafeBytes({ Self.pairs(in: $0) }) else {
            throw ExtractionError(.missingResource, "A model's file isn't an ONNX file; install it again.")
        }
        self.values = values
    }

    static func pairs(in bytes: UnsafeRawBufferPointer) -> [String: String]? {
        var values: [String: String] = [:]
        var reader = FieldReader(bytes: bytes, range: 0..<bytes.count)
        while let field = reader.next() {
            guard field.number == 14 else { continue }
            var pair = FieldReader(bytes: bytes, range: field.range)
            var key: String?, value: String?
            while let part = pair.next() {
                let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[part.range]), as: UTF8.self)
                if part.number == 1 { key = text }
                if part.number == 2 { value = text }
            }
            if let key, let value { values[key] = value }
        }
        return reader.isValid ? values : nil
    }
}

/// Steps through the fields of a protocol-buffer message; every length is checked.
private struct FieldReader {
    let bytes: UnsafeRawBufferPointer
    var range: Range<Int>
    private(set) var isValid = true

    init(bytes: UnsafeRawBufferPointer, range: Range<Int>) {
        self.bytes = bytes
        self.range = range
    }

    /// The next field; for those with a length, the range of their content, and an empty one for numbers.
    mutating func next() -> (number: UInt64, range: Range<Int>)? {
        guard !range.isEmpty, isValid else { return nil }
        guard let tag = number(), tag >> 3 > 0 else { return fail() }
        switch tag & 7 {
        case 0: return number().map { _ in (tag >> 3, range.lowerBound..<range.lowerBound) } ?? fail()
        case 1: return take(8).map { _ in (tag >> 3, range.lowerBound..<range.lowerBound) } ?? fail()
        case 2:
            guard let length = number(), let content = take(length) else { return fail() }
            return (tag >> 3, content)
        case 5: return take(4).map { _ in (tag >> 3, range.lowerBound..<range.lowerBound) } ?? fail()
        default: return fail()
        }
    }

    private mutating func fail() -> (number: UInt64, range: Range<Int>)? {
        isValid = false
        return nil
    }

    private mutating func take(_ length: UInt64) -> Range<Int>? {
        guard length <= UInt64(range.count) else { return nil }
        let content = range.lowerBound..<(range.lowerBound + Int(length))
        range = content.upperBound..<range.upperBound
        return content
    }

    private mutating func number() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = range.first.map({ bytes[$0] }) else { return nil }
            range = range.dropFirst()
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
