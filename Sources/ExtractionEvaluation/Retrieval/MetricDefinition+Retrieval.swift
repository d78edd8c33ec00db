extension MetricDefinition {
    /// The normalised discounted cumulative gain.
    public static let retrievalGain = MetricDefinition(
        id: "ndcg_at_10", title: "nDCG@10",
        definition:
            "Mean over questions of the gains of the first ten hits, 1 for a chunk with half of the passage or more, each divided by log2(rank + 1), of the most that could be.",
        source:
            "Järvelin and Kekäläinen, \"Cumulated Gain-Based Evaluation of IR Techniques\" (ACM TOIS 20(4), 2002), with gains of 0 and 1.",
        direction: .higherIsBetter, unit: .ratio)
    /// Whether the first hit is right.
    public static let retrievalRecall1 = recall(at: 1)
    /// Whether the right passage is among the first ten.
    public static let retrievalRecall10 = recall(at: 10)
    /// The mean reciprocal rank.
    public static let reciprocalRank = MetricDefinition(
        id: "mrr", title: "MRR", definition: "Mean over questions of 1 over the rank of the first relevant hit, 0 where none of 20 is.",
        source: "Voorhees, \"The TREC-8 Question Answering Track Report\" (TREC 1999).", direction: .higherIsBetter, unit: .ratio)

    /// The metrics of a retrieval run, in the order of a report.
    public static let ofRetrieval: [MetricDefinition] = [.retrievalGain, .retrievalRecall1, .retrievalRecall10, .reciprocalRank]

    private static func recall(at depth: Int) -> MetricDefinition {
        MetricDefinition(
            id: "recall_at_\(depth)", title: "recall@\(depth)",
            definition: "Mean over questions of the share of the relevant chunks that are found up to rank \(depth).",
            source: "Manning, Raghavan and Schütze, \"Introduction to Information Retrieval\" (2008), chapter 8.",
            direction: .higherIsBetter, unit: .ratio)
    }
}

extension RetrievalRanking {
    /// The value of a metric of ``MetricDefinition/ofRetrieval``.
    func value(of metric: MetricDefinition) -> Double {
        switch metric.id {
        case MetricDefinition.retrievalRecall1.id: recall(at: 1)
        case MetricDefinition.retrievalRecall10.id: recall(at: 10)
        case MetricDefinition.reciprocalRank.id: reciprocalRank
        default: discountedGain(at: 10)
        }
    }
}
