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
        guard row.tokens.count > 1 else { return [] }
        let hits = matcher.hits(in: row, at: index)
        guard isMeasured ? !hits.isEmpty : Set(hits.map(\.owner)).count > 1 || hits.count > 2 else { return [] }
        var headers: [TableHeader] = []
        for stretch in stretches(of: row, index: index, hits: hits) { headers += self.headers(in: stretch, of: index, hits: hits) }
        return headers
    }

    /// Whether the table is one of measurements: labs set their heads more freely than those who sell.
    private var isMeasured: Bool { !table.columns.contains { $0.type == .money } }

    /// The column that takes what was measured.
    private var value: Int? {
        table.columns.firstIndex { $0.name == "value" } ?? table.columns.firstIndex { $0.type == .number }
    }

    /// The stretches of a row that may be heads, without those that hold values: a head may stand beside the rows of another table.
    private func stretches(of row: Row, index: Int, hits: [LabelMatcher.Hit]) -> [[Row.Segment]] {
        let values = document.index.values[index]
        guard isMeasured else { return values.contains { $0.isAmount || $0.isDateOrTime } ? [] : [row.segments] }
        return row.segments.split { segment in
            values.contains { $0.range.overlaps(segment.range) } && !hits.contains { $0.range.overlaps(segment.range) }
        }.map(Array.init)
    }

    private mutating func headers(in segments: [Row.Segment], of index: Int, hits: [LabelMatcher.Hit]) -> [TableHeader] {
        let row = view.rows[index]
        let inside = hits.filter { hit in segments.contains { $0.range.contains(hit.range.lowerBound) } }
        guard !inside.isEmpty, let first = segments.first, let last = segments.last else { return [] }
        guard
            !document.index.values[index].contains(where: { value in
                (value.isAmount || value.isDateOrTime) && segments.contains { $0.range.overlaps(value.range) }
            })
        else { return [] }
        var columns = columns(in: row, index: index, segments: segments, hits: inside)
        // Beside the rows of another table the last words may be the name of one of these.
        if last.range.upperBound < row.scalars.count { columns = columns.reversed().drop { $0.field == nil && $0.unit == nil }.reversed() }
        var rows = [index]
        if isMeasured {
            absorbKey(around: index, into: &columns, rows: &rows)
            addKeys(below: index, to: &columns)
            guard columns.contains(where: { $0.field == key }) || Set(columns.compactMap(\.field)).count > 2 else { return [] }
            for below in view.rows(below: index, limit: 2) { absorbUnits(in: below, of: index, into: &columns, rows: &rows) }
        } else if let below = view.rows(below: index, limit: 1).first {
            absorbUnits(in: below, of: index, into: &columns, rows: &rows)
        }
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
        // What stands before and behind the stretch belongs to others.
        let before = row.segments.last { $0.range.upperBound < first.range.lowerBound }?.box.maxX ?? -.infinity
        let after = row.segments.first { $0.range.lowerBound > last.range.upperBound }?.box.minX ?? .infinity
        return groups.indices.compactMap { group in
            let left = group > 0 ? groups[group - 1].last?.box.maxX ?? before : before
            let right = group + 1 < groups.count ? groups[group + 1].first.map { $0.box.minX - 0.5 * row.size } ?? after : after
            return header(groups[group], between: left, and: right, rows: rows.sorted())
        }
    }

    /// Takes the label of the rows' names from the lines right above and below, where a head is set in the middle of several lines.
    private mutating func absorbKey(around index: Int, into columns: inout [TableHeader.Column], rows: inout [Int]) {
        let row = view.rows[index]
        guard !columns.contains(where: { $0.field == key }), let first = columns.first else { return }
        let page = view.pages[view.pageIndex(of: index)]
        for near in [index + 1, index - 1] where page.contains(near) {
            let other = view.rows[near]
            guard abs(other.box.midY - row.box.midY) < 1.5 * row.size else { continue }
            for hit in matcher.hits(in: other, at: near) where hit.owner == key {
                guard let segment = other.segment(at: hit.range.lowerBound), other.trimmed(other.segments[segment].range) == hit.range,
                    other.segments[segment].box.maxX < first.box.minX, first.box.minX - other.segments[segment].box.maxX < 25 * row.size
                else { continue }
                columns.insert(
                    TableHeader.Column(field: key, box: other.box(of: hit.range), place: .init(row: near, range: hit.range)), at: 0)
                rows.append(near)
                return
            }
        }
    }

    /// Adds columns without a head for the names of what was measured: two rows below have words that stand before the first column, or
    /// between columns of values, and numbers beside them.
    private func addKeys(below index: Int, to columns: inout [TableHeader.Column]) {
        guard columns.count(where: { $0.field != nil || $0.unit != nil }) > 1 else { return }
        let size = view.rows[index].size
        for place in columns.indices.reversed() {
            let isBetween = [columns[..<place], columns[place...]].allSatisfy { $0.contains { $0.field == value } }
            guard isBetween || place == 0 && columns[0].field != key, columns[place].field != key else { continue }
            let left = place > 0 ? columns[place - 1].box.maxX : columns[place].box.minX - 25 * size
            let right = columns[place].box.minX
            var names: [(row: Int, segment: Row.Segment)] = []
            for below in view.rows(below: index, limit: 5) where document.index.values[below].contains(where: { !$0.isDateOrTime }) {
                let row = view.rows[below]
                guard
                    let segment = row.segments.first(where: { segment in
                        let text = row.scalars[segment.range]
                        return segment.box.minX > left && segment.box.maxX < right && text.count(where: \.isLetter) > 1
                            && !text.contains(":") && !TableRowReader.isSubstitute(row.text(segment.range))
                    })
                else { continue }
                names.append((below, segment))
            }
            guard names.count > 1, let first = names.first, let box = names.lazy.map(\.segment.box).union() else { continue }
            let range = view.rows[first.row].trimmed(first.segment.range)
            columns.insert(TableHeader.Column(field: key, box: box, place: .init(row: first.row, range: range)), at: place)
        }
    }

    /// Takes a row of units close below the head into the columns. A unit beside a column that has one begins a column for the same
    /// values in that unit.
    private func absorbUnits(in below: Int, of index: Int, into columns: inout [TableHeader.Column], rows: inout [Int]) {
        let next = view.rows[below]
        let size = next.size
        guard let bottom = rows.map({ view.rows[$0].box.maxY }).max(), next.box.minY - bottom < size,
            let first = columns.first, let last = columns.last
        else { return }
        let segments = next.segments.filter { $0.box.maxX > first.box.minX && $0.box.minX < last.box.maxX + 12 * size }
        guard !document.index.values[below].contains(where: { found in segments.contains { $0.range.overlaps(found.range) } }) else {
            return
        }
        var isAbsorbed = false
        for place in segments.flatMap(\.tokens) {
            let word = next.starts[place]..<next.starts[place] + next.tokens[place].text.unicodeScalars.count
            let box = next.tokens[place].box
            guard let unit = MeasureUnit.inHeader(next, word) else { continue }
            let column = columns.firstIndex { $0.box.horizontalOverlap(with: box) > 0.3 || abs($0.box.midX - box.midX) < size }
            if let column {
                columns[column].unit = (unit.text, .init(row: below, range: unit.range))
                isAbsorbed = true
            } else if isMeasured, let left = columns.lastIndex(where: { $0.box.maxX < box.minX }), let field = columns[left].field,
                field == value, columns[left].unit != nil, box.minX - columns[left].box.maxX < 12 * size
            {
                let place = Candidate.Place(row: below, range: unit.range)
                columns.insert(TableHeader.Column(field: field, box: box, place: place, unit: (unit.text, place)), at: left + 1)
                isAbsorbed = true
            }
        }
        if isAbsorbed, !rows.contains(below) { rows.append(below) }
    }

    private func header(_ columns: [TableHeader.Column], between left: Double, and right: Double, rows: [Int]) -> TableHeader? {
        var seen: Set<Int> = []
        var columns = columns
        for index in columns.indices {
            guard let field = columns[index].field else { continue }
            // Of several columns for one field the one in percent is taken, otherwise the first.
            if !seen.insert(field).inserted {
                let isAmount = field == table.columns.lastIndex { $0.type == .money }
                if field == key, !isMeasured, let first = columns[..<index].firstIndex(where: { $0.field == key }) {
                    // Numbers of articles are as narrow as their heads; what they are called has room.
                    let narrow = room(behind: first, in: columns) < room(behind: index, in: columns) ? first : index
                    columns[narrow].field = nil
                } else if isAmount || columns[index].unit?.text == "%",
                    let first = columns[..<index].firstIndex(where: { $0.field == field }),
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
        // What was measured stands right of its name.
        if isMeasured, let name = columns.firstIndex(where: { $0.field == key }), columns[..<name].contains(where: { $0.field == value }) {
            return nil
        }
        guard fields.count >= 2, hasValue, let first = columns.first, let last = columns.last else { return nil }
        guard fields.contains(key) || fields.count >= 3 else { return nil }
        let size = rows.first.map { view.rows[$0].size } ?? 0
        return TableHeader(
            columns: columns, rows: rows, minX: max(left, first.box.minX - 6 * size), maxX: min(right, last.box.maxX + 6 * size))
    }

    /// The width from the left edge of a column to that of the next one.
    private func room(behind index: Int, in columns: [TableHeader.Column]) -> Double {
        index + 1 < columns.count ? columns[index + 1].box.minX - columns[index].box.minX : .infinity
    }

    /// Whether a stretch is as short as the head of a column, and no label of a value beside it.
    private func isShortHead(_ row: Row, _ range: Range<Int>) -> Bool {
        LabelWord.words(in: Array(row.scalars[range])).count <= 4 && !row.scalars[range].contains(":")
    }

    /// The segments of the row, divided where labels begin.
    private func columns(in row: Row, index: Int, segments: [Row.Segment], hits: [LabelMatcher.Hit]) -> [TableHeader.Column] {
        var columns: [TableHeader.Column] = []
        for segment in segments {
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
                let isHead = isMeasured ? isShortHead(row, range) : LabelWord.words(in: Array(row.scalars[range])).count <= 6
                var column = TableHeader.Column(
                    field: isHead ? pending : nil, box: row.box(of: range), place: .init(row: index, range: range))
                if let unit = MeasureUnit.inHeader(row, range) {
                    column.unit = (unit.text, .init(row: index, range: unit.range))
                    // `Analyte | % | mg/g`: the unit alone heads what was measured.
                    if isMeasured, pending == nil, unit.range == row.trimmed(range, of: "()[]") { column.field = value }
                }
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
