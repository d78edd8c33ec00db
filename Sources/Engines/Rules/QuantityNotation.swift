internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// How many of an article were sold, and at what price, as tills print it: `2 x 3.50`, `5 @ 1.95`, `3 ST`, `x2`, or `2 3.50` where the
/// product is the amount of the line.
struct QuantityNotation {
    /// How many.
    var count: Decimal
    /// The scalars of the row that are the count.
    var countRange: Range<Int>
    /// The price of one, where it is printed.
    var price: Decimal?
    /// The scalars of the row that are the price.
    var priceRange: Range<Int>?
    /// Whether the price is still to come, as after `2 x` and `5 @`.
    var awaitsPrice = false

    private enum Part {
        case number(Decimal, decimals: Int, Range<Int>)
        case times
        case unit
        case other
    }

    private static let times: Set<String> = ["x", "×", "*", "@", "a", "je", "at"]
    private static let units: Set<String> = [
        "st", "stk", "stck", "stuck", "pcs", "pc", "ea", "each", "un", "und", "ud", "uds", "szt", "pz", "kg", "lb", "qty", "stuks", "unid",
    ]

    /// Units that names of articles carry too, glued to a number: `3LB`.
    private static let weights: Set<String> = ["kg", "lb", "un"]

    /// The notation that a whole stretch of a row is.
    ///
    /// - Parameter amount: What stands at the end of the line; numbers without a sign between them need it as their product.
    init?(_ row: Row, _ words: ArraySlice<Range<Int>>, amount: Decimal?) {
        guard (1...6).contains(words.count), let last = words.last else { return nil }
        var shape = ""
        var numbers: [(value: Decimal, decimals: Int, range: Range<Int>)] = []
        for part in words.flatMap({ Self.parts(of: $0, in: row) }) {
            switch part {
            case .number(let value, let decimals, let range):
                shape += "n"
                numbers.append((value, decimals, range))
            case .times: shape += "x"
            case .unit: shape += "u"
            case .other: return nil
            }
        }
        switch shape {
        case "nx", "nu", "un", "xn", "nux":
            guard let only = numbers.first, only.decimals != 2 || shape != "xn" else { return nil }
            (count, countRange) = (only.value, only.range)
            awaitsPrice = shape.hasSuffix("x")
        case "nxn", "nuxn", "nxnu", "nn", "nun", "unn", "xnn":
            guard numbers.count == 2 else { return nil }
            let isProduct = amount.map { SumValidator.isNear(numbers[0].value * numbers[1].value, $0, 0.011) } ?? false
            guard isProduct || shape.hasPrefix("nx") || shape.hasPrefix("nux") else { return nil }
            // The price is the one with two decimals, and the second where both have them.
            let isSwapped = numbers[0].decimals == 2 && numbers[1].decimals == 0
            let (first, second) = isSwapped ? (numbers[1], numbers[0]) : (numbers[0], numbers[1])
            (count, countRange) = (first.value, first.range)
            (price, priceRange) = (second.value, second.range)
        default: return nil
        }
        guard count > 0, count < 1000, last.upperBound <= row.scalars.count else { return nil }
    }

    /// The words of a stretch: what stands between blanks.
    static func words(in row: Row, _ range: Range<Int>) -> [Range<Int>] {
        row.scalars[range].indices.split { row.scalars[$0] == " " || row.scalars[$0] == "\t" }.compactMap { part in
            part.first.flatMap { first in part.last.map { first..<$0 + 1 } }
        }
    }

    /// The whole number up to 99 that a word is, which may be a count by its place alone.
    static func plainCount(_ row: Row, _ word: Range<Int>) -> Decimal? {
        guard (1...2).contains(word.count), row.scalars[word].allSatisfy(\.isDigit), row.scalars[word.lowerBound] != "0" else { return nil }
        return Self.number(row.scalars[word])?.value
    }

    /// What a word says; `2x3.50` says three things.
    private static func parts(of word: Range<Int>, in row: Row) -> [Part] {
        let range = row.trimmed(word, of: "(),:;=€$£")
        let text = row.text(range)
        if range.isEmpty || text == "rm" || text == "eur" { return [] }
        if times.contains(text) { return [.times] }
        if units.contains(text) { return [.unit] }
        var parts: [Part] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if row.scalars[index].isDigit {
                var end = index
                while end < range.upperBound, row.scalars[end].isDigit || row.scalars[end] == "." || row.scalars[end] == "," { end += 1 }
                guard let number = number(row.scalars[index..<end]) else { return [.other] }
                parts.append(.number(number.value, decimals: number.decimals, index..<end))
                index = end
            } else if "x×*@".unicodeScalars.contains(row.scalars[index]) {
                parts.append(.times)
                index += 1
            } else if !parts.isEmpty, units.contains(row.text(index..<range.upperBound)),
                !weights.contains(row.text(index..<range.upperBound))
            {
                parts.append(.unit)
                index = range.upperBound
            } else if "€$£".unicodeScalars.contains(row.scalars[index]) {
                index += 1
            } else {
                return [.other]
            }
        }
        return parts
    }

    private static func number(_ signs: ArraySlice<Unicode.Scalar>) -> (value: Decimal, decimals: Int)? {
        let digits = signs.compactMap(\.digit)
        guard (1...9).contains(digits.count), signs.first?.isDigit == true, signs.last?.isDigit == true else { return nil }
        let decimals = signs.lastIndex { !$0.isDigit }.map { signs.endIndex - $0 - 1 } ?? 0
        guard decimals <= 3 else { return nil }
        let whole = digits.reduce(0) { $0 * 10 + $1 }
        return (Decimal(sign: .plus, exponent: -decimals, significand: Decimal(whole)), decimals)
    }
}
