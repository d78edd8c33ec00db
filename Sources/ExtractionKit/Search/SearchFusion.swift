/// How a search by text and embedding makes one ranking of two.
public enum SearchFusion: Hashable, Sendable {
    /// By the scores of both.
    case scores(ScoreFusion)
    /// By their ranks: for scores that mean nothing beyond their order.
    case ranks(RankFusion)

    /// How many of each ranking are fused, at least.
    public var depth: Int {
        switch self {
        case .scores(let fusion): fusion.depth
        case .ranks(let fusion): fusion.depth
        }
    }

    /// The items of both rankings with their scores, in no order.
    ///
    /// - Parameters:
    ///   - byText: Items with the share of the words that they have, the best first.
    ///   - byEmbedding: Items with the cosine of the angle between the vectors, the nearest first.
    public func scores<Item: Hashable>(byText: [(Item, Double)], byEmbedding: [(Item, Double)]) -> [Item: Double] {
        switch self {
        case .scores(let fusion): fusion.scores(byText: byText, byEmbedding: byEmbedding)
        case .ranks(let fusion): fusion.scores(byText: byText.lazy.map(\.0), byEmbedding: byEmbedding.lazy.map(\.0))
        }
    }

    func validate() throws {
        switch self {
        case .scores(let fusion):
            guard (0...1).contains(fusion.embeddingWeight), fusion.depth > 0 else {
                throw ExtractionError(.invalidRequest, "Fusion by scores takes a weight of vectors from 0 to 1, and a depth above 0.")
            }
        case .ranks(let fusion):
            guard fusion.constant > 0, fusion.constant.isFinite, fusion.textWeight >= 0, fusion.textWeight.isFinite,
                fusion.embeddingWeight >= 0, fusion.embeddingWeight.isFinite, fusion.depth > 0
            else {
                throw ExtractionError(
                    .invalidRequest, "Fusion by ranks takes a constant and a depth above 0, and weights that are not negative.")
            }
        }
    }
}
