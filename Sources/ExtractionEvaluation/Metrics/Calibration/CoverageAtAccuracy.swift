/// How many answers can be taken without a look when those taken must be right nearly always.
public struct CoverageAtAccuracy: Hashable, Sendable, Codable {
    /// The accuracy asked for.
    public var accuracy: Double
    /// The number of answers.
    public var answers: Int
    /// How many can be taken.
    public var accepted: Int
    /// The least confidence among them: take what is at least as sure. `nil` where none can be taken.
    public var threshold: Double?

    /// Finds the largest number of most confident answers of which the share that is right is at least `accuracy`. Answers of equal
    /// confidence are taken all or not at all, as no threshold can part them.
    public init(_ answers: [ConfidentAnswer], accuracy: Double = 0.99) {
        self.accuracy = accuracy
        self.answers = answers.count
        accepted = 0
        let sorted = answers.sorted { $0.confidence > $1.confidence }
        var right = 0
        for (index, answer) in sorted.enumerated() {
            if answer.isCorrect { right += 1 }
            let isLastOfEquals = index + 1 == sorted.count || sorted[index + 1].confidence < answer.confidence
            if isLastOfEquals, Double(right) >= accuracy * Double(index + 1) - 1e-9 {
                accepted = index + 1
                threshold = answer.confidence
            }
        }
    }

    /// The share of answers that can be taken; `nil` for no answers.
    public var value: Double? { share(accepted, of: answers) }
}

extension MetricDefinition {
    /// Coverage at an accuracy of 99 %.
    public static let coverageAtAccuracy = MetricDefinition(
        id: "coverage_at_99", title: "Coverage at 99 % accuracy",
        definition:
            "Largest share of the answers, the most confident ones, of which at least 99 % are right; equal confidences stand or fall together.",
        source:
            "El-Yaniv and Wiener, JMLR 11, 2010; Geifman and El-Yaniv, NeurIPS 2017 (arXiv:1705.08500), empirical, without their bound.",
        direction: .higherIsBetter, unit: .ratio)
}
