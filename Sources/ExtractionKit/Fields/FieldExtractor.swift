/// A type that finds fields in a document that has been read: by rules, by a model, by both.
///
/// ### Implement an extractor
///
/// - Give every value where it stands. A model returns quotes, never coordinates: find the quote in
///   ``ReadDocument/content`` and take its grounding from ``ReadDocument/grounding(of:status:)``.
/// - Never invent: a field that isn't in the document is a ``MissingField`` with the reason.
/// - Name the fields as the schema does, each at most once, and every field of the schema either found or missing.
/// - For ``FieldRequest/Target/anyOf(_:)`` decide the document's kind, and say what else it could be and why.
///
/// Check the extractor with `FieldExtractorConformance` of ExtractionTesting.
public protocol FieldExtractor: Sendable {
    /// Who this is, for results and caches.
    var identity: PluginIdentity { get }

    /// Where documents go to be understood.
    var residency: Residency { get }

    /// Finds the fields.
    func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult
}

/// What to look for.
public struct FieldRequest: Sendable {
    /// The fields, or the kinds of documents it may be.
    public var target: Target
    /// The file that was read, for extractors that look for more in it than its pages say, such as attachments; `nil` where only the
    /// reading is at hand.
    public var source: Document?
    /// When the answer must be there.
    public var deadline: Deadline

    /// Creates a request.
    public init(target: Target, source: Document? = nil, deadline: Deadline = .never) {
        self.target = target
        self.source = source
        self.deadline = deadline
    }

    /// What to look for.
    public enum Target: Sendable {
        /// The kind of document is to be found out, among these; an unknown kind gives its key-value pairs.
        case anyOf([RecordSchema])
        /// These fields.
        case schema(RecordSchema)
    }
}

/// What was found.
public struct FieldResult: Hashable, Sendable {
    /// The document's kind, where it was asked for.
    public var documentType: DocumentTypeFinding?
    /// The fields that were found, in the schema's order.
    public var fields: [ExtractedField]
    /// The fields of the schema that were not.
    public var missing: [MissingField]
    /// The documents of a file that holds several, by page; empty for one. Then ``fields`` is empty, and ``documentType`` is
    /// ``DocumentTypeFinding/several``.
    public var parts: [ExtractedPart]
    /// What a person should know of it.
    public var warnings: [Warning]
    /// What it cost.
    public var usage: Usage

    /// Creates a result.
    public init(
        documentType: DocumentTypeFinding? = nil, fields: [ExtractedField], missing: [MissingField] = [], parts: [ExtractedPart] = [],
        warnings: [Warning] = [], usage: Usage = Usage()
    ) {
        self.documentType = documentType
        self.fields = fields
        self.missing = missing
        self.parts = parts
        self.warnings = warnings
        self.usage = usage
    }
}

/// A field that is not in the document, and why that is thought.
public struct MissingField: Hashable, Sendable, Codable {
    /// The field's name in the schema.
    public var name: String
    /// Why there is no value, such as `no_label_found`.
    public var reason: String

    /// Creates a missing field.
    public init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }
}

/// The kind of a document, as it was found out.
public struct DocumentTypeFinding: Hashable, Sendable, Codable {
    /// The id of the schema, or `unknown`.
    public var id: String
    /// How likely this is right, from 0 to 1.
    public var confidence: Double
    /// What else it could be.
    public var runnerUp: RunnerUp?
    /// The cues that were found, the strongest first.
    public var evidence: [String]

    /// Creates a finding.
    public init(id: String, confidence: Double, runnerUp: RunnerUp? = nil, evidence: [String] = []) {
        self.id = id
        self.confidence = confidence
        self.runnerUp = runnerUp
        self.evidence = evidence
    }

    /// What else a document could be.
    public struct RunnerUp: Hashable, Sendable, Codable {
        /// The id of the schema.
        public var id: String
        /// How likely that is, from 0 to 1.
        public var confidence: Double

        /// Creates a runner-up.
        public init(id: String, confidence: Double) {
            self.id = id
            self.confidence = confidence
        }
    }

    /// The id of a document of no known kind.
    public static let unknown = "unknown"

    private enum CodingKeys: String, CodingKey {
        case id, confidence
        case runnerUp = "runner_up"
        case evidence
    }
}
