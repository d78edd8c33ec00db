/// A map from what an engine calls its confidence to how often it is right, so that engines can be compared.
///
/// The map goes up in straight pieces between its points and stays level outside of them. Points come from a benchmark: group an engine's words by
/// confidence and take the share of right ones in each group.
public struct ConfidenceCalibration: Hashable, Sendable, Codable {
    /// A point of the map.
    public struct Sample: Hashable, Sendable, Codable {
        /// What the engine says, from 0 to 1.
        public var confidence: Double
        /// The share of its words that are right where it says so, from 0 to 1.
        public var accuracy: Double

        /// Creates a point.
        public init(confidence: Double, accuracy: Double) {
            self.confidence = confidence
            self.accuracy = accuracy
        }
    }

    /// The points, by confidence; their accuracies never fall.
    public let samples: [Sample]
    /// The accuracy of a word for which the engine gives no confidence, from 0 to 1.
    public let unstated: Double

    /// The map that changes nothing, with an accuracy of one half where nothing is stated.
    public static let identity = ConfidenceCalibration(
        validated: [Sample(confidence: 0, accuracy: 0), Sample(confidence: 1, accuracy: 1)], unstated: 0.5)

    /// Creates a map of points.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` unless there is a point, all numbers are from 0 to 1, the
    ///   confidences rise and the accuracies don't fall.
    public init(samples: [Sample], unstated: Double = 0.5) throws {
        let numbers = samples.flatMap { [$0.confidence, $0.accuracy] } + [unstated]
        let rises = zip(samples, samples.dropFirst()).allSatisfy { $0.confidence < $1.confidence && $0.accuracy <= $1.accuracy }
        guard !samples.isEmpty, numbers.allSatisfy({ (0...1).contains($0) }), rises else {
            throw ExtractionError(
                .invalidConfiguration,
                "A calibration needs points from 0 to 1 whose confidences rise and whose accuracies don't fall; join groups that break the order."
            )
        }
        self.init(validated: samples, unstated: unstated)
    }

    private init(validated samples: [Sample], unstated: Double) {
        self.samples = samples
        self.unstated = unstated
    }

    /// Reads a map that was written down, as ``init(samples:unstated:)`` takes it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            samples: container.decode([Sample].self, forKey: .samples),
            unstated: container.decodeIfPresent(Double.self, forKey: .unstated) ?? 0.5)
    }

    /// How likely a word is right for which the engine states this confidence, from 0 to 1.
    public func callAsFunction(_ confidence: Double?) -> Double {
        guard let confidence, !confidence.isNaN, let first = samples.first, let last = samples.last else { return unstated }
        guard confidence > first.confidence else { return first.accuracy }
        guard confidence < last.confidence, let upper = samples.firstIndex(where: { $0.confidence >= confidence }), upper > 0 else {
            return last.accuracy
        }
        let (low, high) = (samples[upper - 1], samples[upper])
        return low.accuracy + (high.accuracy - low.accuracy) * (confidence - low.confidence) / (high.confidence - low.confidence)
    }

    /// The mean over words, weighted by their characters.
    func callAsFunction(_ words: [TextWord]) -> Double {
        let characters = words.reduce(0) { $0 + $1.text.count }
        guard characters > 0 else { return unstated }
        return words.reduce(0) { $0 + self($1.confidence) * Double($1.text.count) } / Double(characters)
    }

    private enum CodingKeys: String, CodingKey { case samples, unstated }
}
