/// What a number in a report means, where it is defined, and which way is better: so that nobody has to guess.
public struct MetricDefinition: Hashable, Sendable, Codable, Identifiable {
    /// The name in data, in snake_case.
    public var id: String
    /// The name for people.
    public var title: String
    /// What is computed, in one sentence.
    public var definition: String
    /// The paper or specification that the definition follows, and where it departs from it.
    public var source: String
    /// Which way is better.
    public var direction: Direction
    /// What the number counts.
    public var unit: Unit

    /// Creates a definition.
    public init(id: String, title: String, definition: String, source: String, direction: Direction, unit: Unit) {
        self.id = id
        self.title = title
        self.definition = definition
        self.source = source
        self.direction = direction
        self.unit = unit
    }

    /// Which way a metric is better.
    public enum Direction: String, Hashable, Sendable, Codable {
        /// More is better.
        case higherIsBetter = "higher"
        /// Less is better.
        case lowerIsBetter = "lower"
        /// Neither: it describes, and what is best depends on the use.
        case neither
    }

    /// What a metric's number counts.
    public enum Unit: String, Hashable, Sendable, Codable {
        /// A share or score from 0 to 1.
        case ratio
        /// Errors for each unit of the reference; can pass 1.
        case errorsPerUnit = "errors_per_unit"
        /// A number of things.
        case count
        /// Unicode scalars.
        case characters
        /// Wall time in seconds.
        case seconds
        /// Pages in a second of wall time.
        case pagesPerSecond = "pages_per_second"
        /// Memory in bytes.
        case bytes
        /// US dollars.
        case dollars = "usd"
    }
}

extension MetricDefinition: CustomStringConvertible {
    /// One paragraph for a report: title, direction, definition and source.
    public var description: String {
        "\(title) (\(id), \(direction.rawValue) is better, \(unit.rawValue)): \(definition) Source: \(source)"
    }
}

extension MetricDefinition.Direction {
    /// The direction for people.
    var title: String {
        switch self {
        case .higherIsBetter: "more is better"
        case .lowerIsBetter: "less is better"
        case .neither: "neither more nor less is better"
        }
    }

    /// The direction as an arrow, or nothing.
    var arrow: String? {
        switch self {
        case .higherIsBetter: "↑"
        case .lowerIsBetter: "↓"
        case .neither: nil
        }
    }
}

extension MetricDefinition {
    /// Every metric of this module, in the order of a report.
    public static let all: [MetricDefinition] =
        [
            .characterErrorRate, .characterErrorRateAnyCase, .wordErrorRate, .editSimilarity, .bagOfWordsF1, .readingOrder,
            .cellAdjacencyF1, .teds, .tedsStructure,
            .fieldExactUntouched, .fieldPrecision, .fieldRecall, .fieldF1, .fieldMacroF1, .omissions, .inventions, .wrongValues, .anlsStar,
            .lineItemEntityF1, .lineItemGroupF1, .lineItemAligned,
            .groundingRegionHitRate, .groundingTextHitRate, .groundingLineHitRate, .routingErrorRate,
            .expectedCalibrationError, .expectedCalibrationErrorEqualMass, .auroc, .brierScore, .coverageAtAccuracy,
            .firstPageLatency, .latency, .pagesPerSecond, .peakResidentSize, .processorTime, .cost,
        ] + ofChunks + ofRetrieval
}
