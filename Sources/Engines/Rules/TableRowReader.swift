internal import ExtractionKit

/// Reads the rows below the head of a table.
///
/// Numbers go to the column whose head stands nearest; a number nearest to a column that the schema doesn't ask for is left out, so a
/// price isn't taken for an amount. Text goes to the column that it stands under.
struct TableRowReader {
    private let document: LabelledDocument
    private let table: FieldSchema
    private let key: Int
    private let header: TableHeader
    private let sums: Set<Int>
    private let panel: Candidate?
    private let panelUnit: (text: String, place: Candidate.Place)?
    private var view: DocumentView { document.view }

    /// The most rows of a table.
    private static let rowLimit = 20_000

    init(
        _ document: LabelledDocument, table: FieldSchema, key: Int, header: TableHeader, sums: Set<Int>, panel: Candidate?,
        panelUnit: (text: String, place: Candidate.Place)?
    ) {
        self.document = document
        self.table = table
        self.key = key
        self.header = header
        self.sums = sums
        self.panel = panel
        self.panelUnit = panelUnit
    }

    /// The cells of a row of the page.
    private struct Cells {
        var values: [Int: Candidate] = [:]
        /// The text that stands in the place of a number, such as `ND`.
        var substitute: Candidate?
        /// Amounts that stand in no column of the schema.
        var loose: [Candidate] = []

        /// Takes over what a row close below adds, or returns false where both say something of a number.
        mutating func merge(_ other: Cells, numeric: (Int) -> Bool, joining: (Candidate, Candidate) -> Candidate) -> Bool {
            guard !other.values.contains(where: { numeric($0.key) && values[$0.key] != nil }) else { return false }
            values.merge(other.values, uniquingKeysWith: joining)
            loose += other.loose
            substitute = substitute ?? other.substitute
            return true
        }
    }

    /// The rows of the table, those that sum up measurements, and the last row of the page that was looked at.
    func rows(until isEnd: (Int) -> Bool) -> (rows: [[Int: Candidate]], totals: [[Int: Candidate]], last: Int) {
        guard let head = header.rows.last else { return ([], [], 0) }
        var rows: [[Int: Candidate]] = []
        var totals: [[Int: Candidate]] = []
        var pending: Candidate?
        var partial: Cells?
        var sumsSeen = 0
        var bottom = view.rows[head].box.maxY
        var last = head
        for index in view.rows(below: head, limit: Self.rowLimit) {
            let row = view.rows[index]
            let segments = row.segments.filter { $0.box.midX > header.minX && $0.box.midX < header.maxX }
            guard let top = segments.map(\.box.minY).min() else { continue }
            let size = max(row.size, 1)
            guard !isEnd(index), top - bottom < (rows.isEmpty ? 10 : 7) * size else { break }
            last = index
            if endsTable(index, hasRows: !rows.isEmpty) {
                // A sum of a group stands between rows; two sums in a row end the table.
                sumsSeen += 1
                guard sumsSeen < 2 else { break }
                bottom = max(bottom, row.box.maxY)
                (pending, partial) = (nil, nil)
                continue
            }
            var cells = cells(in: index, segments: segments)
            let isNear = top - bottom < 1.2 * size
            bottom = max(bottom, row.box.maxY)
            if var above = partial {
                partial = nil
                if isNear, above.merge(cells, numeric: { isNumeric($0) }, joining: { joined($0, $1) }) { cells = above }
            }
            if let product = product(in: cells) { cells.values[product.column] = product.amount }
            if isMeasured, cells.values[key] == nil, cells.substitute != nil || cells.values.keys.contains(where: { isNumeric($0) }),
                let above = pending
            {
                cells.values[key] = above
                pending = nil
            }
            if complete(cells) == nil, cells.values.keys.contains(where: { isNumeric($0) }) {
                if cells.values[key] == nil, let above = pending { cells.values[key] = above }
                pending = nil
                partial = cells
            } else if let complete = complete(cells) {
                var complete = complete
                if complete[key] == nil, let above = pending { complete[key] = above }
                pending = nil
                sumsSeen = 0
                if isTotal(complete) {
                    totals.append(complete)
                } else if complete[key] != nil || table.columns.contains(where: { $0.type == .money }) {
                    rows.append(complete)
                }
            } else if let text = cells.values[key], cells.values.count == 1, cells.substitute == nil {
                if let latest = rows.indices.last, rows[latest][key] == nil {
                    rows[latest][key] = text
                } else if let latest = rows.indices.last, isNear, pending == nil, !sharesLine(index), let before = rows[latest][key],
                    goesOn(before, with: text)
                {
                    rows[latest][key] = joined(before, text)
                } else {
                    pending = text
                }
            }
        }
        return (isMeasured ? rows.filter { $0[key] != nil } : withoutNotes(rows), totals, last)
    }

