internal import ExtractionKit

/// Documents that chunkers should take, whatever they are made for.
enum ChunkerDocuments {
    static func all() async throws -> [(name: String, document: ReadDocument)] {
        let paragraph = String(repeating: "Größe matters in naïve prose. ", count: 50)
        var documents: [(name: String, document: ReadDocument)] = []
        for (name, pages) in [
            ("an empty document", []), ("a blank page", [""]), ("a line", ["One line."]),
            ("three pages", ["First page.\n\nMore.", "", "Third page."]), ("a long paragraph", [paragraph]),
            (
                "many pages",
                (1...20).map {
                    "Of \($0)" + String(repeating: " and more", count: $0) + ".\n\nStill" + String(repeating: " more", count: 21 - $0) + "."
                }
            ),
            (
                "a table",
                [
                    "Prices of parts:\n\nItem      Size   Price\nBolt      M8     12.50\nNut       M8      1.20\nWasher    M10     0.30\nScrew     M4      0.05"
                ]
            ),
        ] {
            documents.append((name, try await ReadDocument(monospacedPages: pages)))
        }
        let mark = "\u{301}"
        documents += [
            ("nothing but white space", [" \t \r\n\n \u{A0}\u{3000}\n", "\n\n"]),
            ("an enormous word", [String(repeating: "wordß", count: 300)]),
            (
                "marks that combine",
                ["a\(mark) e\(mark)\u{308}x \(mark)y  \(mark) z" + String(repeating: mark, count: 100) + " end\n\(mark)x"]
            ),
            ("families and flags", [String(repeating: "👩‍👩‍👧‍👦🇩🇪🇫🇷 👍🏽", count: 20)]),
            ("text from right to left", [String(repeating: "שָׁלוֹם עולם. مرحبا بالعالم؟ \u{600}12 ", count: 10)]),
            ("text without blanks", [String(repeating: "文書を「読む。」次の文です。が゙", count: 10)]),
            (
                "ends of lines of other systems",
                [String(repeating: "First line.\r\nSecond line\r\n\r\nThird\rand\u{2028}more.\r\n", count: 6)]
            ),
            ("text of control characters", ["a\u{0}b\u{1}\u{B}c\u{C}d\u{7F} \u{FEFF}e"]),
        ].map { ($0, ReadDocument(charactersOf: $1)) }
        documents.append(("headings, lists and what pages repeat", structured()))
        return documents
    }

    /// Two pages with a header, headings, lists, a table that goes on, a caption and a footer.
    private static func structured() -> ReadDocument {
        let layouts = (1...2).map { page in
            var builder = LayoutBuilder(), row = 0, words = 0
            func add(_ role: Paragraph.Role, _ text: String, size: Double = 10) {
                builder.beginParagraph(role: role)
                let line = text.split(separator: " ").enumerated().map { index, word in
                    TextWord(
                        text: String(word),
                        polygon: Polygon(Rect(x: 50 + 70 * Double(index), y: 20 + 20 * Double(row), width: 60, height: size)),
                        fontSize: size)
                }
                builder.addLine(line)
                row += 1
                words += line.count
            }
            add(.pageHeader, "Handbook of parts")
            add(.heading, "Chapter \(page)", size: 20)
            add(.heading, "Parts and prices", size: 14)
            add(.body, "Every delivery holds these:")
            for part in ["bolts of steel", "nuts of brass", "washers of copper and of tin"] { add(.listItem, "• \(part)") }
            add(.caption, "Table \(page): prices")
            let first = words
            for line in ["Item Price", "Bolt 12.50", "Nut 1.20", "Washer 0.30"] { add(.body, line) }
            let cells = first..<words
            add(.body, "Prices hold until the end of the year. They are in euros.")
            add(.pageNumber, "\(page)")
            var layout = builder.finish()
            layout.tables = [
                Table(
                    rowCount: 4, columnCount: 2, polygon: layout.words[cells].lazy.map(\.polygon).union() ?? layout.words[first].polygon,
                    cells: cells.map { word in
                        Table.Cell(
                            row: (word - first) / 2, column: (word - first) % 2, polygon: layout.words[word].polygon,
                            spans: [layout.words[word].span], isHeader: word < first + 2)
                    })
            ]
            return layout
        }
        return ReadDocument(layouts: layouts)
    }
}
