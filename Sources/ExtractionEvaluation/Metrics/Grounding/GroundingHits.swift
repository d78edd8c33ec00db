public import ExtractionKit

extension Sequence<PageRegion> {
    /// How much two sets of regions share of what they cover together, from 0 to 1, pages apart: intersection over union of their upright
    /// bounds. The regions of one side are taken not to overlap each other, as the lines of a value don't.
    public func intersectionOverUnion(with other: some Sequence<PageRegion>) -> Double {
        let left = map { (page: $0.page, bounds: $0.polygon.bounds) }
        let right = other.map { (page: $0.page, bounds: $0.polygon.bounds) }
        var shared = 0.0
        for one in left {
            for two in right where one.page == two.page { shared += one.bounds.intersection(two.bounds)?.area ?? 0 }
        }
        let covered = left.reduce(0) { $0 + $1.bounds.area } + right.reduce(0) { $0 + $1.bounds.area } - shared
        return covered > 0 ? Swift.min(1, shared / covered) : 0
    }
}

extension ExtractedField {
    /// Whether the value stands where it truly does: intersection over union of at least `threshold`. A value without a place doesn't.
    public func hits(_ truth: [PageRegion], threshold: Double = 0.5) -> Bool {
        grounding.map(\.region).intersectionOverUnion(with: truth) >= threshold
    }

    /// Whether the text at the value's place is its raw text, white space aside. A value without a place, or with one outside of the
    /// content, isn't what the text says.
    public func isRawText(of content: String) -> Bool {
        guard !grounding.isEmpty else { return false }
        let texts = grounding.map { content[$0.region.span] }
        guard !texts.contains(nil) else { return false }
        func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }
        return bare(texts.compactMap(\.self).joined()) == bare(raw)
    }
}

extension MetricDefinition {
    /// The share of values that stand where the truth says.
    public static let groundingRegionHitRate = MetricDefinition(
        id: "grounding_region_hit_rate", title: "Grounding: region hits",
        definition:
            "Share of right values with a true place whose regions have an intersection over union of at least 0.5 with it, on the same pages.",
        source: "Everingham et al., The PASCAL Visual Object Classes Challenge, IJCV 88, 2010, section 4.2 (the threshold of 0.5).",
        direction: .higherIsBetter, unit: .ratio)

    /// The share of values whose text stands at their place.
    public static let groundingTextHitRate = MetricDefinition(
        id: "grounding_text_hit_rate", title: "Grounding: text hits",
        definition:
            "Share of values found whose raw text is the content at their spans, white space aside; a value without a place misses.",
        source: "Defined here, after the exact source grounding of quotes in LangExtract.",
        direction: .higherIsBetter, unit: .ratio)
}
