/// Edits against the length of the reference: the counts behind CER and WER. Those of several documents add up (micro average); the mean of
/// the documents' values is the macro average.
public struct ErrorRate: Hashable, Sendable, Codable {
    /// The least number of insertions, deletions and substitutions.
    public var edits: Int
    /// The number of characters or words in the reference.
    public var referenceLength: Int

    /// Creates a rate from its counts.
    public init(edits: Int = 0, referenceLength: Int = 0) {
        self.edits = edits
        self.referenceLength = referenceLength
    }

    /// Counts characters: Unicode scalars after normalisation, a blank between words included.
    public static func characters(
        of hypothesis: String, reference: String, normalisation: TextNormalisation = .standard
    ) -> ErrorRate {
        let reference = Array(normalisation(reference).unicodeScalars)
        return ErrorRate(
            edits: levenshteinDistance(reference, normalisation(hypothesis).unicodeScalars), referenceLength: reference.count)
    }

    /// Counts words: what stands between white space after normalisation, punctuation included.
    public static func words(of hypothesis: String, reference: String, normalisation: TextNormalisation = .standard) -> ErrorRate {
        let reference = normalisation(reference).words
        return ErrorRate(edits: levenshteinDistance(reference, normalisation(hypothesis).words), referenceLength: reference.count)
    }

    /// Edits a unit of the reference, 0 at best, and more than 1 where much is invented; `nil` where the reference is empty.
    public var value: Double? { share(edits, of: referenceLength) }

    /// The sums of both.
    public static func + (left: ErrorRate, right: ErrorRate) -> ErrorRate {
        ErrorRate(edits: left.edits + right.edits, referenceLength: left.referenceLength + right.referenceLength)
    }
}

extension String {
    /// What stands between white space.
    var words: [Substring] { split(whereSeparator: \.isWhitespace) }
}

extension MetricDefinition {
    /// CER.
    public static let characterErrorRate = MetricDefinition(
        id: "cer", title: "Character error rate",
        definition:
            "Levenshtein distance in Unicode scalars divided by the reference's length, after NFC and with white space collapsed; micro over documents. Text in another order counts as errors: where the truth lists lines in an order that isn't the reading order, as lists of a receipt's lines do, look at bag-of-words F1.",
        source: "Rice, Jenkins and Nartker, The Fourth Annual Test of OCR Accuracy, UNLV ISRI 1995; Levenshtein 1966; Myers 1999.",
        direction: .lowerIsBetter, unit: .errorsPerUnit)

    /// CER with case folded: for transcripts whose case isn't that of the page, such as those in capitals.
    public static let characterErrorRateAnyCase = MetricDefinition(
        id: "cer_any_case", title: "Character error rate, any case",
        definition:
            "Levenshtein distance in Unicode scalars divided by the reference's length, after NFC, with white space collapsed and case folded; micro over documents.",
        source: "As the character error rate.", direction: .lowerIsBetter, unit: .errorsPerUnit)

    /// WER.
    public static let wordErrorRate = MetricDefinition(
        id: "wer", title: "Word error rate",
        definition:
            "Levenshtein distance in words (split at white space, punctuation kept) divided by the reference's number of words; micro over documents. Words in another order count as errors.",
        source: "NIST SCTK sclite; Morris, Maier and Green, From WER and RIL to MER and WIL, Interspeech 2004.",
        direction: .lowerIsBetter, unit: .errorsPerUnit)
}
