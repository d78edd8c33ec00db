extension ReadDocument {
    /// The text as Markdown (CommonMark with the tables of GitHub): titles, headings, list items and tables marked, everything else in
    /// paragraphs, a rule between pages.
    ///
    /// Characters that Markdown would read as marks are escaped at the beginning of lines and inside of words where they matter, so that the
    /// rendered text is the document's. The first row of a table is its header, as Markdown has no other tables; a cell that covers several
    /// positions stands at the first.
    public var markdown: String {
        pages.map { page in
            page.layout.blocks.map { block in
                switch block {
                case .paragraph(let paragraph): markdown(of: paragraph, in: page.layout)
                case .table(let table, let paragraphs):
                    markdown(of: table) ?? paragraphs.map { markdown(of: $0, in: page.layout) }.joined(separator: "\n\n")
                }
            }.joined(separator: "\n\n")
        }.filter { !$0.isEmpty }.joined(separator: "\n\n---\n\n")
    }

    private func markdown(of paragraph: Paragraph, in layout: PageLayout) -> String {
        let lines = layout.lines[paragraph.lines].map { Self.escaped(text(of: $0.span)) }
        switch paragraph.role {
        case .title: return "# " + lines.joined(separator: " ")
        case .heading: return "## " + lines.joined(separator: " ")
        case .listItem:
            let text = lines.joined(separator: "\n  ")
            let mark = text.prefix { !$0.isWhitespace }
            return "- " + text.dropFirst(mark.count).drop(while: \.isWhitespace)
        case .body, .pageHeader, .pageFooter, .pageNumber, .footnote, .caption, .formula: return lines.joined(separator: "\n")
        }
    }

    /// The rows of a table, or `nil` for one that is mostly empty, which a hostile result could make as large as it likes.
    private func markdown(of table: Table) -> String? {
        let (positions, overflow) = table.rowCount.multipliedReportingOverflow(by: table.columnCount)
        guard !overflow, positions > 0, positions <= 4_096 + 16 * table.cells.count else { return nil }
        var rows = [[String]](repeating: [String](repeating: "", count: table.columnCount), count: table.rowCount)
        for cell in table.cells where rows.indices.contains(cell.row) && rows[cell.row].indices.contains(cell.column) {
            rows[cell.row][cell.column] = cell.spans.map { text(of: $0).split(whereSeparator: \.isNewline).joined(separator: " ") }
                .map { Self.escaped($0).replacing("|", with: "\\|") }.joined(separator: " ")
        }
        let lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
        let rule = "|" + String(repeating: " --- |", count: table.columnCount)
        return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
    }

    private static func escaped(_ line: String) -> String {
        var result = ""
        for character in line {
            if "\\`*_[]<>".contains(character) { result.append("\\") }
            result.append(character)
        }
        // Marks that only mean something at the beginning of a line.
        guard let first = result.first else { return result }
        if "#+-=~".contains(first) { return "\\" + result }
        let digits = result.prefix(while: \.isNumber)
        if !digits.isEmpty, let next = result.dropFirst(digits.count).first, next == "." || next == ")" {
            return digits + "\\" + result.dropFirst(digits.count)
        }
        return result
    }
}
