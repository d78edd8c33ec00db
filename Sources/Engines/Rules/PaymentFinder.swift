internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Finds what was handed over at a till and what was given back: their difference is the total.
struct PaymentFinder {
    private let document: LabelledDocument

    init(_ document: LabelledDocument) { self.document = document }

    /// The differences of every payment and every change; at most a few.
    func paid() -> [Decimal] {
        let cash = amounts(of: .cash), change = amounts(of: .change)
        return cash.flatMap { cash in change.map { cash - $0 } }.filter { $0 > 0 }
    }

    /// Amounts that are printed somewhere and equal what was paid, where the label of the total or its amount can't be read.
    func totals() -> [Candidate] {
        let paid = paid()
        guard !paid.isEmpty else { return [] }
        var result: [Candidate] = []
        for row in document.view.rows.indices.prefix(Self.rowLimit) {
            let isPayment = document.hits[row].contains { document.isLabel($0, of: .cash) || document.isLabel($0, of: .change) }
            for found in document.index.values[row] where !isPayment && result.count < 5 {
                guard case .number(let number) = found.content, number.decimals == 2, paid.contains(number.value),
                    let value = TypedValue(found, as: .money, conventions: document.index.conventions)
                else { continue }
                result.append(
                    Candidate(
                        value: value.value, places: [.init(row: row, range: value.range)], confidence: ScoreWeights.paidAmount * value.fit,
                        rule: "paid", isRepaired: value.isRepaired))
            }
        }
        return result
    }

    private static let rowLimit = 2_000

    /// The amounts by which totals were rounded; small ones only.
    func roundings() -> [Decimal] { amounts(of: .rounding).filter { $0 != 0 && abs($0) < 1 } }

    private func amounts(of concept: LabelledDocument.Concept) -> [Decimal] {
        var result: [Decimal] = []
        for hits in document.hits {
            for hit in hits where document.isLabel(hit, of: concept) && document.beginsText(hit) {
                guard result.count < 5 else { return result }
                let last = document.index.values[hit.row].last { $0.range.lowerBound >= hit.range.upperBound && $0.isAmount }
                if case .number(let number) = last?.content { result.append(number.value) }
            }
        }
        return result
    }
}
