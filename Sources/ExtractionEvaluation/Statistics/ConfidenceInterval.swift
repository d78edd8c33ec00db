/// Between which values a statistic lies, had other documents of the same kind been drawn.
public struct ConfidenceInterval: Hashable, Sendable, Codable {
    /// The statistic of the documents at hand.
    public var estimate: Double
    /// The lower end.
    public var lower: Double
    /// The upper end.
    public var upper: Double
    /// How often such intervals hold the true value, such as 0.95.
    public var level: Double
    /// How it was found.
    public var method: Method
    /// The number of documents.
    public var documents: Int
    /// How many resamples were drawn.
    public var resamples: Int
    /// How many of them the statistic wasn't defined for, and that were left out. Many make the interval doubtful.
    public var undefinedResamples: Int

    /// How an interval is found.
    public enum Method: String, Hashable, Sendable, Codable {
        /// The percentiles of the resampled statistic: Efron, "Bootstrap Methods" (Annals of Statistics 7(1), 1979).
        case percentile
        /// The same, corrected for bias and skew (BCa): Efron, "Better Bootstrap Confidence Intervals" (JASA 82, 1987). Where the
        /// correction isn't defined, as for a statistic that never changes, it is the percentile interval.
        case biasCorrected = "bca"
    }
}
