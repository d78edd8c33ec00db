public import ExtractionKit

/// What the confidences that an engine gives its words are worth, and what they mean.
public struct WordConfidence: Sendable, Codable {
    /// The engine's name.
    public var engine: String
    /// The documents with a true text of which it read words with confidences.
    public var documents: Int
    /// The words with a confidence.
    public var words: Int
    /// The share of them that is right.
    public var accuracy: Double
    /// The confidences as the engine states them.
    public var stated: Quality
    /// The confidences after calibration, each document's by a calibration that was fitted to the others (cross-validation in ``folds``);
    /// `nil` for fewer documents than folds.
    public var calibrated: Quality?
    /// What the confidences mean, fitted to all documents.
    public var calibration: ConfidenceCalibration

    /// The number of parts for cross-validation; a document stands in one of them.
    public static let folds = 5

    /// How good confidences are.
    public struct Quality: Hashable, Sendable, Codable {
        /// The expected calibration error in 10 bins of equal width.
        public var calibrationError: Double?
        /// The Brier score.
        public var brierScore: Double?
        /// The chance that a right word has a higher confidence than a wrong one.
        public var auroc: Double?

        init(_ answers: [ConfidentAnswer]) {
            calibrationError = ReliabilityBins(answers, binning: .equalWidth).expectedCalibrationError
            brierScore = ExtractionEvaluation.brierScore(answers)
            auroc = ExtractionEvaluation.auroc(answers)
        }
    }

    /// Sums up what an engine read, document by document; `nil` where it states no confidence.
    init?(engine: String, _ documents: [WordAnswers]) {
        let documents = documents.filter { !$0.stated.isEmpty }
        let all = documents.reduce(into: WordAnswers()) { $0 += $1 }
        guard let calibration = all.calibration else { return nil }
        self.engine = engine
        self.documents = documents.count
        words = all.stated.count
        accuracy = Double(all.stated.count(where: \.isCorrect)) / Double(words)
        stated = Quality(all.stated)
        self.calibration = calibration
        guard documents.count >= Self.folds else { return }
        var answers: [ConfidentAnswer] = []
        for fold in 0..<Self.folds {
            let others = documents.indices.filter { $0 % Self.folds != fold }.reduce(into: WordAnswers()) { $0 += documents[$1] }
            guard let fitted = others.calibration else { continue }
            for index in documents.indices where index % Self.folds == fold {
                answers += documents[index].stated.map { ConfidentAnswer(confidence: fitted($0.confidence), isCorrect: $0.isCorrect) }
            }
        }
        calibrated = Quality(answers)
    }
}
