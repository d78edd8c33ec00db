public import ExtractionKit

extension PageRegion {
    /// Whether what was read here stands on the line of a transcript that says so.
    ///
    /// The line is the one that the region covers most of; most of the region must lie on it, and half of the words read must be words of the
    /// line, or differ from one by no more than two characters in five, since engines misread what they find.
    ///
    /// - Parameters:
    ///   - text: What was read in the region.
    ///   - lines: The transcript's lines, in the page's points.
    public func standsOnItsLine(_ text: String, of lines: [TranscriptLine]) -> Bool {
        let bounds = polygon.bounds
        let shares = lines.filter { $0.page == page }.map { line in
            (line: line, area: line.polygon.bounds.intersection(bounds)?.area ?? 0)
        }
        guard let best = shares.max(by: { $0.area < $1.area }), best.area >= bounds.area / 2 else { return false }
        let known = TextNormalisation.caseFolded(best.line.text).split(separator: " ").map(String.init)
        let read = TextNormalisation.caseFolded(text).split(separator: " ").map(String.init)
        let found = read.count { word in known.contains { $0 == word || $0.contains(word) || editSimilarity($0, word) >= 0.6 } }
        return !read.isEmpty && 2 * found >= read.count
    }
}

extension MetricDefinition {
    /// The share of values whose regions lie on the lines of the transcript that say them.
    public static let groundingLineHitRate = MetricDefinition(
        id: "grounding_line_hit_rate", title: "Grounding: line hits",
        definition:
            "Share of the lines of right values that stand where the transcript has them: most of the region lies on one line of the transcript, and at least half of its words are words of that line.",
        source: "Defined here, for transcripts that say where lines stand, such as those of ICDAR 2019 SROIE.",
        direction: .higherIsBetter, unit: .ratio)
}
