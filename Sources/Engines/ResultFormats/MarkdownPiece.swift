internal import ExtractionKit

/// A paragraph or a table of a model's Markdown.
enum MarkdownPiece {
    /// Lines without their marks.
    case lines(Paragraph.Role, [String])
    /// A table in HTML.
    case table(HTMLTable)

    /// The number of lines that it takes on a page.
    var rowCount: Int {
        switch self {
        case .lines(_, let lines): lines.count
        case .table(let table): max(1, table.rowCount)
        }
    }

    /// The number of characters that it is wide.
    var columnCount: Int {
        switch self {
        case .lines(_, let lines): lines.map(\.count).max() ?? 1
        case .table: 80
        }
    }

    /// Cuts Markdown at empty lines, headings, list items and tables.
    static func pieces(of text: String) -> [MarkdownPiece] {
        var pieces: [MarkdownPiece] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "<table") {
            pieces += paragraphs(of: rest[..<start.lowerBound])
            // A table that isn't closed goes on to the end: the answer was cut off in it.
            let end = rest[start.lowerBound...].firstRange(of: "</table>")?.upperBound ?? rest.endIndex
            let source = rest[start.lowerBound..<end]
            if let table = HTMLTable(String(source)) {
                pieces.append(.table(table))
            } else {
                pieces += paragraphs(of: source)
            }
            rest = rest[end...]
        }
        return pieces + paragraphs(of: rest)
    }

    private static func paragraphs(of text: Substring) -> [MarkdownPiece] {
        var pieces: [MarkdownPiece] = []
        var open: (role: Paragraph.Role, lines: [String])?
        func close() {
            if let finished = open { pieces.append(.lines(finished.role, finished.lines)) }
            open = nil
        }
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = line.replacing("<center>", with: "").replacing("</center>", with: "")
            let trimmed = line.drop(while: \.isWhitespace)
            let marks = trimmed.prefix { $0 == "#" }
            if !trimmed.contains(where: { !$0.isWhitespace }) {
                close()
            } else if (1...6).contains(marks.count), trimmed.dropFirst(marks.count).first == " " {
                close()
                let heading = trimmed.dropFirst(marks.count).drop(while: \.isWhitespace)
                pieces.append(.lines(marks.count == 1 ? .title : .heading, [decoded(heading)]))
            } else {
                if trimmed.hasPrefix("- ") || trimmed.hasPrefix("* ") {
                    close()
                    open = (.listItem, [])
                }
                if open == nil { open = (.body, []) }
                open?.lines.append(decoded(trimmed))
            }
        }
        close()
        return pieces
    }

    private static func decoded(_ line: Substring) -> String {
        // HTML refuses nothing.
        (try? MarkupCharacters.decoded(Array(line.utf8)[...], as: .html)) ?? String(line)
    }
}
