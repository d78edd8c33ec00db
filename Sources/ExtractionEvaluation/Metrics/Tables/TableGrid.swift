public import ExtractionKit

/// A table as metrics see it: cells in rows and columns with their text, without places on a page.
public struct TableGrid: Hashable, Sendable, Codable {
    /// The cells. Positions that no cell covers are blank.
    public var cells: [Cell]

    /// Creates a table.
    public init(cells: [Cell]) { self.cells = cells }

    /// Creates a table without spans from the texts of its rows.
    public init(rows: [[String]]) {
        cells = rows.enumerated().flatMap { row, texts in
            texts.enumerated().map { column, text in Cell(row: row, column: column, text: text) }
        }
    }

    /// Takes a table of a page, with the content that its spans point into. The lines of a cell are joined by blanks.
    public init(_ table: Table, in content: String) {
        cells = table.cells.map { cell in
            Cell(
                row: cell.row, column: cell.column, rowSpan: cell.rowSpan, columnSpan: cell.columnSpan,
                text: cell.spans.compactMap { content[$0] }.joined(separator: " "))
        }
    }

    /// A cell of a table.
    public struct Cell: Hashable, Sendable, Codable {
        /// The first row it covers, from 0.
        public var row: Int
        /// The first column it covers, from 0.
        public var column: Int
        /// How many rows it covers, at least 1.
        public var rowSpan: Int
        /// How many columns it covers, at least 1.
        public var columnSpan: Int
        /// Its text.
        public var text: String

        /// Creates a cell.
        public init(row: Int, column: Int, rowSpan: Int = 1, columnSpan: Int = 1, text: String) {
            self.row = row
            self.column = column
            self.rowSpan = rowSpan
            self.columnSpan = columnSpan
            self.text = text
        }
    }
}
