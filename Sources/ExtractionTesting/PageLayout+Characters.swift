internal import ExtractionKit

extension PageLayout {
    /// The layout of a text as it is, with every blank and every end of a line that it has: what no builder of layouts makes, and readers may.
    ///
    /// Lines end at `\n`, `\r\n` and the like, words at white space, and paragraphs at empty lines. A character is 6 points wide, a line 12 high.
    init(charactersOf text: String) {
        self.init(content: text, words: [], lines: [], paragraphs: [])
        var offset = 0, row = 0, column = 0, firstLine = 0, firstWord = 0
        var start: (offset: Int, column: Int)?
        func box(_ columns: Range<Int>) -> Polygon {
            Polygon(Rect(x: Double(columns.lowerBound) * 6, y: Double(row) * 12, width: Double(columns.count) * 6, height: 10))
        }
        func endWord() {
            guard let from = start else { return }
            words.append(Word(span: TextSpan(from.offset..<offset), polygon: box(from.column..<column)))
            start = nil
        }
        func endLine() {
            let words = words[firstWord...]
            guard let polygon = words.lazy.map(\.polygon).union(), let first = words.first, let last = words.last else {
                return endParagraph()
            }
            lines.append(Line(span: first.span.union(last.span), polygon: polygon, words: words.indices))
            firstWord = self.words.count
        }
        func endParagraph() {
            let lines = lines[firstLine...]
            guard let polygon = lines.lazy.map(\.polygon).union(), let first = lines.first, let last = lines.last else { return }
            paragraphs.append(Paragraph(span: first.span.union(last.span), polygon: polygon, lines: lines.indices))
            firstLine = self.lines.count
        }
        for character in text {
            // A blank that carries a mark is text.
            if character.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
                endWord()
            } else if start == nil {
                start = (offset, column)
            }
            offset += character.utf8.count
            column += 1
            if character.isNewline {
                endLine()
                (row, column) = (row + 1, 0)
            }
        }
        endWord()
        endLine()
        endParagraph()
    }
}

extension ReadDocument {
    /// A document whose pages have the layouts of texts as they are.
    init(charactersOf pages: [String]) { self.init(layouts: pages.map(PageLayout.init(charactersOf:))) }

    /// A document of pages with layouts.
    init(layouts: [PageLayout]) {
        let outcomes = layouts.enumerated().map { index, layout in
            PageOutcome.read(
                ReadPage(
                    page: Page(number: index + 1, size: Size(width: 612, height: 792)),
                    route: PageRoute(method: .textLayer, reason: .goodText, signals: RoutingSignals()), layout: layout))
        }
        self.init(pageCount: layouts.count, outcomes: outcomes)
    }
}