    /// Rows whose names go on only where a line was full.
    private func withoutNotes(_ rows: [[Int: Candidate]]) -> [[Int: Candidate]] {
        let edge = rows.lazy.compactMap { $0[key] }.flatMap(\.places).map { view.rows[$0.row].box(of: $0.range).maxX }.max() ?? 0
        return rows.compactMap { row in
            guard var name = row[key] else { return nil }
            let places = view.wrapped(name.places, at: edge)
            if places.count < name.places.count {
                name.places = places
                name.value = .text(places.map { view.rows[$0.row].original($0.range) }.joined(separator: " "))
            }
            return row.merging([key: name]) { $1 }
        }
    }

    /// Whether the row below stands at the same height: what belongs together has two baselines.
    private func sharesLine(_ index: Int) -> Bool {
        guard isMeasured, let below = view.rows(below: index, limit: 1).first else { return false }
        return view.rows[below].box.minY < view.rows[index].box.midY
    }

    private var isMeasured: Bool { !table.columns.contains { $0.type == .money } }

    /// Whether a text below a name goes on with it. What is measured has a short name; more words are a note below the table.
    private func goesOn(_ name: Candidate, with text: Candidate) -> Bool {
        guard name.places.count < 6 else { return false }
        guard isMeasured, let last = name.places.last, let first = text.places.first else {
            return true
        }
        let row = view.rows[first.row]
        return last.row == first.row - 1 && LabelWord.words(in: Array(row.scalars[first.range])).count <= 3
    }

    /// Whether a row of measurements sums up others.
    private func isTotal(_ values: [Int: Candidate]) -> Bool {
        guard case .text(let name) = values[key]?.value, isMeasured else { return false }
        return Self.totals.contains(LabelWord.words(in: name.foldedScalars).first?.text ?? "")
    }

    private static let totals: Set<String> = ["total", "tot", "sum", "totals", "gesamt", "summe", "somme", "suma", "totaal", "totale"]

    private func isNumeric(_ column: Int) -> Bool { [.money, .number, .percentage].contains(table.columns[column].type) }

    private func joined(_ first: Candidate, _ second: Candidate) -> Candidate {
        var joined = first
        if case .text(let above) = first.value, case .text(let below) = second.value { joined.value = .text(above + " " + below) }
        joined.places += second.places
        return joined
    }

    /// Whether a row begins with the label of a sum.
    private func endsTable(_ index: Int, hasRows: Bool) -> Bool {
        guard table.columns.contains(where: { $0.type == .money }) else { return false }
        return document.hits[index].contains { hit in
            let isSum =
                sums.contains(hit.owner) || document.isLabel(hit, of: .cash) || document.isLabel(hit, of: .taxSummary)
                || document.isLabel(hit, of: .rounding) || document.isLabel(hit, of: .change)
                || document.isLabel(hit, of: .other) && view.rows[index].text(hit.range).hasPrefix("total ")
            return isSum && (document.beginsText(hit) || followsRate(hit))
                && (hasRows || document.index.values[index].contains { $0.isAmount })
        }
    }

    /// Whether nothing but a rate stands before a label, as in `zzgl. 19 % USt.` or `plus 20% VAT`.
    private func followsRate(_ hit: LabelMatcher.Hit) -> Bool {
        let row = view.rows[hit.row]
        guard let segment = row.segment(at: hit.range.lowerBound) else { return false }
        let before = row.scalars[row.segments[segment].range.lowerBound..<hit.range.lowerBound]
        return before.contains("%") && LabelWord.words(in: Array(before)).count { $0.text.contains(where: \.isLetter) } < 2
    }

