internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Finds the positions of an invoice by their arithmetic: rows in which a quantity times a price is an amount, in the same columns.
///
/// Heads of such tables are set in several lines, abbreviated, or in words that no label knows; the arithmetic is the same everywhere.
/// What the numbers prove also tells where the columns are, and the text beside them is what was sold.
struct PositionFinder {
    private let document: LabelledDocument
    private let table: FieldSchema
    private let key: Int
    private let quantity: Int
    private let price: Int
    private let amount: Int
    private var view: DocumentView { document.view }

    /// The most rows that are looked at, and the most sets of columns that are tried.
    private static let rowLimit = 5_000, trialLimit = 48

    /// Creates a finder; `nil` for a table without columns for names, quantities, prices and amounts.
    init?(_ document: LabelledDocument, table: FieldSchema) {
        let money = table.columns.indices.filter { table.columns[$0].type == .money }
        guard let key = TableFinder.key(of: table.columns), let quantity = table.columns.firstIndex(where: { $0.type == .number }),
            let price = money.first, let amount = money.last, price != amount, table.columns[key].type != .money
        else { return nil }
        self.document = document
        self.table = table
        self.key = key
        self.quantity = quantity
        self.price = price
        self.amount = amount
    }

    /// The rows whose numbers agree, or `nil` where there are none.
    ///
    /// - Parameter totals: The amounts that may be the sum of the rows.
    func found(totals: [Decimal]) -> FoundTable? {
        let lines = view.rows.indices.prefix(Self.rowLimit).map { PositionProduct.all(in: $0, of: document) }.filter { !$0.isEmpty }
        let all = lines.joined()
        var products: [PositionProduct] = []
        for trial in (all.filter(\.isTelling) + all.filter { !$0.isTelling }).prefix(Self.trialLimit) {
            let alike = lines.compactMap { line in
                line.filter { $0.shares(trial) }.min { $0.distance(to: trial) < $1.distance(to: trial) }
            }
            // One of something proves little: the numbers 1, 2, 3 … of positions look like quantities, but are one only once.
            guard alike.count > 1 || trial.isTelling || totals.contains(trial.amount.value) else { continue }
            if Self.rank(alike) > Self.rank(products) { products = alike }
        }
        guard !products.isEmpty else { return nil }
        let texts = PositionTexts(products, in: document)
        let rows = products.compactMap { product in texts.places(beside: product).flatMap { row(of: product, text: $0) } }
        guard !rows.isEmpty else { return nil }
        let places = rows.flatMap { cells in cells.sorted { $0.key < $1.key }.flatMap(\.value.places) }
        return FoundTable(headerRows: [], header: places, columns: table.columns, rows: rows, rule: "quantity-times-price")
    }

    /// More rows are better; of the same rows, those whose numbers look like what they are taken for.
    private static func rank(_ products: [PositionProduct]) -> (Int, Int) {
        (products.count, products.reduce(0) { $0 + $1.plausibility })
    }

    /// The number of rows of a table whose quantity times price is the amount, or the amount before a rebate.
    func provenRows(of table: FoundTable) -> Int {
        table.rows.count { row in
            guard case .number(let count, _) = row[quantity]?.value, let each = row[price]?.amount, let total = row[amount]?.amount else {
                return false
            }
            return abs(count * each) >= abs(total) * 98 / 100
        }
    }

    private func row(of product: PositionProduct, text places: [Candidate.Place]) -> [Int: Candidate]? {
        func cell(_ value: FieldValue, _ number: PositionProduct.Number, at range: Range<Int>) -> Candidate {
            Candidate(
                value: value, places: [.init(row: product.row, range: range)], confidence: 0.93 * number.found.fit,
                rule: "quantity-times-price", isRepaired: number.found.isRepaired)
        }
        let name = places.map { view.rows[$0.row].original($0.range) }.joined(separator: " ")
        var cells = [key: Candidate(value: .text(name), places: places, confidence: 0.85, rule: "beside-quantity-and-price")]
        cells[quantity] = cell(
            .number(product.quantity.value, unit: product.quantity.unit), product.quantity, at: product.quantity.found.range)
        for (column, number) in [(price, product.price), (amount, product.amount)] {
            guard let money = TypedValue(number.found, as: .money, conventions: document.index.conventions) else { return nil }
            cells[column] = cell(money.value, number, at: money.range)
        }
        return cells
    }
}
