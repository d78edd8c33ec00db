internal import ExtractionKit

/// Finds the tables of a schema: a head, and the rows below it until sums, another head or an empty stretch.
struct TableFinder {
    private let document: LabelledDocument
    private let deadline: Deadline
    private var view: DocumentView { document.view }

    init(_ document: LabelledDocument, deadline: Deadline) {
        self.document = document
        self.deadline = deadline
    }

    /// The tables for each field of the type table, by its index.
    func tables(for fields: [FieldSchema]) throws -> [Int: [FoundTable]] {
        var result: [Int: [FoundTable]] = [:]
        for (index, field) in fields.enumerated() where field.type == .table { result[index] = try tables(for: field, among: fields) }
        return result
    }

    private func tables(for table: FieldSchema, among fields: [FieldSchema]) throws -> [FoundTable] {
        guard let key = Self.key(of: table.columns) else { return [] }
        var finder = TableHeaderFinder(document, table: table, key: key)
        var headers: [Int: [TableHeader]] = [:]
        for index in view.rows.indices {
            if index.isMultiple(of: 256) { try deadline.check("The search for tables") }
            for header in finder.headers(in: index) {
                // A head of several lines is found from more than one of them: the richest reading is kept.
                let rival = (max(0, index - 3)...index).lazy.compactMap { row in
                    headers[row]?.firstIndex { $0.overlaps(header) }.map { (row, $0) }
                }.first
                if let (row, place) = rival {
                    guard let known = headers[row]?[place], known.fieldCount < header.fieldCount else { continue }
                    headers[row]?.remove(at: place)
                }
                headers[index, default: []].append(header)
            }
        }
        headers = headers.filter { !$0.value.isEmpty }
        let sums = Set(fields.indices.filter { SumRole(fields[$0]) != nil })
        var panels = LabelMatcher([table.columns.first { $0.name == "panel" }?.labels ?? []])
        var result: [FoundTable] = []
        var end = -1
        for index in headers.keys.sorted() {
            for header in headers[index] ?? [] {
                // A line item table isn't begun again inside of itself; tables of measurements are many.
                try deadline.check("The search for tables")
                let panel = panel(above: header, with: &panels)
                let unit = panel?.places.first.flatMap { self.unit(behind: $0) }
                let reader = TableRowReader(document, table: table, key: key, header: header, sums: sums, panel: panel, panelUnit: unit)
                var (rows, totals, last) = reader.rows(until: { row in
                    row != index && headers[row] != nil && headers[row]?.contains { $0.minX < header.maxX && $0.maxX > header.minX } == true
                })
                // The title of the next section may stand in the columns of the one above, with its own verdict beside it.
                if let value = table.columns.firstIndex(where: { $0.name == "value" }) {
                    rows.removeAll { row in
                        guard row[value] == nil, let name = row[key]?.places.first else { return false }
                        return panels.hits(in: view.rows[name.row], at: name.row).contains { $0.range.lowerBound == name.range.lowerBound }
                    }
                }
                end = max(end, last)
                result.append(
                    FoundTable(
                        headerRows: header.rows, header: header.columns.filter { $0.field != nil }.map(\.place), columns: table.columns,
                        rows: rows, totals: totals))
            }
        }
        // Of the tables of positions only the ones with the same columns continue each other: the best, and those like it.
        guard table.columns.contains(where: { $0.type == .money }) else { return result.filter { !$0.rows.isEmpty } }
        guard let best = result.max(by: { $0.richness < $1.richness }), !best.rows.isEmpty else { return [] }
        return result.filter { $0.columnSet == best.columnSet && !$0.rows.isEmpty }
    }

    /// The column that names what a row is about.
    static func key(of columns: [FieldSchema]) -> Int? {
        columns.firstIndex { ["description", "name", "item"].contains($0.name) }
            ?? columns.firstIndex { $0.type == .text || $0.type == .name } ?? columns.indices.first
    }

    /// The unit behind the heading of a section, as in `Metals, µg/kg`.
    private func unit(behind place: Candidate.Place) -> (text: String, place: Candidate.Place)? {
        let row = view.rows[place.row]
        guard let segment = row.segment(at: place.range.lowerBound), place.range.upperBound < row.segments[segment].range.upperBound else {
            return nil
        }
        return MeasureUnit.inHeader(row, place.range.upperBound..<row.segments[segment].range.upperBound)
            .map { (text: $0.text, place: Candidate.Place(row: place.row, range: $0.range)) }
    }

    /// The heading of the section in the rows above the head.
    private func panel(above header: TableHeader, with matcher: inout LabelMatcher) -> Candidate? {
        guard let row = header.rows.first else { return nil }
        let page = view.pages[view.pageIndex(of: row)]
        for above in (max(page.lowerBound, row - 12)..<row + 1).reversed() {
            let candidate = view.rows[above]
            for hit in matcher.hits(in: candidate, at: above) {
                let box = candidate.box(of: hit.range)
                guard box.minX < header.maxX, box.maxX > header.minX, above == row || document.beginsText(hit) else { continue }
                return Candidate(
                    value: .text(candidate.original(hit.range)), places: [.init(row: above, range: hit.range)],
                    confidence: 0.7 * hit.quality, rule: "section-heading")
            }
        }
        return nil
    }
}

extension FoundTable {
    /// The columns that any row has.
    fileprivate var columnSet: Set<Int> { Set(header.indices) }

    /// How much is in the table.
    fileprivate var richness: Int { rows.reduce(0) { $0 + $1.count } }
}
