/// When the next engine is asked.
public struct FallbackPolicy: PluginConfiguration, Hashable {
    /// The errors after which the next engine is asked. Others end the reading, since another engine wouldn't do better: the image is invalid,
    /// the task is cancelled.
    public var errors: Set<ExtractionError.Code> = [
        .engineFailure, .missingResource, .tooLarge, .unsupportedFeature, .deadlineExceeded, .serviceUnavailable, .rateLimited,
        .quotaExhausted, .unauthorized, .invalidAnswer, .lowQuality, .budgetExceeded,
    ]
    /// A page whose confidence (``PageText/confidence``) is below goes to the next engine; `nil` for never. A page whose engine gives
    /// no confidences isn't judged.
    public var confidenceBelow: Double? = 0.6
    /// A page without text that has more than this share of ink (``Raster/inkCoverage``) goes to the next engine; `nil` for never.
    public var inkWithoutText: Double? = 0.001
    /// The share of the time left that an engine gets while another stands behind it, above 0 and up to 1. With a share of 1 an engine that
    /// hangs leaves no time to the next.
    public var timeShare = 0.5

    /// Creates the default policy.
    public init() {}

    /// Creates a policy that differs from the default one in how sure an engine must be.
    public init(confidenceBelow: Double?) { self.confidenceBelow = confidenceBelow }

    /// Everything that changes results, in one line.
    var summary: String {
        let codes = errors.map(\.rawValue).sorted().joined(separator: ",")
        let numbers = [confidenceBelow, inkWithoutText, timeShare].map { $0.map { "\($0)" } ?? "never" }
        return "\(codes)/\(numbers.joined(separator: "/"))"
    }

    /// What is wrong with an engine's text, or `nil` where it will do.
    ///
    /// - Parameter ink: The share of ink of the image; only asked for where there is no text.
    func objection(to text: PageText, ink: () -> Double) -> FallbackReason? {
        if text.isPartial { return .partial }
        if text.lines.isEmpty, let limit = inkWithoutText, ink() > limit { return .noText }
        if let limit = confidenceBelow, let confidence = text.confidence, confidence < limit {
            return .confidence(confidence, below: limit)
        }
        return nil
    }
}

/// Why an engine's answer didn't do.
enum FallbackReason: Hashable, Sendable {
    case error(ExtractionError.Code)
    case confidence(Double, below: Double)
    case noText
    case partial

    /// A clause for a warning.
    var clause: String {
        switch self {
        case .error(let code): "failed with \(code)"
        case .confidence(let confidence, let limit): "was sure to \(confidence.inHundredths) only, below \(limit.inHundredths)"
        case .noText: "found no text on a page with ink"
        case .partial: "stopped early"
        }
    }
}
