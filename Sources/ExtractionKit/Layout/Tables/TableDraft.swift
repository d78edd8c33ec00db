/// A table of placed words, before it has spans of a content.
struct TableDraft {
    /// A cell and the lines of words in it.
    struct Cell {
        var rows: ClosedRange<Int>
        var columns: ClosedRange<Int>
        var lines: [TextSegment]
        var isHeader: Bool

        var words: [PlacedWord] { lines.flatMap(\.words) }
    }

    var rowCount: Int
    var columnCount: Int
    var cells: [Cell]
    /// Where it stands, in the upright frame.
    var box: Rect
    /// The extents of rows and columns, in the upright frame.
    var rowExtents: [ClosedRange<Double>]
    var columnExtents: [ClosedRange<Double>]

    /// Where a cell stands: its rows and columns, and its text.
    func box(of cell: Cell) -> Rect {
        let grid = Rect(
            minX: columnExtents[cell.columns.lowerBound].lowerBound, minY: rowExtents[cell.rows.lowerBound].lowerBound,
            maxX: columnExtents[cell.columns.upperBound].upperBound, maxY: rowExtents[cell.rows.upperBound].upperBound)
        return cell.lines.reduce(grid) { $0.union($1.box) }
    }
}
