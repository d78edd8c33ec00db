/// A stretch of a page that a chunk holds whole if it can: a paragraph, an item of a list or the row of a table.
struct ContentUnit {
    /// The stretch of content.
    var span: TextSpan
    /// What it is for; a table's row is body.
    var role = Paragraph.Role.body
    /// The size of a heading's type in points, or the height of its line.
    var size = 0.0
    /// The table that it is a row of, or the figure that it stands in, by its number in the document.
    var part: Int?
    /// The table or figure that a caption explains.
    var explains: Int?
    /// The head of the table that it is a row of.
    var head: TextSpan?

    /// Whether it is what every page repeats.
    var isFurniture: Bool { [.pageHeader, .pageFooter, .pageNumber].contains(role) }
    /// Whether it names what follows.
    var isHeading: Bool { [.heading, .title].contains(role) }

    /// The units of a document in the order of the content, which together hold all of it but for white space.
    static func units(of document: ReadDocument, _ cuts: ContentCuts) -> [ContentUnit] {
        var found: [ContentUnit] = []
        var tables = TableCount()
        for page in document.pages { append(page.layout, &tables, cuts, to: &found) }
        let numbered = found.indices.lazy.filter { found[$0].role == .body && found[$0].part == nil }.compactMap { index in
            ListNumber(at: found[index].span.offset, in: cuts.bytes).map { (place: index, number: $0) }
        }
        for index in Array(numbered).inLists { found[index].role = .listItem }
        // Where there are lines, that is what they hold; text that is in no line is a paragraph.
        var next = 0
        return cuts.covering(found.lazy.map(\.span)).map { span in
            while next < found.count, found[next].span.end < span.end { next += 1 }
            guard next < found.count, found[next].span.end == span.end, found[next].span.offset <= span.offset else {
                return ContentUnit(span: span)
            }
            var unit = found[next]
            unit.span = span
            return unit
        }
    }

    /// The tables and figures so far.
    private struct TableCount {
        var count = 0
        /// The last table's number and head.
        var last: (number: Int, head: TextSpan?)?
    }

    private static func append(_ layout: PageLayout, _ count: inout TableCount, _ cuts: ContentCuts, to units: inout [ContentUnit]) {
        let tables = layout.tables.map { table in
            let rows = TableRows(table)
            let before = table.continuesPrevious ? count.last : nil
            if before == nil { count.count += 1 }
            let part = Part(number: before?.number ?? count.count, area: table.polygon.bounds, rows: rows, head: rows?.head ?? before?.head)
            count.last = (part.number, part.head)
            return part
        }
        let figures = layout.figures.filter { $0.caption != nil }.map { figure in
            count.count += 1
            return Part(number: count.count, area: figure.polygon.bounds, caption: figure.caption)
        }
        var last: Place?
        var paragraph = 0
        let items = layout.numberedLines(cuts)
        for (index, line) in layout.lines.enumerated() {
            while paragraph < layout.paragraphs.count - 1, layout.paragraphs[paragraph].lines.upperBound <= index { paragraph += 1 }
            let row = tables.indices.lazy.compactMap { table in
                tables[table].rows?.touched(by: line.span).map { (table: table, rows: $0) }
            }.first
            if let row {
                // Rows that share a line are one.
                if last == .row(row.rows.lowerBound, of: row.table), let unit = units.indices.last {
                    units[unit].span = units[unit].span.union(line.span)
                } else {
                    units.append(ContentUnit(span: line.span, part: tables[row.table].number, head: tables[row.table].head))
                }
                last = .row(row.rows.upperBound, of: row.table)
                continue
            }
            if last == .paragraph(paragraph), !items.contains(index), let open = units.indices.last {
                units[open].span = units[open].span.union(line.span)
                continue
            }
            last = .paragraph(paragraph)
            var unit = ContentUnit(span: line.span)
            if layout.paragraphs.indices.contains(paragraph) { unit.role = layout.paragraphs[paragraph].role }
            if unit.isHeading {
                unit.size = layout.words[line.words].lazy.compactMap(\.fontSize).max() ?? line.polygon.bounds.height
            } else if unit.role == .caption {
                let area = line.polygon.bounds
                unit.explains =
                    (figures.first { $0.caption == paragraph } ?? tables.min { area.gap(to: $0.area) < area.gap(to: $1.area) })?.number
            } else if !figures.isEmpty {
                let area = line.polygon.bounds
                unit.part = figures.first { $0.area.contains(Point(x: area.midX, y: area.midY)) }?.number
            }
            units.append(unit)
        }
    }

    /// What a line belongs to.
    private enum Place: Equatable {
        case paragraph(Int)
        case row(Int, of: Int)
    }

    /// A table or a figure on a page.
    private struct Part {
        var number: Int
        var area: Rect
        var rows: TableRows?
        var head: TextSpan?
        var caption: Int?
    }
}

extension PageLayout {
    /// The lines of running text with which items of numbered lists begin, by their places.
    fileprivate func numberedLines(_ cuts: ContentCuts) -> Set<Int> {
        paragraphs.lazy.filter { $0.role == .body && $0.lines.count > 1 }.reduce(into: []) { found, paragraph in
            let numbered = paragraph.lines.compactMap { line in
                ListNumber(at: lines[line].span.offset, in: cuts.bytes).map { (place: line, number: $0) }
            }
            found.formUnion(numbered.inLists)
        }
    }
}

extension Rect {
    /// How much height lies between two rectangles, 0 for such that stand beside each other.
    fileprivate func gap(to other: Rect) -> Double { max(0, minY - other.maxY, other.minY - maxY) }
}

/// A table whose rows follow each other in the content.
private struct TableRows {
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
        guard !self.rows.isEmpty, zip(self.rows, self.rows.dropFirst()).allSatisfy({ $0.end <= $1.offset }) else { return nil }
        let body = table.cells.lazy.filter { !$0.isHeader }.map(\.row).min() ?? .max
        head = ordered.prefix { $0.key < body }.map(\.value).reduce(nil) { $0?.union($1) ?? $1 }
    }

    /// The rows that have text in a stretch, by their places.
    func touched(by span: TextSpan) -> ClosedRange<Int>? {
        var low = 0, high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].end <= span.offset { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < rows.count, rows[end].overlaps(span) { end += 1 }
        return end > low ? low...end - 1 : nil
    }
}
