/// Whether a configuration is better than another on the same documents.
public struct ConfigurationComparison: Sendable, Codable {
    /// The title of the first configuration.
    public var first: String
    /// The title of the second.
    public var second: String
    /// The metric's id.
    public var metric: String
    /// The comparison: a positive difference says that the second is better, whatever the metric's direction.
    public var paired: PairedComparison

    /// The metrics that configurations are compared by.
    public static let metrics: [MetricDefinition] = [
        .bagOfWordsF1, .characterErrorRate, .fieldF1, .anlsStar, .lineItemEntityF1, .documentTypeAccuracy, .groundingTextHitRate,
    ]

    /// Compares every two configurations by every one of ``metrics`` that both have, unless nothing differs.
    static func all(_ results: [ConfigurationResult], bootstrap: Bootstrap) -> [ConfigurationComparison] {
        var comparisons: [ConfigurationComparison] = []
        for (index, first) in results.enumerated() {
            for second in results[(index + 1)...] {
                for metric in metrics {
                    let pairs = zip(first.rows, second.rows).compactMap { first, second -> (Score, Score)? in
                        guard let one = first.scores[metric.id], let two = second.scores[metric.id] else { return nil }
                        return (one, two)
                    }
                    guard pairs.contains(where: { $0 != $1 }),
                        let paired = PairedComparison(pairs.map(\.0), pairs.map(\.1), bootstrap: bootstrap, gainIn: metric)
                    else { continue }
                    comparisons.append(
                        ConfigurationComparison(
                            first: first.configuration.title, second: second.configuration.title, metric: metric.id, paired: paired))
                }
            }
        }
        return comparisons
    }
}

extension PairedComparison {
    /// Compares scores so that a positive difference is better.
    init?(_ first: [Score], _ second: [Score], bootstrap: Bootstrap, gainIn metric: MetricDefinition) {
        let sign = metric.direction == .higherIsBetter ? 1.0 : -1
        self.init(first, second, bootstrap: bootstrap) { metric.combined($0).map { sign * $0 } }
    }
}
