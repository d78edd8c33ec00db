/// Builds a ``PageLayout`` line by line, keeping the content and the spans into it together.
public struct LayoutBuilder: Sendable {
    private var layout = PageLayout.empty
    private var paragraphStart: Int?
    private var paragraphRole = Paragraph.Role.body
    private var length = 0

    /// Creates a builder of an empty page.
    public init() {}

    /// Begins a paragraph; the lines that follow belong to it. An unfinished one is finished first.
    public mutating func beginParagraph(role: Paragraph.Role = .body) {
        endParagraph()
        paragraphStart = layout.lines.count
        paragraphRole = role
    }

    /// Adds a line of words to the paragraph. Words without text and lines without words are left out.
    public mutating func addLine(_ words: [TextWord]) {
        let words = words.filter { !$0.text.isEmpty }
        guard let polygon = words.lazy.map(\.polygon).union() else { return }
        if paragraphStart == nil { beginParagraph() }
        if !layout.lines.isEmpty { append(paragraphStart == layout.lines.count ? "\n\n" : "\n") }
        let firstWord = layout.words.count
        let start = length
        for (index, word) in words.enumerated() {
            if index > 0 { append(" ") }
            let offset = length
            append(word.text)
            layout.words.append(
                Word(
                    span: TextSpan(offset..<length), polygon: word.polygon, confidence: word.confidence, fontSize: word.fontSize,
                    isBold: word.isBold, isItalic: word.isItalic))
        }
        layout.lines.append(Line(span: TextSpan(start..<length), polygon: polygon, words: firstWord..<layout.words.count))
    }

    /// The finished layout.
    public consuming func finish() -> PageLayout {
        endParagraph()
        return layout
    }

    private mutating func append(_ text: String) {
        layout.content += text
        length += text.utf8.count
    }

    private mutating func endParagraph() {
        defer { paragraphStart = nil }
        guard let start = paragraphStart, start < layout.lines.count else { return }
        let lines = layout.lines[start...]
        guard let polygon = lines.lazy.map(\.polygon).union(), let first = lines.first, let last = lines.last else { return }
        layout.paragraphs.append(
            Paragraph(
                span: first.span.union(last.span), polygon: polygon, lines: start..<layout.lines.count, role: paragraphRole))
    }
}
