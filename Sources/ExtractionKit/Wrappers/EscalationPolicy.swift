/// What goes from the cheap engine to the better one.
///
/// Confidences are the cheap engine's own, from 0 to 1, and only compared with the threshold: no engine's confidence is compared with
/// another's.
public struct EscalationPolicy: PluginConfiguration, Hashable {
    /// What below is unsure: a line or a page, each by the mean confidence of its words (``TextLine/confidence``). What has no
    /// confidence counts as sure.
    public var confidenceBelow = 0.8
    /// What is sent.
    public var unit = Unit.line
    /// How much of the page around an unsure line is sent along, in multiples of the line's height.
    public var margin = 0.5
    /// The share of the image above which the whole page is sent instead of its unsure regions, from 0 to 1.
    public var areaLimit = 0.3
    /// The number of regions above which the whole page is sent instead: a service bills each region as a page.
    public var regionLimit = 8
    /// A page without text that has more than this share of ink (``Raster/inkCoverage``) is sent whole; `nil` for never.
    public var inkWithoutText: Double? = 0.001
    /// The share of the time left that the cheap engine gets, above 0 and up to 1.
    public var timeShare = 0.5

    /// Creates the default policy.
    public init() {}

    /// Creates a policy that differs from the default one in what is unsure and what is sent.
    public init(confidenceBelow: Double, unit: Unit = .line) {
        self.confidenceBelow = confidenceBelow
        self.unit = unit
    }

    /// What is judged and sent.
    public enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
        /// Whole pages.
        case page
        /// Lines, with those beside them that are unsure too.
        case line
    }

    /// Everything that changes results, in one line.
    var summary: String {
        let ink = inkWithoutText.map { "\($0)" } ?? "never"
        return "\(confidenceBelow)/\(unit.rawValue)/\(margin)/\(areaLimit)/\(regionLimit)/\(ink)/\(timeShare)"
    }
}
