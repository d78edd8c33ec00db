public import ExtractionKit

/// Finds fields by rules: labels in several languages, where values stand to them, what values look like, and what they say of each other.
///
/// It works offline, in pure Swift, and always gives the same result for the same document. Values are never invented: each stands in the
/// document, and a field without one is listed as missing with the reason.
///
/// A ``RecordSchema`` tells the labels. For bare names (``FieldType/any`` without labels) type and labels are inferred from the name.
///
/// - Note: A measurement without a number, such as `ND` or `<LOQ`, has no cell `value` in its row; what stands there is its `status`.
public struct RulesFieldExtractor: FieldExtractor {
    /// How the extractor works.
    public struct Configuration: PluginConfiguration, Hashable {
        /// A kind of document is believed from this confidence on, from 0 to 1; below it the kind is `unknown`.
        public var minimumTypeConfidence = 0.5
        /// Fields that the rules score below this are reported as missing, from 0 to 1.
        public var minimumConfidence = 0.15
        /// The path of a file with a ``ConfidenceModel`` made by `extract fit`; `nil` for the built-in one.
        public var model: String?

        /// Creates the default settings.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case minimumTypeConfidence = "minimum_type_confidence"
            case minimumConfidence = "minimum_confidence"
            case model
        }
    }

    /// The settings.
    public var configuration: Configuration
    /// What makes confidences of evidence.
    public var model: ConfidenceModel

    /// Creates an extractor with a model that has been read, by default the built-in one.
    public init(_ configuration: Configuration = Configuration(), model: ConfidenceModel = .rules) {
        self.configuration = configuration
        self.model = model
    }

    /// Rules of version 1, with their settings.
    public var identity: PluginIdentity {
        PluginIdentity(
            id: Self.id, version: "1", settings: "\(configuration.minimumTypeConfidence),\(configuration.minimumConfidence),\(model.digest)"
        )
    }

    /// On this machine.
    public var residency: Residency { .local }

    /// Finds the fields.
    ///
    /// - Throws: ``ExtractionError`` with the code `deadlineExceeded`, and `CancellationError`.
    public func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        var (result, evidence) = try found(request, in: document)
        result.fields = evidence.map { found in
            var field = found.field
            if !found.evidence.isEmpty { field.confidence = model.confidence(found.evidence) }
            return field
        }
        return result
    }

    /// The result without its fields, and the fields with the evidence for them. What has none keeps its confidence: tables, whose cells
    /// have their own, and the pairs of documents of no known kind.
    private func found(_ request: FieldRequest, in document: ReadDocument) throws -> (FieldResult, [FieldEvidence]) {
        try Task.checkCancellation()
        try request.deadline.check("The search for fields")
        let view = DocumentView(document)
        let index = ValueIndex(view)
        try request.deadline.check("The search for fields")
        try Task.checkCancellation()
        var result = FieldResult(fields: [])
        var fields: [FieldEvidence] = []
        func extract(_ schema: RecordSchema, typeConfidence: Double) throws {
            (fields, result.missing) = try SchemaExtraction(schema, view: view, index: index, of: document, deadline: request.deadline)
                .run(typeConfidence: typeConfidence)
            result.missing += fields.filter(isUnlikely).map { MissingField(name: $0.field.name, reason: "low_confidence") }
            fields.removeAll(where: isUnlikely)
        }
        switch request.target {
        case .schema(let schema): try extract(schema, typeConfidence: 1)
        case .anyOf(let schemas):
            let finding = try DocumentClassifier(schemas, threshold: configuration.minimumTypeConfidence).finding(
                in: view, deadline: request.deadline)
            if let schema = schemas.first(where: { $0.id == finding.id }) {
                try extract(schema, typeConfidence: finding.confidence)
            } else {
                fields = KeyValueFinder(view: view, index: index, document: document).fields().map {
                    FieldEvidence(field: $0, evidence: [:])
                }
            }
            result.documentType = finding
        }
        if view.isCut {
            result.warnings.append(
                Warning(code: "too_many_words", message: "Only the first \(DocumentView.wordLimit) words were searched for fields."))
        }
        return (result, fields)
    }

    /// Whether the rules themselves think little of a value, whatever a model says.
    private func isUnlikely(_ found: FieldEvidence) -> Bool { found.field.confidence < configuration.minimumConfidence }
}

extension RulesFieldExtractor: FittableFieldExtractor {
    /// The fields as the rules score them, with the evidence that the model weighs.
    ///
    /// - Throws: ``ExtractionError`` with the code `deadlineExceeded`, and `CancellationError`.
    public func evidence(for request: FieldRequest, in document: ReadDocument) async throws -> [FieldEvidence] {
        try found(request, in: document).1
    }

    /// The same rules with another model.
    public func with(_ model: ConfidenceModel) -> RulesFieldExtractor {
        var extractor = self
        extractor.model = model
        return extractor
    }
}

extension RulesFieldExtractor: ConfigurablePlugin {
    /// `rules`.
    public static let id: PluginID = "rules"
    /// What it does.
    public static let summary = "Finds fields by labels, layout and the forms of values; offline."

    /// Makes the extractor.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a confidence outside of 0 to 1 and a file that is no model,
    ///   and what reading the file throws.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        for value in [configuration.minimumTypeConfidence, configuration.minimumConfidence] where !(0...1).contains(value) {
            throw ExtractionError(.invalidConfiguration, "The confidences of 'rules' must lie between 0 and 1; correct them.")
        }
        try self.init(configuration, model: configuration.model.map(ConfidenceModel.init(contentsOfFile:)) ?? .rules)
    }
}

extension FieldExtractor where Self == RulesFieldExtractor {
    /// Rules with their default settings.
    public static var rules: RulesFieldExtractor { RulesFieldExtractor() }
}
