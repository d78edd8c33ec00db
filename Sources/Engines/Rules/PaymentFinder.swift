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
