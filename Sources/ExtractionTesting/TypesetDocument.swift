public import ExtractionKit

extension ReadDocument {
    /// A document made of lines of text as a typewriter would set them, for tests of everything that looks at where words stand.
    ///
    /// Every character is 6 points wide and every line 12 points high, so what stands in one column of the source stands in one column
    /// of the page. An empty line ends a paragraph, a form feed ends a page, and a line that begins with `# ` is set twice as large,
    /// without the mark. Tabs aren't allowed for, so use blanks.
    ///
    /// ```swift
    /// let document = ReadDocument(typeset: """
    ///     Invoice no.   4711          Date   12 March 2026
    ///     """)
    /// ```
    ///
    /// - Parameters:
    ///   - text: The lines of all pages.
    ///   - confidence: How sure the engine is of every word, from 0 to 1; `nil` for a text layer.
    public init(typeset text: String, confidence: Double? = nil) {
        let pages = text.split(separator: "\u{c}", omittingEmptySubsequences: false)
        self.init(
            pageCount: pages.count,
            outcomes: pages.enumerated().map { index, page in
                .read(Self.page(index + 1, typeset: page.split(separator: "\n", omittingEmptySubsequences: false), confidence))
            })
    }

    private static func page(_ number: Int, typeset lines: [Substring], _ confidence: Double?) -> ReadPage {
        var builder = LayoutBuilder()
        var top = 36.0
        var right = 612.0
        for line in lines {
            let scale = line.hasPrefix("# ") ? 2.0 : 1.0
            let words = line.dropFirst(scale == 2 ? 2 : 0).typesetWords(top: top, scale: scale, confidence: confidence)
            top += 12 * scale
            right = max(right, (words.last?.polygon.bounds.maxX ?? 0) + 36)
            guard !words.isEmpty else {
                builder.beginParagraph()
                continue
            }
            if scale == 2 { builder.beginParagraph(role: .heading) }
            builder.addLine(words)
            if scale == 2 { builder.beginParagraph() }
        }
        let page = Page(number: number, size: Size(width: right, height: max(792, top + 36)))
        let route =
            confidence == nil
            ? PageRoute(method: .textLayer, reason: .goodText, signals: RoutingSignals())
            : PageRoute(method: .ocr, reason: .image, signals: RoutingSignals())
        return ReadPage(page: page, route: route, layout: builder.finish())
    }
}

extension Substring {
    fileprivate func typesetWords(top: Double, scale: Double, confidence: Double?) -> [TextWord] {
        var words: [TextWord] = []
        var column = 0
        var start = 0
        var word = ""
        func finish() {
            guard !word.isEmpty else { return }
            let box = Rect(
                x: 36 + Double(start) * 6 * scale, y: top, width: Double(column - start) * 6 * scale, height: 10 * scale)
            words.append(TextWord(text: word, polygon: Polygon(box), confidence: confidence, fontSize: 10 * scale))
            word = ""
        }
        for character in self {
            if character.isWhitespace {
                finish()
            } else {
                if word.isEmpty { start = column }
                word.append(character)
            }
            column += 1
        }
        finish()
        return words
    }
}
