internal import ExtractionKit

/// Reads plain text: pages end with form feeds, paragraphs with empty lines.
///
/// The text says nothing of places, so it is set on the page as on a typewriter: columns that are lined up in the file are lined up on
/// the page. A warning says that positions are made up.
public struct PlainTextParser: RecordedResultParser {
    /// Creates a parser.
    public init() {}

    /// Reads a result. Even an empty file is one: a page without text.
    ///
    /// - Throws: As ``RecordedResultParser``.
    public func result(of bytes: [UInt8]) throws -> RecordedResult {
        let text = try String(recorded: bytes)
        var pages = text.split(separator: "\u{0C}", omittingEmptySubsequences: false)
        // Many programs end each page with a form feed, the last one too.
        if pages.count > 1, pages.last?.allSatisfy(\.isWhitespace) == true { pages.removeLast() }
        guard pages.count <= 100_000 else { throw ExtractionError.tooLargeResult("more than 100000 pages") }
        return RecordedResult(source: "text", pages: pages.enumerated().map { Self.page($1, number: $0 + 1) })
    }

    private static func page(_ text: Substring, number: Int) -> RecordedPage {
        var builder = RecordedLayoutBuilder()
        builder.beginParagraph(.body)
        var row = 0
        var columns = 80
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            row += 1
            // A tab goes to the next multiple of 8.
            let flat = line.reduce(into: (text: "", column: 0)) { flat, character in
                let width = character == "\t" ? 8 - flat.column % 8 : 1
                flat.text += character == "\t" ? String(repeating: " ", count: width) : String(character)
                flat.column += width
            }
            let words = flat.text.pieces().pieces.map { piece in
                let box = Rect(
                    minX: Double(piece.start + 4), minY: Double(row * 2 + 2), maxX: Double(piece.end + 4), maxY: Double(row * 2) + 3.6)
                return TextWord(text: piece.text, polygon: Polygon(box))
            }
            columns = max(columns, flat.column)
            if words.isEmpty { builder.beginParagraph(.body) } else { builder.addLine(words) }
        }
        let width = Double(columns + 8)
        let warnings =
            builder.wordCount == 0
            ? []
            : [
                Warning(
                    code: "positions_made_up", message: "Plain text has no positions; its words are set on the page as on a typewriter.",
                    page: number)
            ]
        return RecordedPage(
            number: number, extent: PageExtent(width: width, height: max(width * 2.squareRoot(), Double(row * 2 + 8)), unit: .relative),
            layout: builder.finish(), warnings: warnings)
    }
}
