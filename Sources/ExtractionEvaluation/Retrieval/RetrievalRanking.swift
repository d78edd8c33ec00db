internal import Foundation

/// What a search gave for a question: which of its hits are relevant, and how many chunks would have been.
public struct RetrievalRanking: Hashable, Sendable, Codable {
    /// Whether each hit is relevant, the first hit first.
    public var hits: [Bool]
    /// How many chunks of the index are relevant.
    public var relevantCount: Int

    /// Creates a ranking.
    public init(hits: [Bool], relevantCount: Int) {
        self.hits = hits
        self.relevantCount = relevantCount
    }

    /// The normalised discounted cumulative gain of the first hits: Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques" (ACM
    /// TOIS 20(4), 2002), with a gain of 1 for a relevant hit and a discount of log2(rank + 1). 0 where nothing is relevant.
    public func discountedGain(at depth: Int) -> Double {
        func discounts(_ ranks: some Sequence<Int>) -> Double { ranks.reduce(0) { $0 + 1 / log2(Double($1) + 2) } }
        let ideal = discounts(0..<min(depth, relevantCount))
        return ideal > 0 ? discounts(hits.prefix(depth).indices.filter { hits[$0] }) / ideal : 0
    }

    /// The share of the relevant chunks that are among the first hits; 0 where nothing is relevant.
    public func recall(at depth: Int) -> Double {
        relevantCount > 0 ? Double(hits.prefix(depth).count { $0 }) / Double(relevantCount) : 0
    }

    /// 1 over the rank of the first relevant hit; 0 for none.
    public var reciprocalRank: Double { hits.firstIndex(of: true).map { 1 / Double($0 + 1) } ?? 0 }
}
