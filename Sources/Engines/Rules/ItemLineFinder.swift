internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Finds what was bought where no head names the columns: rows that end in an amount, above the first sum.
///
/// A till prints an article in one row, or its name in one and count, price and amount in the next. What belongs together shows in the
/// arithmetic: count times price is the amount, and all amounts add up to a sum below.
struct ItemLineFinder {
    /// What was found.
    enum Result {
        /// Rows; whether they add up to a sum of the document.
        case table(FoundTable, addsUp: Bool)
        /// Rows that end in amounts, but that contradict the sums.
        case implausible
        /// No such rows.
        case none
    }

    private let document: LabelledDocument
    private let table: FieldSchema
    private let key: Int
    private let sums: Set<Int>
    private var view: DocumentView { document.view }

    /// The most rows that are looked at.
    private static let rowLimit = 2_000
    /// Print of receipts is narrow: so many times the size of its type.
    private static let narrowWidth = 45.0

    /// Creates a finder; `nil` for a table that has no column for names or none for amounts.
    init?(_ document: LabelledDocument, table: FieldSchema, fields: [FieldSchema]) {
        guard let key = TableFinder.key(of: table.columns), table.columns[key].type != .money,
            table.columns.contains(where: { $0.type == .money })
        else { return nil }
        self.document = document
        self.table = table
        self.key = key
        sums = Set(fields.indices.filter { SumRole(fields[$0]) != nil })
    }

    /// The rows above the first sum.
    ///
    /// - Parameter totals: The amounts that may be the sum of the rows.
    func result(totals: [Decimal]) -> Result {
        let (lines, adjustment, texts) = lines()
        let items = Items(lines, texts: texts, view: view)
        guard !items.all.isEmpty else { return .none }
        let sum = items.all.reduce(Decimal(0)) { $0 + ($1.line.amount.amount ?? 0) }
        let isExact = totals.contains { SumValidator.isNear($0, sum, 0.02) || SumValidator.isNear($0, sum + adjustment, 0.02) }
        if !isExact {
            let highest = totals.max() ?? sum
            // Articles don't cost several times the total; and only a narrow print is a till's.
            guard isNarrow(items.all.map(\.line.row)), abs(sum) <= 2 * abs(highest) + 1 else { return .implausible }
        }
        let rows = items.all.map { row(of: $0, addsUp: isExact) }
        let places = rows.flatMap { cells in cells.sorted { $0.key < $1.key }.flatMap(\.value.places) }
        return .table(FoundTable(headerRows: [], header: places, columns: table.columns, rows: rows, rule: "item-lines"), addsUp: isExact)
    }

    /// The rows that end in an amount before the first sum, what discounts come to, and the rows of text alone.
    private func lines() -> (lines: [ItemLine], adjustment: Decimal, texts: [Int: Range<Int>]) {
        var lines: [ItemLine] = []
        var texts: [Int: Range<Int>] = [:]
        var adjustment: Decimal = 0
        for index in view.rows.indices.prefix(Self.rowLimit) {
            if isSum(index) {
                if lines.isEmpty { continue }
                break
            }
            if let line = ItemLine(index, in: document) {
                if isDiscount(index) {
                    adjustment += -abs(line.amount.amount ?? 0)
                } else if !document.hits[index].contains(where: { document.hasColon($0) }) {
                    lines.append(line)
                }
            } else if let text = text(of: index) {
                texts[index] = text
            }
        }
        return (lines, adjustment, texts)
    }

    /// A row of words that may name an article whose amount stands in the next row.
    private func text(of index: Int) -> Range<Int>? {
        let row = view.rows[index]
        guard !document.index.values[index].contains(where: { $0.isAmount || $0.isDateOrTime }),
            !document.hits[index].contains(where: { document.hasColon($0) || document.beginsText($0) && $0.wordCount > 0 })
        else { return nil }
        let range = row.trimmed(0..<row.scalars.count, of: ".:-=*|_,#")
        guard row.scalars[range].count(where: \.isLetter) >= 2, !row.scalars[range].contains(":") else { return nil }
        return range
    }

    /// Whether a row is a sum, a payment or the head of a summary of taxes.
    private func isSum(_ index: Int) -> Bool {
        let begins = document.hits[index].contains { hit in
            guard document.beginsText(hit) else { return false }
            let isPayment = [LabelledDocument.Concept.cash, .change, .taxSummary, .rounding].contains { document.isLabel(hit, of: $0) }
            return isPayment || sums.contains(hit.owner)
                || document.isLabel(hit, of: .other) && view.rows[index].text(hit.range).hasPrefix("total")
        }
        guard begins else { return false }
        if document.index.values[index].contains(where: { $0.isAmount }) { return true }
        // The amount of a label may stand alone in the next row.
        guard let next = view.rows(below: index, limit: 1).first else { return false }
        return !view.rows[next].scalars.contains(where: \.isLetter) && document.index.values[next].contains { $0.isAmount }
    }

    private func isDiscount(_ index: Int) -> Bool {
        view.rows[index].words.contains { Self.discounts.contains($0.text) }
    }

    private static let discounts: Set<String> = [
        "discount", "disc", "rabatt", "nachlass", "remise", "descuento", "sconto", "korting", "desconto", "coupon", "savings", "saving",
    ]

    /// Whether the print around some rows is as narrow as a till's.
    private func isNarrow(_ rows: [Int]) -> Bool {
        guard let first = rows.first, let last = rows.last, let box = view.rows[first...last].lazy.map(\.box).union() else { return false }
        let sizes = view.rows[first...last].map(\.size).sorted()
        return box.width < Self.narrowWidth * max(sizes[sizes.count / 2], 1)
    }

    private func row(of item: Items.Item, addsUp: Bool) -> [Int: Candidate] {
        var cells: [Int: Candidate] = [:]
        var amount = item.line.amount
        // Each row is as sure as the arithmetic that confirms it.
        let isProduct = item.price.flatMap { price in
            item.count.map { SumValidator.isNear($0.value * price.value, amount.amount ?? 0, 0.011) }
        }
        let trust = addsUp ? 0.93 : isProduct == true ? 0.75 : isProduct == false ? 0.4 : 0.55
        func cell(_ value: FieldValue, _ place: Candidate.Place, _ factor: Double = 1) -> Candidate {
            Candidate(value: value, places: [place], confidence: trust * factor, rule: "item-line")
        }
        cells[key] = cell(.text(view.rows[item.name.row].original(item.name.range)), item.name)
        let money = table.columns.indices.filter { table.columns[$0].type == .money }
        if let column = money.last {
            amount.confidence *= trust
            cells[column] = amount
        }
        if let column = table.columns.firstIndex(where: { $0.type == .number }), let count = item.count {
            cells[column] = cell(.number(count.value, unit: nil), count.place, count.isCertain ? 1 : 0.8)
        }
        if let column = money.first, money.count > 1, let price = item.price {
            cells[column] = cell(.money(price.value, currency: document.index.conventions.currency?.code), price.place)
        }
        return cells
    }
}
