/// Makes one ranking of two by their scores: the weighted mean of the share of the words that a chunk has and of how near its vector is.
///
/// Both scores mean the same in every search: the first is ``BM25``'s, from 0 to 1, and the second the cosine of the angle. So a search whose
/// words a chunk hardly holds is decided by vectors, and one for a name or number by its words, which ranks can't tell. Convex combinations of
/// scores are compared with fusion by ranks in Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (ACM TOIS 42(1), 2023);
/// what both give here stands in the project's benchmark of search.
public struct ScoreFusion: Hashable, Sendable {
    /// How much the words count, from 0 to 1; vectors count for the rest.
    public var textWeight: Double
    /// How many of each ranking are fused, at least; never fewer than the search's limit. What isn't among them has a score of 0 there.
    public var depth: Int

    /// Creates a way to fuse.
    public init(textWeight: Double = 0.5, depth: Int = 100) {
        self.textWeight = textWeight
        self.depth = depth
    }

    /// The items of both rankings with their scores, in no order.
    ///
    /// - Parameters:
    ///   - byText: Items with the share of the words that they have, from 0 to 1.
    ///   - byEmbedding: Items with a cosine, from -1 to 1. Those that point away count as those at a right angle.
    public func scores<Item: Hashable>(
        byText: some Sequence<(Item, Double)>, byEmbedding: some Sequence<(Item, Double)>
    ) -> [Item: Double] {
        var scores: [Item: Double] = [:]
        for (item, share) in byText { scores[item, default: 0] += textWeight * share }
        for (item, cosine) in byEmbedding { scores[item, default: 0] += (1 - textWeight) * max(0, cosine) }
        return scores
    }
}
