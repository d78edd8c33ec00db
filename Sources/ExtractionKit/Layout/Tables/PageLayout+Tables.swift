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
                        spans: cell.lines.flatMap { spans(of: $0.words) })
                })
        }
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
