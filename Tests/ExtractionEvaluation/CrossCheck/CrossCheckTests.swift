import ExtractionEvaluation
import ExtractionKit
import Testing

/// Compares with the cases that `Tests/ExtractionEvaluation/CrossCheck/run` makes, and prints how well both agree.
@Suite(
    .enabled(
        if: CrossCheckCases.path != nil,
        "Runs only where EXTRACTION_CROSSCHECK names a file of cases: use Tests/ExtractionEvaluation/CrossCheck/run"))
struct `The cross-check` {
    let cases: CrossCheckCases

    init() throws { cases = try CrossCheckCases.load() }

    /// Fails where a difference passes the tolerance, and prints the largest.
    private func compare<Case>(
        _ name: String, _ cases: [Case], tolerance: Double = 1e-9, _ values: (Case) throws -> [(ours: Double?, theirs: Double)]
    ) rethrows {
        var largest = 0.0
        var count = 0
        for (index, each) in cases.enumerated() {
            for pair in try values(each) {
                count += 1
                let difference = pair.ours.map { abs($0 - pair.theirs) } ?? .infinity
                largest = max(largest, difference)
                #expect(difference <= tolerance, "\(name) \(index): \(String(describing: pair.ours)) instead of \(pair.theirs)")
            }
        }
        #expect(count > 0, "\(name): no cases")
        print("cross-check: \(name): \(cases.count) cases, \(count) values, largest difference \(largest)")
    }

    @Test func `with jiwer and RapidFuzz: texts`() {
        compare("CER, WER, edit similarity", cases.texts) { text in
            [
                (ErrorRate.words(of: text.words, reference: text.reference).value, text.wer),
                (ErrorRate.characters(of: text.letters, reference: text.reference).value, text.cer),
                (editSimilarity(text.letters, text.reference), text.similarity),
            ]
        }
        compare("Levenshtein distance", cases.distances, tolerance: 0) {
            [(Double(levenshteinDistance($0.left.unicodeScalars, $0.right.unicodeScalars)), Double($0.distance))]
        }
    }

    @Test func `with SciPy and scikit-learn: order and bags`() {
        compare("reading order", cases.orders) { each in
            // The unit at place i of the reference stands at place order[i] of the text.
            var found = each.order.map { _ in "" }
            for (unit, place) in each.order.enumerated() { found[place] = "u\(unit)" }
            let reference = each.order.indices.map { "u\($0)" }.joined(separator: " ")
            return [(ReadingOrder(of: found.joined(separator: " "), reference: reference, unit: .word).value, each.score)]
        }
        compare("bag of words F1", cases.bags) { [(MatchCounts.bagOfWords(of: $0.found, reference: $0.truth).f1, $0.f1)] }
    }

    @Test func `with apted: tables`() {
        compare("TEDS, with and without content", cases.tables) { each in
            let truth = TableGrid(cells: each.truth)
            let found = TableGrid(cells: each.found)
            return [
                (teds(of: found, reference: truth), each.teds), (teds(of: found, reference: truth, structureOnly: true), each.structure),
            ]
        }
    }

    @Test func `with anls-star: regular documents`() {
        compare("ANLS*", cases.anls) { [(anlsStar(truth: $0.truth, found: $0.found), $0.score)] }
    }

    /// Where pairings of lists tie, the authors' code takes one by the order of the lists; such cases only have to come near.
    @Test func `with anls-star: irregular documents`() {
        compare("ANLS*, irregular", cases.anlsIrregular.filter(\.isStable)) { [(anlsStar(truth: $0.truth, found: $0.found), $0.score)] }
        let unstable = cases.anlsIrregular.filter { !$0.isStable }
        guard !unstable.isEmpty else { return }
        compare("ANLS*, irregular, where the authors' code depends on order", unstable, tolerance: 0.15) {
            [(anlsStar(truth: $0.truth, found: $0.found), $0.score)]
        }
    }

    @Test func `with SciPy: assignments and line items`() {
        compare("best assignment", cases.assignments) { each in
            let partners = bestAssignment(each.weights)
            return [(zip(each.weights, partners).reduce(0) { sum, pair in sum + (pair.1.map { pair.0[$0] } ?? 0) }, each.total)]
        }
        compare("line items", cases.lineItems, tolerance: 0) { each in
            let scores = LineItemScores(each.found, truth: each.truth)
            let corrections = scores.corrections
            return [
                (Double(corrections.correct), Double(each.correct)),
                (Double(corrections.correct + corrections.substitutions + corrections.deletions), Double(each.truthCells)),
                (Double(corrections.correct + corrections.substitutions + corrections.additions), Double(each.foundCells)),
                (Double(corrections.substitutions + corrections.additions + corrections.deletions), Double(each.corrections)),
                (Double(scores.rows.truePositives), Double(each.equalRows)),
            ]
        }
    }

    @Test func `with scikit-learn and NumPy: calibration`() {
        compare("AUROC, Brier, ECE, coverage", cases.calibrations) { each in
            let answers = zip(each.confidence, each.correct).map { ConfidentAnswer(confidence: $0, isCorrect: $1) }
            var pairs = [
                (auroc(answers), each.auroc), (brierScore(answers), each.brier),
                (ReliabilityBins(answers, binning: .equalWidth).expectedCalibrationError, each.ece),
                (CoverageAtAccuracy(answers).value, each.coverage),
            ]
            if let expected = each.eceEqualMass {
                pairs.append((ReliabilityBins(answers, binning: .equalMass).expectedCalibrationError, expected))
            }
            return pairs.map { (ours: $0.0, theirs: $0.1) }
        }
    }

    @Test func `with NumPy and SciPy: statistics`() {
        compare("percentile", cases.percentiles) { [(percentile($0.p, of: $0.values), $0.expected)] }
        compare("sign test", cases.signs) { [(signTest(wins: $0.wins, losses: $0.losses), $0.p)] }
        let mean: ([Double]) -> Double? = { $0.map(Optional.some).meanOfDefined() }
        compare("permutation test", cases.permutations) {
            [(PairedComparison($0.first, $0.second, bootstrap: Bootstrap(resamples: 512), statistic: mean)?.permutationP, $0.p)]
        }
        // Both ends in standard errors: they differ by chance alone, as both draw at random.
        compare("bootstrap intervals, in standard errors", cases.intervals, tolerance: 0.25) { each in
            let bootstrap = Bootstrap(resamples: 5_000)
            let plain = bootstrap.interval(of: each.values, statistic: mean)
            let corrected = bootstrap.interval(of: each.values, method: .biasCorrected, statistic: mean)
            return [
                (plain.map { $0.lower / each.scale }, each.percentile[0] / each.scale),
                (plain.map { $0.upper / each.scale }, each.percentile[1] / each.scale),
                (corrected.map { $0.lower / each.scale }, each.bca[0] / each.scale),
                (corrected.map { $0.upper / each.scale }, each.bca[1] / each.scale),
            ]
        }
    }
}
