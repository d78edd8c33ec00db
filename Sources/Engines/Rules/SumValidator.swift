internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Chooses among the candidates of sums those that fit each other: before tax + tax = total.
struct SumValidator {
    /// The chosen candidates, with confidences moved by what arithmetic says.
    struct Choice {
        var subtotal: Candidate?
        var tax: Candidate?
        var total: Candidate?
    }

    private static let limit = 10

    /// The best choice.
    ///
    /// - Parameters:
    ///   - lineSum: What the lines of the document's table add up to, where there is one.
    ///   - paid: What was handed over less what was given back, at a till.
    ///   - roundings: What totals were rounded by.
    static func choose(
        subtotals: [Candidate], taxes: [Candidate], totals: [Candidate], lineSum: Decimal? = nil, paid: [Decimal] = [],
        roundings: [Decimal] = []
    ) -> Choice {
        let totals = rounded(agreeing(totals + confirmed(subtotals, paid: paid, roundings: roundings), paid: paid), by: roundings)
        let subtotals = agreeing(subtotals), taxes = agreeing(taxes)
        var best = Choice(subtotal: subtotals.first, tax: taxes.first, total: totals.first)
        var bestScore = -1.0
        for total in totals.prefix(limit).map(Optional.some) + [nil] {
            for subtotal in subtotals.prefix(limit).map(Optional.some) + [nil] {
                for tax in taxes.prefix(limit).map(Optional.some) + [nil] {
                    let choice = Choice(subtotal: subtotal, tax: tax, total: total)
                    let score = self.score(choice, lineSum: lineSum)
                    if score > bestScore { (best, bestScore) = (choice, score) }
                }
            }
        }
        return judged(best, lineSum: lineSum)
    }

    /// Sums that are called something else, but that were paid, or are another sum after rounding.
    private static func confirmed(_ subtotals: [Candidate], paid: [Decimal], roundings: [Decimal]) -> [Candidate] {
        subtotals.prefix(limit).compactMap { subtotal in
            guard let amount = subtotal.amount, amount > 0 else { return nil }
            let isRounded = subtotals.prefix(limit).contains { other in roundings.contains { other.amount == amount - $0 } }
            guard isRounded || paid.contains(where: { isNear($0, amount, 0.001) }) else { return nil }
            var total = subtotal
            total.confidence *= ScoreWeights.totalByPayment
            return total
        }
    }

    /// Of two totals that differ by the amount that was rounded the rounded one is to pay.
    private static func rounded(_ totals: [Candidate], by roundings: [Decimal]) -> [Candidate] {
        var totals = totals
        for index in totals.indices {
            guard let amount = totals[index].amount,
                let exact = totals.first(where: { other in roundings.contains { other.amount == amount - $0 } })
            else { continue }
            totals[index].confidence = max(totals[index].confidence, ScoreWeights.raised(exact.confidence, by: 0.3))
        }
        return totals.sorted { $0.confidence > $1.confidence }
    }

    /// Candidates in order of confidence, one a value; a value that is proposed again gains.
    private static func agreeing(_ candidates: [Candidate], paid: [Decimal] = []) -> [Candidate] {
        var result: [Candidate] = []
        for candidate in candidates.sorted(by: { $0.confidence > $1.confidence }) {
            if let known = result.firstIndex(where: { $0.amount == candidate.amount }) {
                result[known].confidence = ScoreWeights.raised(result[known].confidence, by: 0.12)
            } else {
                result.append(candidate)
            }
        }
        for index in result.indices {
            if let amount = result[index].amount, paid.contains(where: { isNear($0, amount, 0.02) }) {
                result[index].confidence = ScoreWeights.raised(result[index].confidence, by: 0.35)
            }
        }
        return result.sorted { $0.confidence > $1.confidence }
    }

    private static func score(_ choice: Choice, lineSum: Decimal?) -> Double {
        var score = (choice.total?.confidence ?? 0) * 1.4 + (choice.subtotal?.confidence ?? 0) + (choice.tax?.confidence ?? 0)
        if let subtotal = choice.subtotal?.amount, let total = choice.total?.amount, let tax = choice.tax?.amount {
            if isNear(subtotal + tax, total, 0.05), tax != 0 || subtotal != 0 {
                // That a sum equals itself proves little.
                score += tax != 0 ? 0.7 : 0.2
            } else if isInclusive(subtotal, tax, total) {
                score += 0.2
            } else {
                score -= 0.25
            }
        } else if let subtotal = choice.subtotal?.amount, let total = choice.total?.amount, abs(subtotal) > abs(total) {
            score -= 0.4
        }
        if let tax = choice.tax?.amount, let total = choice.total?.amount, tax != 0, abs(tax) >= abs(total) { score -= 0.5 }
        if let lineSum, let subtotal = choice.subtotal?.amount ?? choice.total?.amount, isNear(lineSum, subtotal, 0.02) { score += 0.25 }
        return score
    }

    /// Whether the tax is contained in a subtotal that equals the total, as on receipts.
    private static func isInclusive(_ subtotal: Decimal, _ tax: Decimal, _ total: Decimal) -> Bool {
        isNear(subtotal, total, 0.05) && tax < total
    }

    private static func judged(_ choice: Choice, lineSum: Decimal?) -> Choice {
        var choice = choice
        func move(_ candidate: inout Candidate?, agrees: Bool) {
            guard let confidence = candidate?.confidence else { return }
            candidate?.confidence =
                agrees ? ScoreWeights.raised(confidence, by: ScoreWeights.sumsAgree) : confidence * ScoreWeights.sumsDisagree
        }
        if let subtotal = choice.subtotal?.amount, let total = choice.total?.amount, let tax = choice.tax?.amount {
            let agrees = isNear(subtotal + tax, total, 0.05)
            guard agrees || !isInclusive(subtotal, tax, total) else { return choice }
            move(&choice.subtotal, agrees: agrees)
            move(&choice.tax, agrees: agrees)
            move(&choice.total, agrees: agrees)
        } else if let lineSum, let sum = choice.subtotal?.amount ?? choice.total?.amount, isNear(lineSum, sum, 0.02) {
            if choice.subtotal != nil { move(&choice.subtotal, agrees: true) } else { move(&choice.total, agrees: true) }
        }
        return choice
    }

    /// Whether two amounts differ by no more than rounding.
    static func isNear(_ first: Decimal, _ second: Decimal, _ tolerance: Double) -> Bool { abs(first - second) <= Decimal(tolerance) }
}

extension Candidate {
    /// The amount of a candidate for money.
    var amount: Decimal? { if case .money(let amount, _) = value { amount } else { nil } }
}
