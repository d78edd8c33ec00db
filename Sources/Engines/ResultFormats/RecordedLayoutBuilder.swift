internal import ExtractionKit

/// Builds a page's layout from lines of words, and tables from the numbers of the words in their cells.
struct RecordedLayoutBuilder {
    /// A table whose cells name their words by number.
    struct RecordedTable {
        var rowCount: Int
        var columnCount: Int
        var polygon: Polygon
        var cells: [Cell]

        struct Cell {
            var row: Int
            var column: Int
            var rowSpan = 1
            var columnSpan = 1
            var polygon: Polygon
            /// Numbers of words, in any order.
            var words: [Int]
        }
    }

    private var builder = LayoutBuilder()
    /// The number of words so far; the next word's number.
    private(set) var wordCount = 0
    private var tables: [RecordedTable] = []
    private var marks: [SelectionMark] = []
    private var references = 0

    mutating func beginParagraph(_ role: Paragraph.Role) { builder.beginParagraph(role: role) }

    /// Adds a line, and gives the numbers of its words. Words have characters and no white space.
    @discardableResult
    mutating func addLine(_ words: [TextWord]) -> Range<Int> {
        let first = wordCount
        wordCount += words.count
        builder.addLine(words)
        return first..<wordCount
    }

    mutating func add(_ mark: SelectionMark) { marks.append(mark) }

    /// Adds a table after checking that its cells lie in it.
    mutating func add(_ table: RecordedTable) throws {
        let sides = 1...100_000
        guard sides.contains(table.rowCount), sides.contains(table.columnCount) else {
            throw ExtractionError.corruptResult("a table has an impossible size")
        }
        for cell in table.cells {
            guard (0..<table.rowCount).contains(cell.row), (0..<table.columnCount).contains(cell.column),
                cell.rowSpan > 0, cell.columnSpan > 0, cell.rowSpan <= table.rowCount - cell.row,
                cell.columnSpan <= table.columnCount - cell.column
            else { throw ExtractionError.corruptResult("a cell lies outside of its table") }
            references += cell.words.count
        }
        // A word belongs to a cell, or to a few where tables are nested. More can only be meant to cost time.
        guard references <= 16 * wordCount + 1_000 else { throw ExtractionError.corruptResult("its cells share their words") }
        tables.append(table)
    }

    consuming func finish() -> PageLayout {
        var layout = builder.finish()
        var lineOfWord = [Int](repeating: 0, count: layout.words.count)
        for (index, line) in layout.lines.enumerated() {
            for word in line.words { lineOfWord[word] = index }
        }
        layout.tables = tables.map { table in
            let cells = table.cells.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
            return Table(
                rowCount: table.rowCount, columnCount: table.columnCount, polygon: table.polygon,
                cells: cells.map { cell in
                    Table.Cell(
                        row: cell.row, column: cell.column, rowSpan: cell.rowSpan, columnSpan: cell.columnSpan, polygon: cell.polygon,
                        spans: Self.spans(of: cell.words, in: layout, lineOfWord))
                })
        }
        layout.selectionMarks = marks
        return layout
    }

    /// One span for each run of neighbouring words of a line.
    private static func spans(of words: [Int], in layout: PageLayout, _ lineOfWord: [Int]) -> [TextSpan] {
        var spans: [TextSpan] = []
        var previous: Int?
        for word in Set(words).sorted() where layout.words.indices.contains(word) {
            if let previous, word == previous + 1, lineOfWord[word] == lineOfWord[previous], let last = spans.popLast() {
                spans.append(last.union(layout.words[word].span))
            } else {
                spans.append(layout.words[word].span)
            }
            previous = word
        }
        return spans
    }
}
