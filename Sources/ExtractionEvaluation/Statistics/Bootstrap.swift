/// Intervals and comparisons by drawing documents again, with replacement, from those at hand.
///
/// The unit is the document: what stands on one page has the same faults together, so fields and characters must not be drawn one by one.
/// Everything follows from the seed.
public struct Bootstrap: Hashable, Sendable, Codable {
    /// How many times documents are drawn.
    public var resamples: Int
    /// What decides the drawing.
    public var seed: UInt64
    /// How often intervals hold the true value.
    public var level: Double

    /// Creates a bootstrap.
    public init(resamples: Int = 2_000, seed: UInt64 = 20_260_331, level: Double = 0.95) {
        self.resamples = max(1, resamples)
        self.seed = seed
        self.level = min(1, max(0, level))
    }

    /// The interval of a statistic; `nil` where it isn't defined for the documents at hand or for no resample.
    ///
    /// - Parameters:
    ///   - documents: One element for each document, such as its counts.
    ///   - method: How the ends are found.
    ///   - statistic: What is estimated, such as the F1 of the sums of the counts.
    public func interval<Item>(
        of documents: [Item], method: ConfidenceInterval.Method = .percentile, statistic: ([Item]) -> Double?
    ) -> ConfidenceInterval? {
        guard !documents.isEmpty, let estimate = statistic(documents) else { return nil }
        let sorted = values(of: documents, statistic: statistic).sorted()
        let shares =
            switch method {
            case .percentile: plainShares
            case .biasCorrected: correctedShares(sorted, estimate: estimate, documents: documents, statistic: statistic) ?? plainShares
            }
        guard let lower = percentile(shares.lower, ofSorted: sorted), let upper = percentile(shares.upper, ofSorted: sorted) else {
            return nil
        }
        return ConfidenceInterval(
            estimate: estimate, lower: lower, upper: upper, level: level, method: method, documents: documents.count,
            resamples: resamples, undefinedResamples: resamples - sorted.count)
    }

    /// The statistic of each resample for which it is defined.
    private func values<Item>(of documents: [Item], statistic: ([Item]) -> Double?) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<resamples).compactMap { _ in
            statistic(documents.indices.map { _ in documents[generator.next(below: documents.count)] })
        }.filter { !$0.isNaN }
    }

    private var plainShares: (lower: Double, upper: Double) { ((1 - level) / 2, (1 + level) / 2) }

    /// The shares of the resampled values that BCa cuts off, from the bias z₀ and the acceleration a of the jackknife.
    private func correctedShares<Item>(
        _ sorted: [Double], estimate: Double, documents: [Item], statistic: ([Item]) -> Double?
    ) -> (lower: Double, upper: Double)? {
        // Values equal to the estimate count half, as in SciPy: scores are discrete.
        let below = sorted.reduce(0) { $0 + ($1 < estimate ? 1 : $1 == estimate ? 0.5 : 0) }
        let bias = NormalDistribution.quantile(below / Double(max(1, sorted.count)))
        let jackknife = documents.indices.compactMap { left in
            statistic(documents.enumerated().filter { $0.offset != left }.map(\.element))
        }
        guard let mean = jackknife.map(Optional.some).meanOfDefined() else { return nil }
        let differences = jackknife.map { mean - $0 }
        let squares = differences.reduce(0) { $0 + $1 * $1 }
        let cubes = differences.reduce(0) { $0 + $1 * $1 * $1 }
        let acceleration = cubes / (6 * squares * squares.squareRoot())
        guard bias.isFinite, acceleration.isFinite else { return nil }
        func corrected(_ share: Double) -> Double {
            let shifted = bias + NormalDistribution.quantile(share)
            return NormalDistribution.cumulative(bias + shifted / (1 - acceleration * shifted))
        }
        return (corrected(plainShares.lower), corrected(plainShares.upper))
    }
}
