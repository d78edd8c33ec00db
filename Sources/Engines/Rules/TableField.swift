internal import ExtractionKit

/// Makes the field of a schema's table of the tables that were found for it.
///
/// The field itself is grounded at the heads of its tables, or at the cells of one without a head; each cell where it stands. A measurement that has no number, such as `ND` or
/// `<0.01`, has no cell `value`; the words that stand in its place are its `status`, unless the table has a column for that.
struct TableField {
    private let tables: [FoundTable]
    private let grounder: FieldGrounder

    init(_ tables: [FoundTable], grounder: FieldGrounder) {
        self.tables = tables
        self.grounder = grounder
    }

    /// The field, or `nil` where no table has a row.
    func field(_ schema: FieldSchema) -> ExtractedField? {
        let filled = tables.filter { !$0.rows.isEmpty }
        guard !filled.isEmpty else { return nil }
        var rows: [FieldRow] = []
        var sum = 0.0, count = 0.0
        for table in filled {
            for row in table.rows {
                let cells = schema.columns.indices.compactMap { column in
                    row[column].map { grounder.field(schema.columns[column].name, schema.columns[column].type, $0) }
                }
                for cell in cells {
                    sum += cell.confidence
                    count += 1
                }
                rows.append(FieldRow(cells: cells))
            }
        }
        let candidate = Candidate(
            value: .table(rows), places: filled.flatMap(\.header), confidence: count > 0 ? sum / count : 0,
            rule: filled.first?.rule ?? "table-header")
        var field = grounder.field(schema.name, schema.type, candidate)
        field.confidence = candidate.confidence
        return field
    }
}
