/// Makes one ranking of several, by ranks alone: scores of different kinds can't be added.
///
/// Reciprocal rank fusion with k = 60, of Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
/// Learning Methods" (SIGIR 2009): the score of an item is the sum of 1 / (60 + rank) over the rankings that hold it, ranks counted from 1.
func reciprocalRankFusion<Item: Hashable>(_ rankings: [[Item]]) -> [Item: Double] {
    var scores: [Item: Double] = [:]
    for ranking in rankings {
        for (index, item) in ranking.enumerated() { scores[item, default: 0] += 1 / Double(60 + index + 1) }
    }
    return scores
}
