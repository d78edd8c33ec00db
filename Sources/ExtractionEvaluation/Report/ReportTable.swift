internal import ExtractionOutput

/// A table of a report, before it is text, Markdown, HTML or CSV.
public struct ReportTable: Hashable, Sendable {
    /// What it shows.
    public var title: String
    /// The heads of the columns. The first column names the rows.
    public var columns: [String]
    /// The cells, row by row.
    public var rows: [[String]]

    /// Creates a table.
    public init(title: String, columns: [String], rows: [[String]]) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }

    /// For a terminal: columns lined up by characters, numbers to the right.
    public var text: String {
        let lines = [columns] + rows
        let widths = columns.indices.map { column in lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        let isNumeric = columns.indices.map { column in
            rows.allSatisfy { row in row.count <= column || row[column].isEmpty || row[column].first?.isNumericStart == true }
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { index, cell in
                let gap = String(repeating: " ", count: max(0, widths[index] - cell.count))
                return isNumeric[index] && index > 0 ? gap + cell : cell + gap
            }
            return String(padded.joined(separator: "  ").reversed().drop(while: \.isWhitespace).reversed())
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        return ([title, line(columns), rule] + rows.map(line)).joined(separator: "\n")
    }

    /// For a pull request.
    public var markdown: String {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { Self.escaped($0) }.joined(separator: " | ") + " |"
        }
        let rule = "|" + columns.indices.map { $0 == 0 ? "---|" : "---:|" }.joined()
        return (["### \(Self.escaped(title))", "", line(columns), rule] + rows.map(line)).joined(separator: "\n") + "\n"
    }

    /// Text that Markdown shows as it is: nothing in it becomes a link, HTML, a mention or another cell.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\", "|", "`", "*", "_", "[", "]", "<", ">", "#", "@", "~", "&", "!": result += "\\\(character)"
            case _ where character.isNewline: result += " "
            default: result.append(character)
            }
        }
    }
}

extension Character {
    var isNumericStart: Bool { isNumber || "+-–−$".contains(self) }
}
