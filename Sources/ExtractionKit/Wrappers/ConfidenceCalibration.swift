/// A map from what an engine calls its confidence to how often it is right, so that engines can be compared.
///
/// The map goes up in straight pieces between its points and stays level outside of them. Points come from a benchmark, which groups an
/// engine's words by confidence and takes the share of right ones in each group (`extract bench --calibrate`). A calibration holds for the
/// engine's version and settings, and for documents like those that it was made from.
///
/// ``CalibratedOCREngine`` applies it.
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

    /// Every number, in one line.
    var summary: String {
        (samples.map { "\($0.confidence):\($0.accuracy)" } + ["\(unstated)"]).joined(separator: ",")
    }

    private enum CodingKeys: String, CodingKey { case samples, unstated }
}
