/// An answer: how sure its giver was, and whether it is right.
public struct ConfidentAnswer: Hashable, Sendable, Codable {
    /// How likely the answer was said to be right, from 0 to 1.
    public var confidence: Double
    /// Whether it is.
    public var isCorrect: Bool

    /// Creates an answer. A confidence outside of 0...1 is taken to the nearer end, and one that is no number as 0.
    public init(confidence: Double, isCorrect: Bool) {
        self.confidence = confidence.isNaN ? 0 : min(1, max(0, confidence))
        self.isCorrect = isCorrect
    }
}

/// The Brier score: the mean square of the differences between confidence and outcome (1 for right, 0 for wrong); `nil` for no answers.
public func brierScore(_ answers: [ConfidentAnswer]) -> Double? {
    answers.map { answer -> Double? in
        let difference = answer.confidence - (answer.isCorrect ? 1 : 0)
        return difference * difference
    }.meanOfDefined()
}

extension MetricDefinition {
    /// The Brier score.
    public static let brierScore = MetricDefinition(
        id: "brier", title: "Brier score",
        definition: "Mean square of the difference between an answer's confidence and its outcome, 1 for right and 0 for wrong.",
        source: "Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78(1), 1950, for one class.",
        direction: .lowerIsBetter, unit: .ratio)
}
