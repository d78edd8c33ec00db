internal import ExtractionKit

/// The line that a value stands in, with the value apart.
struct Quote {
    var before: String
    var text: String
    var after: String

    /// The line of a span, at most so many bytes of it on each side; `nil` for a span outside of the content.
    init?(_ span: TextSpan, in content: String, reach: Int = 60) {
        guard let marked = content[span] else { return nil }
        text = String(marked)
        let bytes = content.utf8
        func isInside(_ byte: UInt8) -> Bool { byte != 0x0A }
        let head = bytes[..<marked.startIndex].suffix(reach), tail = bytes[marked.endIndex...].prefix(reach)
        let start = head.lastIndex { !isInside($0) }.map { bytes.index(after: $0) } ?? head.startIndex
        let end = tail.firstIndex { !isInside($0) } ?? tail.endIndex
        // Decoding repairs a character that was cut in two; what is left of it is dropped.
        before = String(decoding: bytes[start..<marked.startIndex], as: UTF8.self).filter { $0 != "\u{FFFD}" }
        after = String(decoding: bytes[marked.endIndex..<end], as: UTF8.self).filter { $0 != "\u{FFFD}" }
    }

    var html: HTML { "<q>\(before)<mark>\(text)</mark>\(after)</q>" }
}