    /// A row that has what makes it one: the last amount of a table of positions, a measurement or what stands in its place.
    private func complete(_ cells: Cells) -> [Int: Candidate]? {
        var values = cells.values
        let amounts = header.columns.compactMap(\.field).filter { [.money, .number, .percentage].contains(table.columns[$0].type) }
        if let amount = table.columns.lastIndex(where: { $0.type == .money }) {
            if amounts.contains(amount) || values[amount] != nil { return values[amount] != nil ? values : nil }
            // Without a column of amounts, a quantity and a price make a row.
            return amounts.allSatisfy { values[$0] != nil } ? values : nil
        }
        guard let value = table.columns.firstIndex(where: { $0.name == "value" }) ?? amounts.first else { return nil }
        if values[value] == nil {
            guard let substitute = cells.substitute, values[key] != nil else { return nil }
            if let status = table.columns.firstIndex(where: { $0.name == "status" }), values[status] == nil { values[status] = substitute }
            if let printed = printedUnit(of: value),
                let units = table.columns.firstIndex(where: { $0.name == "unit" }), values[units] == nil
            {
                values[units] = Candidate(value: .text(printed.text), places: [printed.place], confidence: 0.8, rule: "unit-of-column")
            }
        } else if case .number(let number, let unit) = values[value]?.value, let place = values[value]?.places.first {
            let printed = printedUnit(of: value)
            if let units = table.columns.firstIndex(where: { $0.name == "unit" }), values[units] == nil {
                if let unit {
                    values[units] = Candidate(value: .text(unit), places: [place], confidence: 0.8, rule: "unit-of-number")
                } else if let printed {
                    values[units] = Candidate(value: .text(printed.text), places: [printed.place], confidence: 0.8, rule: "unit-of-column")
                }
            }
            values[value]?.value = .number(number, unit: unit ?? printed?.text)
        }
        // Names are short: a note below a table may hold numbers, too.
        guard let name = values[key], case .text(let text) = name.value, text.contains(where: \.isLetter), !text.contains(":"),
            LabelWord.words(in: text.foldedScalars).count <= 8
        else { return nil }
        if let column = table.columns.firstIndex(where: { $0.name == "panel" }), let panel { values[column] = panel }
        return values
    }

    /// The unit in the head of a column, or in the heading of the section.
    private func printedUnit(of field: Int) -> (text: String, place: Candidate.Place)? {
        header.column(of: field).flatMap { header.columns[$0].unit } ?? panelUnit
    }

    private func cells(in index: Int, segments: [Row.Segment]) -> Cells {
        let row = view.rows[index]
        var cells = Cells()
        var taken: [Range<Int>] = []
        let inside = { (range: Range<Int>) in segments.contains { $0.range.overlaps(range) } }
        let keyColumn = header.column(of: key)
        for found in document.index.values[index] where inside(found.range) {
            guard case .number(let number) = found.content else { continue }
            let box = row.box(of: number.wholeRange)
            guard let column = nearest(to: box) else { continue }
            guard let field = header.columns[column].field else {
                if let loose = looseAmount(found, row: index) { cells.loose.append(loose) }
                continue
            }
            var type = table.columns[field].type
            guard [.money, .number, .percentage].contains(type), column != keyColumn else { continue }
            // `<0.01` is no measurement.
            if isLess(row, found.range) { continue }
            if type == .number, number.isPercentage { type = .percentage }
            guard let value = TypedValue(found, as: type, conventions: document.index.conventions) else { continue }
            var normal = value.value
            if case .percentage(let percent) = normal, table.columns[field].type == .number { normal = .number(percent, unit: "%") }
            let candidate = Candidate(
                value: normal, places: [.init(row: index, range: value.range)], confidence: 0.9 * value.fit, rule: "table-cell",
                isRepaired: value.isRepaired)
            if let known = cells.values[field], let loose = looseAmount(found, row: index), known.places != loose.places {
                cells.loose.append(table.columns[field].type == .money ? known : loose)
            }
            if cells.values[field] == nil || table.columns[field].type == .money { cells.values[field] = candidate }
            taken.append(value.range)
        }
        for segment in segments {
            for part in remainder(of: segment.range, without: taken) { add(part, of: index, to: &cells) }
        }
        return cells
    }

    private func looseAmount(_ found: Found, row index: Int) -> Candidate? {
        guard let value = TypedValue(found, as: .money, conventions: document.index.conventions), value.fit > 0.9 else { return nil }
        return Candidate(value: value.value, places: [.init(row: index, range: value.range)], confidence: 0.8, rule: "quantity-times-price")
    }

