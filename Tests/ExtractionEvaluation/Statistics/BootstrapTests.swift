import Testing

@testable import ExtractionEvaluation

@Suite struct `A bootstrap interval` {
    static func mean(_ values: [Double]) -> Double? { values.map(Optional.some).meanOfDefined() }

    static func values(_ count: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Double(generator.next(below: 1_000)) / 1_000 }
    }

    @Test(arguments: [ConfidenceInterval.Method.percentile, .biasCorrected])
    func `follows from the seed, and holds the estimate`(method: ConfidenceInterval.Method) throws {
        let values = Self.values(40, seed: 5)
        let bootstrap = Bootstrap(resamples: 400, seed: 9)
        let interval = try #require(bootstrap.interval(of: values, method: method, statistic: Self.mean))
        #expect(interval == bootstrap.interval(of: values, method: method, statistic: Self.mean))
        #expect(interval.lower < interval.estimate && interval.estimate < interval.upper)
        #expect(interval.estimate == Self.mean(values))
        #expect(interval.documents == 40 && interval.resamples == 400 && interval.undefinedResamples == 0)
        let other = try #require(Bootstrap(resamples: 400, seed: 10).interval(of: values, method: method, statistic: Self.mean))
        #expect(other.lower != interval.lower)
    }

    /// Of 60 samples of 30 numbers from 0 up to 1, whose mean is 0.4995, about 57 intervals hold it; fewer than 50 come one time in a million.
    @Test func `holds the true value as often as it says`() throws {
        let bootstrap = Bootstrap(resamples: 200)
        let hits = try (0..<60).count { seed in
            let interval = try #require(bootstrap.interval(of: Self.values(30, seed: UInt64(seed)), statistic: Self.mean))
            return interval.lower <= 0.4995 && 0.4995 <= interval.upper
        }
        #expect(hits >= 50)
    }

    @Test(arguments: [ConfidenceInterval.Method.percentile, .biasCorrected])
    func `of what never changes is a point`(method: ConfidenceInterval.Method) throws {
        let interval = try #require(Bootstrap(resamples: 50).interval(of: [1, 1, 1], method: method, statistic: Self.mean))
        #expect(interval.lower == 1 && interval.upper == 1)
    }

    /// An F1 of documents of which most have nothing: resamples without any are left out and counted.
    @Test func `says how often it wasn't defined`() throws {
        let documents = [MatchCounts(truePositives: 1), MatchCounts(), MatchCounts()]
        let interval = try #require(
            Bootstrap(resamples: 300).interval(of: documents) { $0.reduce(MatchCounts(), +).f1 })
        // (2/3)³ = 0.296 of the resamples have nothing.
        #expect((50...130).contains(interval.undefinedResamples))
        #expect(Bootstrap().interval(of: [MatchCounts](), statistic: { $0.reduce(MatchCounts(), +).f1 }) == nil)
    }

    @Test func `knows the normal distribution`() {
        #expect(abs(NormalDistribution.quantile(0.975) - 1.959_963_984_540_054) < 1e-12)
        #expect(abs(NormalDistribution.quantile(1e-10) + 6.361_340_902_404_056) < 1e-9)
        #expect(NormalDistribution.quantile(0) == -.infinity && NormalDistribution.quantile(1) == .infinity)
        #expect(NormalDistribution.cumulative(0) == 0.5)
    }
}
