/// A stretch of a content string, counted in UTF-8 bytes.
///
/// UTF-8 is the one unit of offsets in this package: it is what `String` stores, what files hold, and it never depends on
/// a Unicode version. Spans begin and end on character boundaries.
public struct TextSpan: Hashable, Sendable, Codable {
    /// The number of bytes before the span.
    public var offset: Int
    /// The number of bytes in the span.
    public var length: Int

    /// Creates a span from its offset and length in UTF-8 bytes.
    public init(offset: Int, length: Int) {
        self.offset = offset
        self.length = length
    }

    /// Creates a span from a range of UTF-8 offsets.
    public init(_ range: Range<Int>) {
        self.init(offset: range.lowerBound, length: range.count)
    }

    /// The offset of the first byte after the span.
    public var end: Int { offset + length }
    /// The span as a range of UTF-8 offsets.
    public var range: Range<Int> { offset..<end }

    /// The same stretch in a string that has `distance` more bytes before it.
    public func shifted(by distance: Int) -> TextSpan { TextSpan(offset: offset + distance, length: length) }

    /// The smallest span that holds both.
    public func union(_ other: TextSpan) -> TextSpan {
        TextSpan(Swift.min(offset, other.offset)..<Swift.max(end, other.end))
    }

    /// Whether both share at least one byte.
    public func overlaps(_ other: TextSpan) -> Bool { offset < other.end && other.offset < end }
}

extension String {
    /// The text of a span, or `nil` when the span reaches outside of the string or cuts a character's bytes.
    public subscript(span: TextSpan) -> Substring? {
        guard span.offset >= 0, span.length >= 0, span.end <= utf8.count else { return nil }
        let start = utf8.index(startIndex, offsetBy: span.offset)
        let end = utf8.index(start, offsetBy: span.length)
        guard start.samePosition(in: unicodeScalars) != nil, end.samePosition(in: unicodeScalars) != nil else { return nil }
        return self[start..<end]
    }
}
