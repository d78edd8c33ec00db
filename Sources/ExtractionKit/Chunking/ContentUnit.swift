/// A stretch of a page that a chunk holds whole if it can: a paragraph or the row of a table.
struct ContentUnit {
    /// The stretch of content.
    var span: TextSpan
    /// What it is for; a table's row is body.
    var role: Paragraph.Role
    /// The size of its type in points, where known.
    var size: Double?
    /// The head of the table that it is a row of.
    var head: TextSpan?

    /// The units of a page in the order of the content. Every line is in one.
    static func units(of layout: PageLayout) -> [ContentUnit] {
        let tables = layout.tables.compactMap(TableRows.init)
        var units: [ContentUnit] = []
        var last: Place?
        var paragraph = 0
        for (index, line) in layout.lines.enumerated() {
            while paragraph < layout.paragraphs.count - 1, layout.paragraphs[paragraph].lines.upperBound <= index { paragraph += 1 }
            let table = tables.firstIndex { $0.span.overlaps(line.span) }
            let place =
                table.flatMap { table in tables[table].rows.firstIndex { $0.overlaps(line.span) }.map { Place.row($0, of: table) } }
                ?? .paragraph(paragraph)
            if place == last, let open = units.indices.last {
                units[open].span = units[open].span.union(line.span)
            } else if case .row(_, let table) = place {
                units.append(ContentUnit(span: line.span, role: .body, head: tables[table].head))
            } else {
                let role = layout.paragraphs.indices.contains(paragraph) ? layout.paragraphs[paragraph].role : .body
                let size = layout.words[line.words].compactMap(\.fontSize).max() ?? line.polygon.bounds.height
                units.append(ContentUnit(span: line.span, role: role, size: size))
            }
            last = place
        }
        return units
    }

    /// What a line belongs to.
    private enum Place: Equatable {
        case paragraph(Int)
        case row(Int, of: Int)
    }
}

/// A table whose rows follow each other in the content.
private struct TableRows {
    /// All of it.
    var span: TextSpan
    /// The stretches of the rows that have text, ascending.
    var rows: [TextSpan]
    /// Those of its head.
    var head: TextSpan?

    /// Nothing for a table whose content was read in another order, such as column by column: it is cut like paragraphs.
    init?(_ table: Table) {
        var rows: [Int: TextSpan] = [:]
        for cell in table.cells {
            for span in cell.spans { rows[cell.row] = rows[cell.row]?.union(span) ?? span }
        }
        let ordered = rows.sorted { $0.key < $1.key }
        self.rows = ordered.map(\.value)
        guard self.rows.count > 1, zip(self.rows, self.rows.dropFirst()).allSatisfy({ $0.end <= $1.offset }), let first = self.rows.first,
            let last = self.rows.last
        else { return nil }
        span = first.union(last)
        let headRows = ordered.prefix { row in table.cells.allSatisfy { $0.row != row.key || $0.isHeader } }
        head = headRows.map(\.value).reduce(nil) { $0?.union($1) ?? $1 }
    }
}
