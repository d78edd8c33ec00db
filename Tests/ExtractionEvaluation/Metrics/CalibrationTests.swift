import ExtractionEvaluation
import Testing

@Suite struct `Calibration` {
    static let answers = [
        ConfidentAnswer(confidence: 0.9, isCorrect: true), ConfidentAnswer(confidence: 0.8, isCorrect: false),
        ConfidentAnswer(confidence: 0.7, isCorrect: true), ConfidentAnswer(confidence: 0.6, isCorrect: false),
    ]

    static func near(_ value: Double?, _ expected: Double) -> Bool { value.map { abs($0 - expected) < 1e-12 } ?? false }

    /// (0.1² + 0.8² + 0.3² + 0.6²) / 4 = 1.1 / 4.
    @Test func `has a Brier score`() {
        #expect(Self.near(brierScore(Self.answers), 0.275))
        #expect(brierScore([]) == nil)
    }

    /// Right 0.9 and 0.7 against wrong 0.8 and 0.6: three of four pairs are in order.
    @Test func `ranks right answers over wrong ones`() {
        #expect(auroc(Self.answers) == 0.75)
        #expect(auroc(Self.answers.map { ConfidentAnswer(confidence: 0.5, isCorrect: $0.isCorrect) }) == 0.5)
        #expect(auroc(Self.answers.map { ConfidentAnswer(confidence: 1 - $0.confidence, isCorrect: $0.isCorrect) }) == 0.25)
        #expect(auroc(Self.answers.filter(\.isCorrect)) == nil)
    }

    /// Ten bins hold one answer each: (0.1 + 0.8 + 0.3 + 0.6) / 4. Two bins hold all in the upper: |0.5 − 0.75|.
    @Test func `has an expected error over bins of equal width`() {
        #expect(Self.near(ReliabilityBins(Self.answers, binning: .equalWidth).expectedCalibrationError, 0.45))
        let two = ReliabilityBins(Self.answers, binning: .equalWidth, count: 2)
        #expect(Self.near(two.expectedCalibrationError, 0.25))
        #expect(two.bins.map(\.count) == [4])
        #expect(ReliabilityBins([], binning: .equalWidth).expectedCalibrationError == nil)
    }

    /// Two bins of two: 0.6 and 0.7 with one right, |0.5 − 0.65|; 0.8 and 0.9 with one right, |0.5 − 0.85|; their mean is 0.25.
    @Test func `has an expected error over bins of equal mass`() {
        let bins = ReliabilityBins(Self.answers, binning: .equalMass, count: 2)
        #expect(bins.bins.map(\.count) == [2, 2])
        #expect(bins.bins.map(\.highest) == [0.7, 0.9])
        #expect(Self.near(bins.expectedCalibrationError, 0.25))
    }

    @Test func `puts an edge into the lower bin, and 0 into the first`() {
        let edges = [0, 0.1, 0.3, 0.7, 1].map { ConfidentAnswer(confidence: $0, isCorrect: true) }
        #expect(ReliabilityBins(edges, binning: .equalWidth).bins.map(\.count) == [2, 1, 1, 1])
    }

    @Test func `keeps equal confidences in one bin, whatever the order`() {
        let answers = (0..<9).map { ConfidentAnswer(confidence: $0 < 7 ? 0.5 : 0.9, isCorrect: $0.isMultiple(of: 2)) }
        let bins = ReliabilityBins(answers, binning: .equalMass, count: 3)
        #expect(bins.bins.map(\.count) == [7, 2])
        #expect(ReliabilityBins(answers.reversed(), binning: .equalMass, count: 3) == bins)
    }

    /// 50 right, 1 wrong, 49 right: all 100 are right to 99 %. With another wrong one at the end, only 100 of 101 can be taken.
    @Test func `tells how many answers can be taken`() {
        var answers = (0..<100).map { ConfidentAnswer(confidence: 1 - Double($0) / 200, isCorrect: $0 != 50) }
        #expect(CoverageAtAccuracy(answers).value == 1)
        answers.append(ConfidentAnswer(confidence: 0.1, isCorrect: false))
        let coverage = CoverageAtAccuracy(answers)
        #expect(coverage.accepted == 100)
        #expect(coverage.value == 100.0 / 101)
        #expect(coverage.threshold == 1 - 99.0 / 200)
    }

    @Test func `takes answers of equal confidence all or not at all`() {
        let answers = [true, true, false].map { ConfidentAnswer(confidence: 0.8, isCorrect: $0) }
        #expect(CoverageAtAccuracy(answers).value == 0)
        #expect(CoverageAtAccuracy(answers).threshold == nil)
        #expect(CoverageAtAccuracy(answers, accuracy: 0.6).value == 1)
        #expect(CoverageAtAccuracy([]).value == nil)
    }

    @Test func `takes no confidence for more than it can be`() {
        #expect([1.5, -1, .nan, .infinity].map { ConfidentAnswer(confidence: $0, isCorrect: true).confidence } == [1, 0, 0, 1])
    }
}
