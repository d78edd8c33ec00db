/// How many of those judged were hits. Counts of several documents add up.
public struct HitRate: Hashable, Sendable, Codable {
    /// Those that hit.
    public var hits: Int
    /// All that were judged.
    public var judged: Int

    /// Creates a rate from its counts.
    public init(hits: Int = 0, judged: Int = 0) {
        self.hits = hits
        self.judged = judged
    }

    /// Counts one more.
    public mutating func record(_ isHit: Bool) {
        judged += 1
        if isHit { hits += 1 }
    }

    /// The share of hits; `nil` where nothing was judged.
    public var value: Double? { share(hits, of: judged) }

    /// The sums of both.
    public static func + (left: HitRate, right: HitRate) -> HitRate {
        HitRate(hits: left.hits + right.hits, judged: left.judged + right.judged)
    }
}
