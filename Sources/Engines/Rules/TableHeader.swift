internal import ExtractionKit

/// The head of a table: which column of the schema stands where.
struct TableHeader {
    /// A column of the page.
    struct Column {
        /// The index of the schema's column, or `nil` for one that the schema doesn't ask for.
        var field: Int?
        /// Where its words stand.
        var box: Rect
        /// The place of its words.
        var place: Candidate.Place
        /// The unit that the head gives for its numbers, and where.
        var unit: (text: String, place: Candidate.Place)?
    }

    /// The columns from left to right.
    var columns: [Column]
    /// The rows that are the head.
    var rows: [Int]
    /// What of the page's width belongs to the table.
    var minX: Double
    /// What of the page's width belongs to the table.
    var maxX: Double

    /// The number of columns that the schema asks for.
    var fieldCount: Int { columns.count { $0.field != nil } }

    /// Whether both are readings of the same words.
    func overlaps(_ other: TableHeader) -> Bool {
        !Set(rows).isDisjoint(with: other.rows)
            && columns.contains { column in
                other.columns.contains { $0.place.row == column.place.row && $0.place.range.overlaps(column.place.range) }
            }
    }

    /// The column of the page for a column of the schema.
    func column(of field: Int) -> Int? { columns.firstIndex { $0.field == field } }
}
