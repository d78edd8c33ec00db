/// A field extractor whose confidences come from a ``ConfidenceModel`` that can be fitted to documents with known truth.
///
/// ### Implement one
///
/// Give the same fields as ``FieldExtractor/fields(for:in:)``, each with the evidence that the model weighs: numbers of about -1 to 1, by
/// names that stay the same. Evidence tells of the value, its place and its rivals, never of the document's words, so that a model fitted to
/// some documents holds for others.
public protocol FittableFieldExtractor: FieldExtractor {
    /// The fields that would be found, with the evidence for each.
    func evidence(for request: FieldRequest, in document: ReadDocument) async throws -> [FieldEvidence]

    /// The same extractor with another model.
    func with(_ model: ConfidenceModel) -> Self
}

/// A field that was found, and what speaks for and against it.
public struct FieldEvidence: Hashable, Sendable {
    /// The field.
    public var field: ExtractedField
    /// The evidence by name.
    public var evidence: [String: Double]

    /// Creates evidence for a field.
    public init(field: ExtractedField, evidence: [String: Double]) {
        self.field = field
        self.evidence = evidence
    }
}
