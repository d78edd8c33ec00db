public import ExtractionKit

extension PageText {
    /// Sets text on a made-up page: a character is `pitch` points wide and a line twice as high, and blanks keep their width.
    ///
    /// Columns that are lined up in the source are lined up on the page. Empty lines leave a gap.
    ///
    /// - Parameters:
    ///   - text: The page, as it would look in a terminal.
    ///   - pitch: The width of a character, in points.
    ///   - origin: Where the first character stands, in points.
    public init(monospaced text: String, pitch: Double = 6, origin: Point = Point(x: 36, y: 36)) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { row, line -> TextLine? in
            let top = origin.y + Double(row) * pitch * 2
            var words: [TextWord] = []
            var start: Int?
            let characters = Array(line)
            for (column, character) in (characters + [" "]).enumerated() {
                if character.isWhitespace {
                    if let first = start {
                        let box = Rect(
                            x: origin.x + Double(first) * pitch, y: top, width: Double(column - first) * pitch, height: pitch * 1.6)
                        words.append(
                            TextWord(text: String(characters[first..<column]), polygon: Polygon(box), fontSize: pitch * 1.6))
                    }
                    start = nil
                } else if start == nil {
                    start = column
                }
            }
            return words.isEmpty ? nil : TextLine(words: words)
        }
        self.init(lines: lines)
    }
}
