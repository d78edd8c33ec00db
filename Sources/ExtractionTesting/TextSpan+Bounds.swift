internal import ExtractionKit

extension String {
    /// The text of a span that a plugin gave, which may be any two numbers, or `nil` for one that isn't of this string.
    func stretch(_ span: TextSpan) -> Substring? { span.lies(within: utf8.count) ? self[span] : nil }
}

extension TextSpan {
    /// Whether a span that a plugin gave lies within so many bytes. The kit's own arithmetic on spans may be used after this.
    func lies(within length: Int) -> Bool { offset >= 0 && self.length >= 0 && offset <= length && self.length <= length - offset }
}
