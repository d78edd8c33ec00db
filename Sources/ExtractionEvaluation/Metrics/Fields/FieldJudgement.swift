public import ExtractionKit

/// What became of one field of one document.
public struct FieldJudgement: Hashable, Sendable, Codable {
    /// The field's name.
    public var field: String
    /// How the value compares to the truth, both in normal form.
    public var outcome: Outcome
    /// Whether the raw text is the truth, byte for byte: nothing folded, nothing read as a number or date.
    public var isUntouched: Bool
    /// How sure the extractor was, where it found something.
    public var confidence: Double?

    /// How a value compares to the truth.
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// It is there, and right.
        case correct
        /// It is there, and says something else than the document.
        case wrong
        /// The document has it, and nothing was found.
        case omitted
        /// The document doesn't have it, and something was found.
        case invented
        /// The document doesn't have it, and nothing was found.
        case absent
    }

    /// Creates a judgement that was made elsewhere.
    public init(field: String, outcome: Outcome, isUntouched: Bool, confidence: Double? = nil) {
        self.field = field
        self.outcome = outcome
        self.isUntouched = isUntouched
        self.confidence = confidence
    }

    /// Judges a value. An empty one is as good as none.
    ///
    /// - Parameters:
    ///   - field: The field's name.
    ///   - truth: The true value.
    ///   - found: The value found, or `nil`.
    ///   - raw: The text it was read from.
    ///   - confidence: How sure the extractor was.
    ///   - comparison: When two values are the same.
    public init(
        field: String, truth: JSONValue, found: JSONValue?, raw: String? = nil, confidence: Double? = nil,
        comparison: ValueComparison = ValueComparison()
    ) {
        let found = found.flatMap { $0.isAbsent ? nil : $0 }
        self.field = field
        self.confidence = found == nil ? nil : confidence
        outcome =
            switch (truth.isAbsent, found) {
            case (true, nil): .absent
            case (true, _): .invented
            case (false, nil): .omitted
            case (false, let found?): comparison.areEqual(truth, found) ? .correct : .wrong
            }
        isUntouched = found != nil && raw.map { Array($0.utf8) } == truth.plainText.map { Array($0.utf8) } && raw != nil
    }
}

extension JSONValue {
    /// The text of a value that is one: a number with all of its digits.
    var plainText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): "\(number)"
        case .bool(let bool): "\(bool)"
        case .null, .array, .object: nil
        }
    }
}
