import ExtractionEvaluation
import Testing

@Suite struct `A percentile` {
    /// Of four values the 95th lies at 3 × 0.95 = 2.85: between the third and the fourth.
    @Test(arguments: [(0.5, 2.5), (0.95, 3.85), (0.0, 1.0), (1.0, 4.0), (-1.0, 1.0), (2.0, 4.0)])
    func `is interpolated`(p: Double, expected: Double) throws {
        #expect(abs(try #require(percentile(p, of: [4, 1, 3, 2])) - expected) < 1e-12)
    }

    @Test func `of one value is that value, and of none isn't defined`() {
        #expect(percentile(0.95, of: [7]) == 7)
        #expect(percentile(0.5, of: []) == nil)
        #expect(percentile(0.5, of: [.nan, 3]) == 3)
        #expect(percentile(.nan, of: [3]) == nil)
        #expect(percentile(0, of: [-.infinity, .infinity]) == -.infinity)
    }
}

@Suite struct `A summary of speed` {
    @Test func `has percentiles and pages a second`() throws {
        let summary = SpeedSummary(firstPageSeconds: [0.2], seconds: [1, 2, 3, 4], pages: 12, wallSeconds: 6, peakResidentBytes: 1_000)
        let latency = try #require(summary.latency)
        #expect(latency.p50 == 2.5 && latency.mean == 2.5 && latency.minimum == 1 && latency.maximum == 4 && latency.count == 4)
        #expect(summary.firstPage?.p95 == 0.2)
        #expect(summary.pagesPerSecond == 2)
        #expect(SpeedSummary(seconds: [], pages: 0, wallSeconds: 0).pagesPerSecond == nil)
        #expect(SpeedSummary(seconds: [], pages: 0, wallSeconds: 0).latency == nil)
    }
}
