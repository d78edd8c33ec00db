/// Makes one ranking of two by their scores: the weighted mean of the share of the words that a chunk has and of how near its vector is.
///
/// Both scores mean the same in every search: the first is ``BM25``'s, from 0 to 1, and the second the cosine of the angle. Vectors count the less,
/// the more of the question the best chunk has by words: a name or number that is found is what was meant, and a question whose words nothing
/// holds is one of meaning. Ranks can't tell the two apart. With b for the best share, their weight is ``embeddingWeight`` times (1 - b)².
///
/// Convex combinations of scores are compared with fusion by ranks in Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid
/// Retrieval" (ACM TOIS 42(1), 2023). That the weight follows the question is this package's own; what it gives stands in its benchmark of search.
public struct ScoreFusion: Hashable, Sendable {
    /// How much vectors count where no chunk has any of the words, from 0 to 1; words count for the rest.
    public var embeddingWeight: Double
    /// How many of each ranking are fused, at least; never fewer than the search's limit. What isn't among them has a score of 0 there.
    public var depth: Int

    /// Creates a way to fuse.
    public init(embeddingWeight: Double = 0.5, depth: Int = 100) {
        self.embeddingWeight = embeddingWeight
        self.depth = depth
    }

    /// The items of both rankings with their scores, in no order.
    ///
    /// - Parameters:
    ///   - byText: Items with the share of the words that they have, from 0 to 1.
    ///   - byEmbedding: Items with a cosine, from -1 to 1. Those that point away count as those at a right angle.
    public func scores<Item: Hashable>(
        byText: some Collection<(Item, Double)>, byEmbedding: some Sequence<(Item, Double)>
    ) -> [Item: Double] {
        let missing = 1 - (byText.lazy.map(\.1).max() ?? 0)
        let weight = embeddingWeight * missing * missing
        var scores: [Item: Double] = [:]
        for (item, share) in byText { scores[item, default: 0] += (1 - weight) * share }
        for (item, cosine) in byEmbedding { scores[item, default: 0] += weight * max(0, cosine) }
        return scores
    }
}
