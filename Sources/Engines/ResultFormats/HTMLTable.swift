internal import ExtractionKit

/// The cells of a table in HTML.
struct HTMLTable {
    struct Cell {
        var row: Int
        var column: Int
        var rowSpan: Int
        var columnSpan: Int
        var text: String
    }

    /// The cells by the row in which they begin.
    var rows: [[Cell]] = []
    var rowCount: Int { rows.count }
    var columnCount = 0

    private static let largestSpan = 100

    /// Reads a table, one that was cut off too; `nil` for what isn't one.
    init?(_ source: String) {
        let closed = ["", "</td></tr></table>", "\"></td></tr></table>", "></td></tr></table>"]
        guard let root = closed.lazy.compactMap({ try? MarkupElement(source + $0, as: .html) }).first else { return nil }
        guard let table = root.elements.first(where: { $0.name == "table" }) else { return nil }
        let sources = Self.rows(of: table)
        // How many rows further down each column is taken by a cell from above.
        var taken: [Int: Int] = [:]
        for (row, element) in sources.enumerated() {
            var cells: [Cell] = []
            var column = 0
            var begun: [Int: Int] = [:]
            for cell in element.elements where cell.name == "td" || cell.name == "th" {
                while taken[column, default: 0] > 0 { column += 1 }
                let columnSpan = Self.span(cell.attributes["colspan"])
                let rowSpan = min(Self.span(cell.attributes["rowspan"]), sources.count - row)
                cells.append(Cell(row: row, column: column, rowSpan: rowSpan, columnSpan: columnSpan, text: cell.text))
                for covered in column..<column + columnSpan { begun[covered] = rowSpan }
                column += columnSpan
                columnCount = max(columnCount, column)
            }
            taken = taken.filter { $0.value > 1 }.mapValues { $0 - 1 }
            for (covered, span) in begun { taken[covered] = max(taken[covered, default: 0], span - 1) }
            rows.append(cells)
            guard columnCount <= 1_000 else { return nil }
        }
    }

    private static func rows(of element: MarkupElement) -> [MarkupElement] {
        element.elements.flatMap { child in
            switch child.name {
            case "tr": [child]
            case "thead", "tbody", "tfoot": rows(of: child)
            default: [MarkupElement]()
            }
        }
    }

    private static func span(_ value: String?) -> Int { min(max(value.flatMap { Int($0) } ?? 1, 1), largestSpan) }
}
