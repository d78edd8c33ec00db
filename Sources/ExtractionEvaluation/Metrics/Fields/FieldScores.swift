public import ExtractionKit

/// The judgements of single-valued fields, of one document or of many, and the scores that follow from them. Tables are judged by
/// ``LineItemScores``.
public struct FieldScores: Hashable, Sendable, Codable {
    /// What became of each field.
    public var judgements: [FieldJudgement]

    /// Takes judgements.
    public init(_ judgements: [FieldJudgement] = []) { self.judgements = judgements }

    /// Judges the fields of a document in the order of their names, but not tables, skipped fields, and what the truth doesn't speak of.
    public init(_ found: [ExtractedField], truth: FieldTruth, comparison: ValueComparison = ValueComparison()) {
        let fields = Dictionary(found.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let names = Set(truth.values.keys).union(truth.isComplete ? Set(fields.keys) : []).subtracting(truth.skipped)
        judgements = names.sorted().compactMap { name in
            let expected = truth.values[name] ?? .null
            let field = fields[name]
            let value = field.map { JSONValue($0.value) }
            let isTable = FieldTruth.rows(expected) != nil || field?.type == .table
            guard !isTable || (expected.isAbsent && field == nil) else { return nil }
            return FieldJudgement(
                field: name, truth: expected, found: value, raw: field?.raw, confidence: field?.confidence, comparison: comparison)
        }
    }

    /// How many judgements there are of a kind.
    public func count(_ outcome: FieldJudgement.Outcome) -> Int { judgements.count { $0.outcome == outcome } }

    /// The counts over all fields (micro average), values compared in normal form. A wrong value counts as found wrongly and as not found.
    public var counts: MatchCounts { Self.counts(of: judgements) { $0.outcome == .correct } }

    /// The same where only the untouched raw text counts as right.
    public var untouchedCounts: MatchCounts { Self.counts(of: judgements, isRight: \.isUntouched) }

    /// The counts of each field.
    public var countsByField: [String: MatchCounts] {
        Dictionary(grouping: judgements, by: \.field).mapValues { Self.counts(of: $0) { $0.outcome == .correct } }
    }

    /// The mean of the fields' F1 (macro average); fields that were neither there nor found are left out.
    public var macroF1: Double? { countsByField.sorted { $0.key < $1.key }.map(\.value.f1).meanOfDefined() }

    /// What a person would have to correct.
    public var corrections: CorrectionCounts {
        CorrectionCounts(correct: count(.correct), substitutions: count(.wrong), additions: count(.invented), deletions: count(.omitted))
    }

    /// The answers with their confidence, for calibration: what was found, and whether it is right.
    public var confidentAnswers: [ConfidentAnswer] {
        judgements.compactMap { judgement in
            judgement.confidence.map { ConfidentAnswer(confidence: $0, isCorrect: judgement.outcome == .correct) }
        }
    }

    /// The judgements of both.
    public static func + (left: FieldScores, right: FieldScores) -> FieldScores { FieldScores(left.judgements + right.judgements) }

    private static func counts(of judgements: [FieldJudgement], isRight: (FieldJudgement) -> Bool) -> MatchCounts {
        judgements.reduce(into: MatchCounts()) { counts, judgement in
            switch judgement.outcome {
            case .correct, .wrong:
                if isRight(judgement) {
                    counts.truePositives += 1
                } else {
                    counts.falsePositives += 1
                    counts.falseNegatives += 1
                }
            case .omitted: counts.falseNegatives += 1
            case .invented: counts.falsePositives += 1
            case .absent: break
            }
        }
    }
}

extension MetricDefinition {
    private static let slots =
        "Makhoul, Kubala, Schwartz and Weischedel, Performance Measures for Information Extraction, DARPA Broadcast News Workshop 1999"
    private static let shares = "van Rijsbergen, Information Retrieval, 1979, chapter 7."

    /// F1 of untouched values.
    public static let fieldExactUntouched = MetricDefinition(
        id: "field_f1_untouched", title: "Field F1, untouched",
        definition:
            "F1 of single-valued fields where only raw text that is the truth byte for byte is right; micro over fields and documents.",
        source: shares, direction: .higherIsBetter, unit: .ratio)
    /// Precision of values in normal form.
    public static let fieldPrecision = MetricDefinition(
        id: "field_precision", title: "Field precision",
        definition: "Right values divided by values found (right, wrong and invented), compared in normal form; micro.",
        source: shares, direction: .higherIsBetter, unit: .ratio)
    /// Recall of values in normal form.
    public static let fieldRecall = MetricDefinition(
        id: "field_recall", title: "Field recall",
        definition: "Right values divided by values that the documents have (right, wrong and omitted), compared in normal form; micro.",
        source: shares, direction: .higherIsBetter, unit: .ratio)
    /// F1 of values in normal form.
    public static let fieldF1 = MetricDefinition(
        id: "field_f1", title: "Field F1, normalised",
        definition:
            "F1 of single-valued fields, equal when dates are the same day, numbers the same value, and other text the same words without case and punctuation; micro.",
        source: shares, direction: .higherIsBetter, unit: .ratio)
    /// The mean F1 of the fields.
    public static let fieldMacroF1 = MetricDefinition(
        id: "field_macro_f1", title: "Field F1, macro",
        definition: "Mean over fields of each field's F1 over all documents, values compared in normal form.",
        source: shares, direction: .higherIsBetter, unit: .ratio)
    /// The count of omitted values.
    public static let omissions = MetricDefinition(
        id: "omissions", title: "Omissions", definition: "Fields that a document has and for which nothing was found.",
        source: slots + " (deletions).", direction: .lowerIsBetter, unit: .count)
    /// The count of invented values.
    public static let inventions = MetricDefinition(
        id: "inventions", title: "Inventions", definition: "Fields that a document doesn't have and for which something was found.",
        source: slots + " (insertions).", direction: .lowerIsBetter, unit: .count)
    /// The count of wrong values.
    public static let wrongValues = MetricDefinition(
        id: "wrong_values", title: "Wrong values", definition: "Fields that a document has and for which something else was found.",
        source: slots + " (substitutions).", direction: .lowerIsBetter, unit: .count)
}
