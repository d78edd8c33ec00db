internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Three numbers of a row of which the first two multiply to the third.
struct PositionProduct {
    /// The row.
    var row: Int
    /// The size of its type.
    var size: Double
    /// How many.
    var quantity: Number
    /// What one costs.
    var price: Number
    /// What all cost.
    var amount: Number

    /// A number and where it stands.
    struct Number {
        var found: Found
        var value: Decimal
        var decimals: Int
        var unit: String?
        var currency: CurrencyMark?
        var box: Rect
        var isMoney: Bool
    }

    /// The numbers of a row that are looked at.
    private static let numberLimit = 12

    /// Every product of a row whose amount stands behind its factors.
    static func all(in index: Int, of document: LabelledDocument) -> [PositionProduct] {
        let row = document.view.rows[index]
        var rates: [Decimal] = []
        var numbers: [Number] = []
        for found in document.index.values[index] {
            guard case .number(let number) = found.content else { continue }
            if number.isPercentage {
                rates.append(number.value)
            } else if number.value != 0, numbers.count < numberLimit {
                let isMoney = TypedValue(found, as: .money, conventions: document.index.conventions) != nil
                numbers.append(
                    Number(
                        found: found, value: number.value, decimals: number.decimals, unit: number.unit,
                        currency: number.currency, box: row.box(of: number.wholeRange), isMoney: isMoney))
            }
        }
        guard numbers.count > 2 else { return [] }
        var products: [PositionProduct] = []
        for amount in numbers.indices where numbers[amount].isMoney && numbers[amount].decimals >= 2 {
            for price in 0..<amount where numbers[price].isMoney {
                for quantity in 0..<amount where quantity != price {
                    let product = PositionProduct(
                        row: index, size: max(row.size, 1), quantity: numbers[quantity], price: numbers[price], amount: numbers[amount])
                    if product.isRight(rates) { products.append(product) }
                }
            }
        }
        return products
    }

    /// Whether quantity and price multiply to the amount, as far as the price was rounded, or to the amount before a rebate in percent.
    private func isRight(_ rates: [Decimal]) -> Bool {
        let product = quantity.value * price.value
        let rounding = Decimal(sign: .plus, exponent: -price.decimals, significand: 1) / 2
        let tolerance = min(abs(quantity.value) * rounding + Decimal(sign: .plus, exponent: -2, significand: 1), abs(amount.value) / 50)
        return abs(product - amount.value) <= tolerance
            || rates.contains { $0 > 0 && $0 < 100 && abs(product * (100 - $0) / 100 - amount.value) <= tolerance }
    }

    /// Whether this is no accident: what is multiplied by one equals itself.
    var isTelling: Bool { quantity.value != 1 && price.value != 1 }

    /// How much the numbers look like what they are taken for: a price has cents or a currency, a quantity a unit.
    var plausibility: Int {
        var plausibility = 0
        if price.currency != nil { plausibility += 2 }
        if quantity.currency != nil { plausibility -= 2 }
        if quantity.unit != nil { plausibility += 1 }
        plausibility += (price.decimals - quantity.decimals).signum()
        return plausibility
    }

    /// Whether the numbers of both stand below each other.
    func shares(_ other: PositionProduct) -> Bool { distance(to: other) < 3 * size }

    /// How far the numbers of both are from standing below each other: numbers align to the left, to the right or in the middle.
    func distance(to other: PositionProduct) -> Double {
        func distance(_ first: Rect, _ second: Rect) -> Double {
            min(abs(first.minX - second.minX), abs(first.maxX - second.maxX), abs(first.midX - second.midX))
        }
        return max(
            distance(quantity.box, other.quantity.box), distance(price.box, other.price.box), distance(amount.box, other.amount.box))
    }
}
