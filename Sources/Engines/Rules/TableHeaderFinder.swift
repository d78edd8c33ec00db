internal import ExtractionKit

/// Finds the heads of tables: rows in which labels of a schema's columns stand side by side.
struct TableHeaderFinder {
    private let document: LabelledDocument
    private let table: FieldSchema
    private let key: Int
    private var matcher: LabelMatcher
    private var view: DocumentView { document.view }

    /// Creates a finder for a table of a schema.
    ///
    /// - Parameter key: The index of the column that names what a row is about.
    init(_ document: LabelledDocument, table: FieldSchema, key: Int) {
        self.document = document
        self.table = table
        self.key = key
        matcher = LabelMatcher(table.columns.map { $0.name == "panel" ? [] : $0.labels })
    }

    /// The heads in a row: several where tables stand side by side.
    mutating func headers(in index: Int) -> [TableHeader] {
        let row = view.rows[index]
        guard row.tokens.count > 1, !document.index.values[index].contains(where: { $0.isAmount || $0.isDateOrTime }) else { return [] }
        let hits = matcher.hits(in: row, at: index)
        guard Set(hits.map(\.owner)).count > 1 || hits.count > 2 else { return [] }
        var columns = columns(in: row, index: index, hits: hits)
        let rows = [index] + absorbUnits(below: index, into: &columns)
        var groups: [[TableHeader.Column]] = [[]]
        for column in columns {
            // The column that names the rows begins the next of several tables.
            if column.field == key, groups[groups.count - 1].contains(where: { $0.field == key }),
                groups[groups.count - 1].contains(where: { $0.field != nil && $0.field != key })
            {
                groups.append([])
            }
            groups[groups.count - 1].append(column)
        }
        return groups.indices.compactMap { group in
            header(groups[group], next: group + 1 < groups.count ? groups[group + 1] : nil, rows: rows)
        }
    }

    /// Takes a row of units right below the head into the columns.
    private func absorbUnits(below index: Int, into columns: inout [TableHeader.Column]) -> [Int] {
        guard let below = view.rows(below: index, limit: 1).first else { return [] }
        let next = view.rows[below]
        guard next.box.minY - view.rows[index].box.maxY < next.size, document.index.values[below].isEmpty else { return [] }
        var isAbsorbed = false
        for segment in next.segments {
            for place in segment.tokens {
                let word = next.starts[place]..<next.starts[place] + next.tokens[place].text.unicodeScalars.count
                let box = next.tokens[place].box
                guard let unit = MeasureUnit.inHeader(next, word),
                    let column = columns.firstIndex(where: {
                        $0.box.horizontalOverlap(with: box) > 0.3 || abs($0.box.midX - box.midX) < next.size
                    })
                else { continue }
                columns[column].unit = (unit.text, .init(row: below, range: unit.range))
                isAbsorbed = true
            }
        }
        return isAbsorbed ? [below] : []
    }

    private func header(_ columns: [TableHeader.Column], next: [TableHeader.Column]?, rows: [Int]) -> TableHeader? {
        var seen: Set<Int> = []
        var columns = columns
        for index in columns.indices {
            guard let field = columns[index].field else { continue }
            // Of several columns for one field the one in percent is taken, otherwise the first.
            if !seen.insert(field).inserted {
                let isAmount = field == table.columns.lastIndex { $0.type == .money }
                if isAmount || columns[index].unit?.text == "%", let first = columns[..<index].firstIndex(where: { $0.field == field }),
                    isAmount || columns[first].unit?.text != "%"
                {
                    columns[first].field = nil
                } else {
                    columns[index].field = nil
                }
            }
        }
        let fields = Set(columns.compactMap(\.field))
        let hasValue = fields.contains { [.money, .number, .percentage].contains(table.columns[$0].type) }
        guard fields.count >= 2, hasValue, let first = columns.first, let last = columns.last else { return nil }
        guard fields.contains(key) || fields.count >= 3 else { return nil }
        let size = rows.first.map { view.rows[$0].size } ?? 0
        return TableHeader(
            columns: columns, rows: rows, minX: first.box.minX - 6 * size,
            maxX: next?.first.map { $0.box.minX - 0.5 * size } ?? last.box.maxX + 6 * size)
    }

    /// The segments of the row, divided where labels begin.
    private func columns(in row: Row, index: Int, hits: [LabelMatcher.Hit]) -> [TableHeader.Column] {
        var columns: [TableHeader.Column] = []
        for segment in row.segments {
            var inside = hits.filter { segment.range.contains($0.range.lowerBound) }
            // Labels inside of running text are none.
            if let first = inside.first,
                LabelWord.words(in: Array(row.scalars[segment.range.lowerBound..<first.range.lowerBound])).count > 2
            {
                inside = []
            }
            // Two labels of one text at the same place: the first in the schema.
            inside = inside.enumerated().filter { place, hit in !inside[..<place].contains { $0.range == hit.range } }.map(\.element)
            var start = segment.range.lowerBound
            var pending: Int?
            func close(at end: Int) {
                let range = row.trimmed(start..<end, of: "|,;")
                guard !range.isEmpty else { return }
                let isHead = LabelWord.words(in: Array(row.scalars[range])).count <= 6
                var column = TableHeader.Column(
                    field: isHead ? pending : nil, box: row.box(of: range), place: .init(row: index, range: range))
                if let unit = MeasureUnit.inHeader(row, range) { column.unit = (unit.text, .init(row: index, range: unit.range)) }
                columns.append(column)
            }
            for hit in inside {
                if hit.range.lowerBound > start, pending != nil || hit.range.lowerBound - start > 1 {
                    // Words before a label, as in `Mass % Result`, belong to a column of their own unless they are part of it.
                    close(at: hit.range.lowerBound)
                    start = hit.range.lowerBound
                }
                pending = hit.owner
            }
            close(at: segment.range.upperBound)
        }
        return columns
    }
}

extension MeasureUnit {
    /// The unit in the words of a table's head, as in `Result (mg/g)`.
    static func inHeader(_ row: Row, _ range: Range<Int>) -> (text: String, range: Range<Int>)? {
        var found: (text: String, range: Range<Int>)?
        for part in row.scalars[range].indices.split(whereSeparator: { " ()[],".unicodeScalars.contains(row.scalars[$0]) }) {
            guard let first = part.first, let last = part.last else { continue }
            let text = row.text(first..<last + 1)
            if text == "%" || (text.contains("/") && isKnown(text)) || ["ppm", "ppb", "mg", "g", "ug", "cfu", "aw"].contains(text) {
                found = (row.original(first..<last + 1), first..<last + 1)
            }
        }
        return found
    }
}
