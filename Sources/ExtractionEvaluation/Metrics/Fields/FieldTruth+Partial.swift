public import ExtractionKit

extension FieldTruth {
    /// What was found, without the rows of ``partial`` tables that answer none of the stated rows: nobody knows whether they are right.
    ///
    /// Rows are paired as by ``LineItemScores``. A row that has no cell in common with its partner answers it no better than the other rows
    /// do, and is left out too; the stated row then counts as omitted.
    public func withoutUnstatedRows(
        _ found: [ExtractedField], comparison: ValueComparison = ValueComparison()
    ) -> [ExtractedField] {
        found.map { field in
            guard partial.contains(field.name), case .table(let rows) = field.value, let stated = self.rows(of: field.name) else {
                return field
            }
            let answers = LineItemScores.answers(
                in: rows.map(\.plainCells), to: stated, skippedColumns: skippedColumns(of: field.name), comparison: comparison)
            var field = field
            field.value = .table(answers.map { rows[$0] })
            return field
        }
    }
}
