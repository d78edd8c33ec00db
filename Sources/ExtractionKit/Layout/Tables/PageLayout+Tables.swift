extension PageLayout {
    /// Adds tables whose words are numbered as the layout's are.
    mutating func add(_ drafts: [TableDraft], toPage: PageTransform) {
        tables += drafts.map { draft in
            Table(
                rowCount: draft.rowCount, columnCount: draft.columnCount, polygon: toPage(draft.box),
                cells: draft.cells.map { cell in
                    Table.Cell(
                        row: cell.rows.lowerBound, column: cell.columns.lowerBound, rowSpan: cell.rows.count,
                        columnSpan: cell.columns.count, polygon: toPage(draft.box(of: cell)),
                        spans: cell.lines.flatMap { spans(of: $0.words) }, isHeader: cell.isHeader,
                        confidence: confidence(of: cell))
                })
        }
    }

    /// The mean of the words' confidences; `nil` where they come from the file itself.
    private func confidence(of cell: TableDraft.Cell) -> Double? {
        let known = cell.words.compactMap { words[$0.index].confidence }
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }

    /// The stretches of content that words make: neighbours are one stretch.
    private func spans(of placed: [PlacedWord]) -> [TextSpan] {
        var spans: [TextSpan] = []
        var previous: Int?
        for word in placed {
            let span = words[word.index].span
            if let last = previous, last + 1 == word.index, let joined = spans.last, joined.end + 1 == span.offset {
                spans[spans.count - 1] = joined.union(span)
            } else {
                spans.append(span)
            }
            previous = word.index
        }
        return spans
    }
}