    /// The amount that stands under no head, if it is the quantity times the price.
    private func product(in cells: Cells) -> (column: Int, amount: Candidate)? {
        let money = table.columns.indices.filter { table.columns[$0].type == .money }
        guard let column = money.last, let price = money.first, price != column, cells.values[column] == nil,
            let quantity = table.columns.firstIndex(where: { $0.type == .number }), let each = cells.values[price]?.amount,
            let counted = cells.values[quantity]
        else { return nil }
        guard case .number(let count, _) = counted.value else { return nil }
        for loose in cells.loose {
            if let amount = loose.amount, SumValidator.isNear(amount, count * each, 0.02) { return (column, loose) }
        }
        return nil
    }

    /// Adds a stretch of text to the column that it stands under.
    private func add(_ part: Range<Int>, of index: Int, to cells: inout Cells) {
        let row = view.rows[index]
        let range = row.trimmed(part, of: "|,;:*")
        guard !range.isEmpty, let column = textColumn(for: row.box(of: range)), let field = header.columns[column].field else { return }
        let text = row.original(range)
        let candidate = Candidate(value: .text(text), places: [.init(row: index, range: range)], confidence: 0.85, rule: "table-cell")
        switch table.columns[field].type {
        case .text, .name, .identifier, .any:
            guard field != key || row.scalars[range].contains(where: \.isLetter) && !Self.isSubstitute(row.text(range)) else { return }
            cells.values[field] = cells.values[field].map { joined($0, candidate) } ?? candidate
        case .number, .percentage:
            if Self.isSubstitute(row.text(range)) { cells.substitute = candidate }
        default: break
        }
    }

    /// Whether a text stands where a number would, because nothing was measured.
    static func isSubstitute(_ text: String) -> Bool {
        if text.hasPrefix("<") || text.hasPrefix("≤") { return text.utf8.count <= 12 }
        let plain = text.filter { $0 != "." && $0 != " " && $0 != "-" && $0 != "/" }
        return [
            "nd", "notdetected", "nonedetected", "none", "bql", "blq", "bloq", "lod", "loq", "bdl", "tr", "trace", "nt", "nottested",
            "pass", "fail", "na", "negative", "absent", "nr", "nn",
        ]
        .contains(plain)
    }

    private func isLess(_ row: Row, _ range: Range<Int>) -> Bool {
        var before = range.lowerBound - 1
        while before >= 0, row.scalars[before] == " " { before -= 1 }
        return before >= 0 && "<≤±".unicodeScalars.contains(row.scalars[before])
    }

    /// What is left of a range, with the sign before what was not taken.
    private func remainder(of range: Range<Int>, without taken: [Range<Int>]) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        for hole in taken.filter({ $0.overlaps(range) }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if hole.lowerBound > start { parts.append(start..<hole.lowerBound) }
            start = max(start, hole.upperBound)
        }
        if start < range.upperBound { parts.append(start..<range.upperBound) }
        return parts
    }

    /// The column whose head is nearest, for a number: edges and middle count alike, since numbers align in any of these ways.
    private func nearest(to box: Rect) -> Int? {
        header.columns.indices.min { distance($0, box) < distance($1, box) }
    }

    private func distance(_ column: Int, _ box: Rect) -> Double {
        let head = header.columns[column].box
        let overlap = min(head.maxX, box.maxX) - max(head.minX, box.minX)
        let edges = min(abs(head.minX - box.minX), abs(head.maxX - box.maxX), abs(head.midX - box.midX))
        return overlap > 0 ? min(edges, 0.5 * head.width) * 0.1 : max(0, -overlap) + 0.1 * edges
    }

    /// The column for a text: the one it overlaps, otherwise the one that begins nearest.
    private func textColumn(for box: Rect) -> Int? {
        let overlapping = header.columns.indices.filter {
            min(header.columns[$0].box.maxX, box.maxX) - max(header.columns[$0].box.minX, box.minX) > 0
        }
        if let key = header.column(of: key), overlapping.contains(key) { return key }
        if let first = overlapping.first { return first }
        return header.columns.indices.min { abs(header.columns[$0].box.minX - box.minX) < abs(header.columns[$1].box.minX - box.minX) }
    }
}
