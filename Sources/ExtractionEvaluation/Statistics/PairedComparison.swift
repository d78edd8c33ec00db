/// Whether one system is better than another on the same documents, or only luckier.
public struct PairedComparison: Hashable, Sendable, Codable {
    /// The second system's statistic minus the first's, with its bootstrap interval over documents.
    public var difference: ConfidenceInterval
    /// The chance of a difference at least as large, either way, between systems that are equally good: by bootstrap, as shifted to no
    /// difference.
    public var bootstrapP: Double
    /// The same chance by exchanging the systems' results of documents at random.
    public var permutationP: Double
    /// The same chance from the numbers of documents on which either is better alone; `nil` where the statistic isn't defined for single
    /// documents.
    public var signP: Double?
    /// The documents on which the second is better.
    public var wins: Int
    /// The documents on which the first is better.
    public var losses: Int

    /// Whether the interval of the difference leaves out 0 and the permutation test agrees at the interval's level.
    public var isSignificant: Bool {
        (difference.lower > 0 || difference.upper < 0) && permutationP <= 1 - difference.level + 1e-12
    }

    /// Compares; `nil` for lists of different lengths, and where the statistic isn't defined.
    ///
    /// The documents are drawn in pairs: both systems always answer for the same ones.
    ///
    /// - Parameters:
    ///   - first: The first system's results, one a document, such as counts.
    ///   - second: The second's, in the same order.
    ///   - bootstrap: How often, from which seed, and at which level.
    ///   - statistic: What is compared; greater is better, for wins and losses.
    public init?<Item>(
        _ first: [Item], _ second: [Item], bootstrap: Bootstrap = Bootstrap(), statistic: ([Item]) -> Double?
    ) {
        guard first.count == second.count else { return nil }
        let pairs = Array(zip(first, second))
        func delta(_ pairs: [(Item, Item)]) -> Double? {
            guard let first = statistic(pairs.map(\.0)), let second = statistic(pairs.map(\.1)) else { return nil }
            return second - first
        }
        var resampled: [Double] = []
        let interval = bootstrap.interval(of: pairs) { drawn in
            let value = delta(drawn)
            if let value { resampled.append(value) }
            return value
        }
        guard let interval else { return nil }
        // The first value is that of the documents themselves.
        let centred = resampled.dropFirst().count { abs($0 - interval.estimate) >= abs(interval.estimate) - tolerance }
        difference = interval
        bootstrapP = Double(centred + 1) / Double(resampled.count)
        permutationP = pairedPermutationP(pairs, observed: interval.estimate, bootstrap: bootstrap, delta: delta)
        let singles = pairs.compactMap { delta([$0]) }
        wins = singles.count { $0 > 0 }
        losses = singles.count { $0 < 0 }
        signP = singles.isEmpty ? nil : signTest(wins: wins, losses: losses)
    }
}

/// Sums in another order differ by rounding; what is as large but for that is as large.
private let tolerance = 1e-12

/// The share of exchanges of the two systems' results whose difference is at least as large as the observed one, either way.
///
/// All 2ⁿ of them where they are no more than the resamples, and otherwise as many drawn at random, the observed counted among them:
/// Noreen, "Computer-Intensive Methods for Testing Hypotheses" (1989); Yeh, "More accurate tests for the statistical significance of result
/// differences" (COLING 2000). An exchange for which the difference isn't defined counts as large, which errs towards no significance.
private func pairedPermutationP<Item>(
    _ pairs: [(Item, Item)], observed: Double, bootstrap: Bootstrap, delta: ([(Item, Item)]) -> Double?
) -> Double {
    func isAsLarge(_ exchanged: [(Item, Item)]) -> Bool { delta(exchanged).map { abs($0) >= abs(observed) - tolerance } ?? true }
    if pairs.count < 24, 1 << pairs.count <= bootstrap.resamples {
        let all = 0..<(1 << pairs.count)
        let large = all.count { mask in isAsLarge(pairs.enumerated().map { mask >> $0 & 1 == 1 ? ($1.1, $1.0) : $1 }) }
        return Double(large) / Double(all.count)
    }
    var generator = SeededGenerator(seed: bootstrap.seed ^ 0x5DEE_CE66)
    let large = (0..<bootstrap.resamples).count { _ in isAsLarge(pairs.map { generator.next() >> 63 == 1 ? ($0.1, $0.0) : $0 }) }
    return Double(large + 1) / Double(bootstrap.resamples + 1)
}
