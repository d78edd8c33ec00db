internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Articles made of the rows that end in an amount, and of the rows around them that hold their names or their counts.
struct Items {
    /// An article.
    struct Item {
        /// The row with its amount.
        var line: ItemLine
        /// Where its name stands.
        var name: Candidate.Place
        /// How many, where that is printed.
        var count: (value: Decimal, place: Candidate.Place, isCertain: Bool)?
        /// The price of one, where that is printed.
        var price: (value: Decimal, place: Candidate.Place)?
    }

    /// The articles from top to bottom.
    private(set) var all: [Item] = []

    private let view: DocumentView

    /// Makes articles.
    ///
    /// - Parameter texts: The rows without amounts that may be names, and which part of them.
    init(_ lines: [ItemLine], texts: [Int: Range<Int>], view: DocumentView) {
        self.view = view
        let named = lines.filter { $0.description != nil }
        let isLeading = Self.agree(named, \.leading, view), isTrailing = Self.agree(named, \.trailing, view)
        // A row such as `2 x 3.50` counts the article of a neighbouring row.
        let counts = lines.filter { $0.description == nil && $0.notation?.awaitsPrice == true }
        let owners = Self.owners(of: counts, among: named)
        let loose = lines.filter { line in
            line.description == nil && (line.notation != nil || texts[line.row - 1] != nil) && owners[line.row] == nil
        }
        let areNamesAbove =
            loose.count { isName(texts, $0.row - 1, beside: $0.row) } >= loose.count { isName(texts, $0.row + 1, beside: $0.row) }
        for line in lines {
            if let range = line.description {
                let plain = line.notation == nil ? (isTrailing ? line.trailing : nil) ?? (isLeading ? line.leading : nil) : nil
                guard let text = line.description(without: plain, in: view.rows[line.row]), !text.isEmpty || range.isEmpty else { continue }
                var item = Item(line: line, name: .init(row: line.row, range: text))
                item.take(line.notation, row: line.row)
                if let plain, let value = QuantityNotation.plainCount(view.rows[line.row], plain) {
                    item.count = (value, .init(row: line.row, range: plain), false)
                }
                if let counter = counts.first(where: { owners[$0.row] == line.row }) {
                    item.take(counter.notation, row: counter.row)
                    if let price = counter.amount.amount, let place = counter.amount.places.first { item.price = (price, place) }
                }
                all.append(item)
            } else if loose.contains(where: { $0.row == line.row }) {
                let neighbour = areNamesAbove ? line.row - 1 : line.row + 1
                // The price alone is the amount of one article only.
                guard isName(texts, neighbour, beside: line.row), let text = texts[neighbour],
                    line.notation?.awaitsPrice != true || line.notation?.count == 1
                else { continue }
                var item = Item(line: line, name: .init(row: neighbour, range: text))
                item.take(line.notation, row: line.row)
                all.append(item)
            }
        }
    }

    /// Whether a row holds a name for the amount of the row beside it.
    private func isName(_ texts: [Int: Range<Int>], _ row: Int, beside other: Int) -> Bool {
        guard texts[row] != nil, view.pageIndex(of: row) == view.pageIndex(of: other) else { return false }
        let (upper, lower) = (view.rows[min(row, other)], view.rows[max(row, other)])
        return lower.box.minY - upper.box.maxY < 1.5 * max(upper.size, lower.size)
    }

    /// Whether most lines have a number at a place, and so it is their count; numbers that only number the lines are none.
    private static func agree(_ lines: [ItemLine], _ place: (ItemLine) -> Range<Int>?, _ view: DocumentView) -> Bool {
        let open = lines.filter { $0.notation == nil }
        let counts = open.compactMap { line in place(line).flatMap { QuantityNotation.plainCount(view.rows[line.row], $0) } }
        guard !counts.isEmpty, counts.count * 2 >= open.count else { return false }
        return counts.count < 3 || counts != counts.indices.map { Decimal($0 + 1) }
    }

    /// The row of the article that each row such as `2 x 3.50` counts: the one whose amount is the product.
    private static func owners(of counts: [ItemLine], among named: [ItemLine]) -> [Int: Int] {
        let amounts = Dictionary(
            named.filter { $0.notation == nil }.map { ($0.row, $0.amount.amount) }, uniquingKeysWith: { first, _ in first })
        func fits(_ counter: ItemLine, _ row: Int) -> Bool {
            guard let notation = counter.notation, let price = counter.amount.amount, let amount = amounts[row] ?? nil else { return false }
            return SumValidator.isNear(notation.count * price, amount, 0.011)
        }
        let above = counts.count { fits($0, $0.row - 1) }, below = counts.count { fits($0, $0.row + 1) }
        var owners: [Int: Int] = [:]
        for counter in counts {
            let order = above >= below ? [counter.row - 1, counter.row + 1] : [counter.row + 1, counter.row - 1]
            owners[counter.row] = order.first { row in fits(counter, row) && !owners.values.contains(row) }
        }
        return owners
    }
}

extension Items.Item {
    /// Takes over a count and a price.
    fileprivate mutating func take(_ notation: QuantityNotation?, row: Int) {
        guard let notation else { return }
        count = (notation.count, .init(row: row, range: notation.countRange), true)
        if let value = notation.price, let range = notation.priceRange { price = (value, .init(row: row, range: range)) }
    }
}
