internal import ExtractionKit

/// Gives the tables of pages as they were laid out, for documents of no known kind: a field a table, with the text of every cell.
struct LayoutTables {
    private let document: ReadDocument
    private let pages: [ReadPage]

    /// The most tables, and the most cells of all of them, that are given.
    private static let tableLimit = 100, cellLimit = 5_000

    init(_ document: ReadDocument, pages: ClosedRange<Int>) {
        self.document = document
        self.pages = document.pages.filter { pages.contains($0.page.number) }
    }

    /// The tables in order, as `table`, `table_2`, …, under names that aren't taken.
    func fields(besides names: Set<String>) -> [ExtractedField] {
        var fields: [ExtractedField] = []
        var cells = 0
        var number = 0
        for page in pages {
            for table in page.layout.tables where fields.count < Self.tableLimit {
                cells += table.cells.count
                guard cells <= Self.cellLimit, let (rows, head) = rows(of: table, on: page) else { continue }
                var name: String
                repeat {
                    number += 1
                    name = number == 1 ? "table" : "table_\(number)"
                } while names.contains(name)
                fields.append(
                    ExtractedField(
                        name: name, type: .table, value: .table(rows), raw: head.map(\.raw).joined(separator: " "), confidence: 0.6,
                        grounding: head.flatMap(\.grounding), source: "rules:layout-table"))
            }
        }
        return fields
    }

    /// The rows below the head, and the cells that stand for the table: its head, or its first row where it has none.
    private func rows(of table: Table, on page: ReadPage) -> (rows: [FieldRow], head: [ExtractedField])? {
        guard table.rowCount > 0, table.columnCount > 0, table.columnCount <= 100 else { return nil }
        let heads = Set(table.cells.filter(\.isHeader).map(\.row))
        let columns = names(of: table, heads: heads)
        var rows: [Int: [ExtractedField]] = [:]
        for cell in table.cells.sorted(by: { ($0.row, $0.column) < ($1.row, $1.column) }) where columns.indices.contains(cell.column) {
            let grounding = cell.spans.flatMap { self.grounding(of: $0, on: page) }
            let raw = cell.spans.map { document.text(of: $0) }.joined(separator: " ")
            guard !raw.isEmpty, !grounding.isEmpty else { continue }
            rows[cell.row, default: []].append(
                ExtractedField(
                    name: columns[cell.column], type: .text, value: .text(raw), raw: raw, confidence: cell.confidence ?? 0.6,
                    grounding: grounding, source: "rules:layout-table"))
        }
        let below = rows.keys.filter { !heads.contains($0) }.sorted()
        guard let first = below.first else { return nil }
        let head = rows.filter { heads.contains($0.key) }.sorted { $0.key < $1.key }.flatMap(\.value)
        return (below.compactMap { rows[$0].map(FieldRow.init) }, head.isEmpty ? rows[first] ?? [] : head)
    }

    /// A name for each column: the words of its head, or its number.
    private func names(of table: Table, heads: Set<Int>) -> [String] {
        var taken: Set<String> = []
        return (0..<table.columnCount).map { column in
            let text = table.cells.filter { heads.contains($0.row) && $0.column == column }.flatMap(\.spans)
                .map { document.text(of: $0) }.joined(separator: " ")
            let words = text.snakeWords.prefix(6).joined(separator: "_")
            let name = words.contains(where: \.isLetter) && !taken.contains(words) ? words : "column_\(column + 1)"
            taken.insert(name)
            return name
        }
    }

    /// Where a span of the page stands, a region a line.
    private func grounding(of span: TextSpan, on page: ReadPage) -> [Grounding] {
        page.layout.lines.filter { $0.span.overlaps(span) }.compactMap { line in
            let words = page.layout.words[line.words.clamped(to: page.layout.words.indices)].filter { $0.span.overlaps(span) }
            guard let first = words.first, let last = words.last, let polygon = words.lazy.map(\.polygon).union() else { return nil }
            let start = max(first.span.offset, span.offset)
            let stretch = TextSpan(start..<max(start, min(last.span.end, span.end)))
            return Grounding(region: PageRegion(page: page.page.number, polygon: polygon, span: stretch), status: .exact)
        }
    }
}
