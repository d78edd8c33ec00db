/// Makes one ranking of several, by ranks alone: scores of different kinds can't be added.
///
/// Reciprocal rank fusion of Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning
/// Methods" (SIGIR 2009): the score of an item is the sum of weight / (constant + rank) over the rankings that hold it, ranks counted from 1.
public struct RankFusion: Hashable, Sendable {
    /// How little the first ranks count above those behind them; 60 in the paper.
    public var constant: Double
    /// How much the ranking by words counts.
    public var textWeight: Double
    /// How much the ranking by vectors counts.
    public var embeddingWeight: Double
    /// How many of each ranking are fused, at least; never fewer than the search's limit.
    public var depth: Int

    /// Creates a way to fuse.
    public init(constant: Double = 60, textWeight: Double = 1, embeddingWeight: Double = 1, depth: Int = 100) {
        self.constant = constant
        self.textWeight = textWeight
        self.embeddingWeight = embeddingWeight
        self.depth = depth
    }

    /// The items of both rankings with their scores, in no order.
    public func scores<Item: Hashable>(byText: some Sequence<Item>, byEmbedding: some Sequence<Item>) -> [Item: Double] {
        var scores: [Item: Double] = [:]
        for (index, item) in byText.enumerated() { scores[item, default: 0] += textWeight / (constant + Double(index + 1)) }
        for (index, item) in byEmbedding.enumerated() { scores[item, default: 0] += embeddingWeight / (constant + Double(index + 1)) }
        return scores
    }
}
