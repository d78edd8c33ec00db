/// One minus the Levenshtein distance over the longer length, in Unicode scalars: 1 for equal texts (two empty ones too), 0 for texts that
/// share nothing.
public func editSimilarity(_ left: String, _ right: String, normalisation: TextNormalisation = .standard) -> Double {
    editSimilarity(scalars: Array(normalisation(left).unicodeScalars), Array(normalisation(right).unicodeScalars))
}

/// The similarity of texts that need no more normalisation.
func editSimilarity(scalars left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Double {
    let longer = max(left.count, right.count)
    return longer > 0 ? 1 - Double(levenshteinDistance(left, right)) / Double(longer) : 1
}

extension MetricDefinition {
    /// 1 − NED.
    public static let editSimilarity = MetricDefinition(
        id: "edit_similarity", title: "Normalised edit distance (1 − NED)",
        definition: "One minus the Levenshtein distance divided by the longer of both lengths, in Unicode scalars; mean over documents.",
        source: "ICDAR 2019 Robust Reading Challenge on Reading Chinese Text on Signboard (Zhang et al.), metric 1-N.E.D.",
        direction: .higherIsBetter, unit: .ratio)
}
