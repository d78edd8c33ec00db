internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A row that ends in an amount: an article of a receipt, or the count and price of one that stands in the next row.
struct ItemLine {
    /// The row.
    var row: Int
    /// The amount at the end.
    var amount: Candidate
    /// The stretch that names the article; `nil` where the row only counts.
    var description: Range<Int>?
    /// The count that a sign or a product proves.
    var notation: QuantityNotation?
    /// A whole number at the beginning, which may be the count or part of the name.
    var leading: Range<Int>?
    /// A whole number before the amount, which may be the count or part of the name.
    var trailing: Range<Int>?

    /// Reads a row, or gives `nil` where it doesn't end in an amount.
    init?(_ index: Int, in document: LabelledDocument) {
        let row = document.view.rows[index]
        let values = document.index.values[index]
        guard !values.contains(where: { $0.isDateOrTime && $0.fit > 0.75 }),
            let found = values.last(where: { $0.isAmount }).map({ Self.withoutTaxCode($0, in: row) }),
            case .number(let number) = found.content, !number.isPercentage,
            let value = TypedValue(found, as: .money, conventions: document.index.conventions),
            Self.isTaxCode(row, number.wholeRange.upperBound..<row.scalars.count), abs(number.value) < 1_000_000
        else { return nil }
        self.row = index
        amount = Candidate(
            value: value.value, places: [.init(row: index, range: value.range)], confidence: value.fit, rule: "item-line",
            isRepaired: value.isRepaired)
        let range = row.trimmed(0..<number.wholeRange.lowerBound, of: ".:-=*|_,")
        var words = QuantityNotation.words(in: row, range)[...]
        guard !words.isEmpty else { return }
        if let whole = QuantityNotation(row, words, amount: number.value) {
            notation = whole
            return
        }
        takeNotation(&words, row, amount: number.value)
        // Codes of articles stand beside their names.
        while words.count > 1, let first = words.first, Self.isArticleCode(row, first) { words.removeFirst() }
        while words.count > 1, let last = words.last, Self.isArticleCode(row, last) { words.removeLast() }
        if words.count > 1, let first = words.first, QuantityNotation.plainCount(row, first) != nil { leading = first }
        if words.count > 1, let last = words.last, QuantityNotation.plainCount(row, last) != nil { trailing = last }
        guard let first = words.first, let last = words.last else { return }
        let text = row.trimmed(first.lowerBound..<last.upperBound, of: ".:-=*|_,")
        if row.scalars[text].count(where: \.isLetter) >= 2 { description = text }
    }

    /// The text that a count at one of its ends leaves.
    func description(without count: Range<Int>?, in row: Row) -> Range<Int>? {
        guard let description else { return nil }
        guard let count, count.overlaps(description) else { return description }
        let rest =
            count.lowerBound <= description.lowerBound
            ? count.upperBound..<description.upperBound : description.lowerBound..<count.lowerBound
        return row.trimmed(rest, of: ".:-=*|_,")
    }

    /// Takes the longest notation at either end of the words, so that a name is left.
    private mutating func takeNotation(_ words: inout ArraySlice<Range<Int>>, _ row: Row, amount: Decimal) {
        for count in (1...5).reversed() where count < words.count {
            for isSuffix in [true, false] {
                let part = isSuffix ? words.suffix(count) : words.prefix(count)
                let rest = isSuffix ? words.dropLast(count) : words.dropFirst(count)
                guard let found = QuantityNotation(row, part, amount: amount),
                    rest.contains(where: { row.scalars[$0].contains(where: \.isLetter) })
                else { continue }
                notation = found
                words = rest
                return
            }
        }
    }

    /// The amount without the letter of a tax rate, which resembles a unit, as in `9.99 T`.
    private static func withoutTaxCode(_ found: Found, in row: Row) -> Found {
        guard case .number(var number) = found.content, let unit = number.unit, unit.utf8.count <= 2, number.decimals == 2,
            let digit = row.scalars[number.wholeRange].lastIndex(where: \.isDigit)
        else { return found }
        number.unit = nil
        number.wholeRange = number.wholeRange.lowerBound..<digit + 1
        return Found(range: number.wholeRange, content: .number(number), fit: found.fit, isRepaired: found.isRepaired)
    }

    /// What may stand behind an amount: nothing, or the mark of a tax rate.
    private static func isTaxCode(_ row: Row, _ range: Range<Int>) -> Bool {
        let words = QuantityNotation.words(in: row, range)
        return words.count <= 2 && words.allSatisfy { $0.count <= 3 && row.scalars[$0].count(where: \.isDigit) < 2 }
    }

    private static func isArticleCode(_ row: Row, _ word: Range<Int>) -> Bool {
        word.count >= 5 && row.scalars[word].allSatisfy { $0.isDigit || $0 == "-" }
    }
}
