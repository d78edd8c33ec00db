public import ExtractionKit

/// Fits a ``ConfidenceModel`` to values whose truth is known, and says how well it does on values that it hasn't seen.
public struct ConfidenceFit: Sendable {
    /// The model, fitted to all examples.
    public let model: ConfidenceModel
    /// The examples' confidences as the extractor gives them now.
    public let before: [ConfidentAnswer]
    /// The confidences that models give that were fitted without the example's document.
    public let crossValidated: [ConfidentAnswer]

    /// A value of a document, and whether it is right.
    public struct Example: Sendable {
        /// The document; examples of one document are never parted.
        public var document: String
        /// What speaks for and against the value.
        public var evidence: [String: Double]
        /// Whether it is right.
        public var isRight: Bool
        /// The confidence that the extractor gives it now.
        public var confidence: Double

        /// Creates an example.
        public init(document: String, evidence: [String: Double], isRight: Bool, confidence: Double) {
            self.document = document
            self.evidence = evidence
            self.isRight = isRight
            self.confidence = confidence
        }
    }

    /// The number of parts in cross-validation.
    public static let folds = 10

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - examples: The values.
    ///   - extractor: Who gave the evidence.
    ///   - datasets: The names of the datasets.
    ///   - readers: The names of what read the documents.
    ///   - penalty: The L2 penalty on the weights; more makes the model trust the evidence less.
    ///   - seed: Decides which documents are held back together.
    /// - Throws: ``ExtractionError`` with the code `invalidDataset` for fewer documents than ``folds``, and where all values are right or all
    ///   are wrong.
    public init(
        _ examples: [Example], extractor: PluginIdentity, datasets: [String], readers: [String], penalty: Double = 1, seed: UInt64 = 1
    ) throws {
        let documents = Set(examples.map(\.document)).sorted()
        guard documents.count >= Self.folds, Set(examples.map(\.isRight)).count == 2 else {
            throw ExtractionError(
                .invalidDataset,
                "There are too few values to fit a model to: it takes \(Self.folds) documents with right and wrong values; add documents.")
        }
        let names = Set(examples.flatMap(\.evidence.keys)).sorted()
        let rows = examples.map { example in names.map { example.evidence[$0].flatMap { $0.isFinite ? $0 : nil } ?? 0 } }
        let outcomes = examples.map(\.isRight)

        let folds = Self.folds(of: documents, seed: seed)
        var chances = [Double](repeating: 0, count: examples.count)
        for fold in 0..<Self.folds {
            let isHeldBack = examples.map { folds[$0.document] == fold }
            let seen = examples.indices.filter { !isHeldBack[$0] }
            let part = LogisticRegression(seen.map { rows[$0] }, seen.map { outcomes[$0] }, penalty: penalty)
            for index in examples.indices where isHeldBack[index] { chances[index] = part.probability(rows[index]) }
        }
        before = zip(examples, outcomes).map { ConfidentAnswer(confidence: $0.confidence, isCorrect: $1) }
        crossValidated = zip(chances, outcomes).map { ConfidentAnswer(confidence: $0, isCorrect: $1) }

        let whole = LogisticRegression(rows, outcomes, penalty: penalty)
        model = ConfidenceModel(
            origin: ConfidenceModel.Origin(
                extractor: "\(extractor.id) \(extractor.version)", datasets: datasets, readers: readers, documents: documents.count,
                values: examples.count,
                crossValidated: Dictionary(
                    Self.figures(of: crossValidated).map { ($0.metric.id, ($0.value * 10_000).rounded() / 10_000) },
                    uniquingKeysWith: { first, _ in first })),
            intercept: Self.rounded(whole.intercept),
            weights: Dictionary(zip(names, whole.weights.map(Self.rounded)), uniquingKeysWith: { first, _ in first }))
    }

    /// The figures by which confidences are judged.
    public static func figures(of answers: [ConfidentAnswer]) -> [(metric: MetricDefinition, value: Double)] {
        [
            (.expectedCalibrationError, ReliabilityBins(answers, binning: .equalWidth).expectedCalibrationError),
            (.expectedCalibrationErrorEqualMass, ReliabilityBins(answers, binning: .equalMass).expectedCalibrationError),
            (.brierScore, ExtractionEvaluation.brierScore(answers)), (.auroc, ExtractionEvaluation.auroc(answers)),
            (.coverageAtAccuracy, CoverageAtAccuracy(answers).value),
        ].compactMap { metric, value in value.map { (metric, $0) } }
    }

    /// The part in which each document is held back.
    private static func folds(of documents: [String], seed: UInt64) -> [String: Int] {
        var generator = SeededGenerator(seed: seed)
        var shuffled = documents
        for index in shuffled.indices.dropLast() { shuffled.swapAt(index, index + generator.next(below: shuffled.count - index)) }
        return Dictionary(shuffled.enumerated().map { ($0.element, $0.offset % folds) }, uniquingKeysWith: { first, _ in first })
    }

    /// Four digits are more than the data can tell, and keep the file readable.
    private static func rounded(_ weight: Double) -> Double { (weight * 10_000).rounded() / 10_000 }
}
