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
        /// Fields below this confidence are reported as missing, from 0 to 1.
        public var minimumConfidence = 0.15

        /// Creates the default settings.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case minimumTypeConfidence = "minimum_type_confidence"
            case minimumConfidence = "minimum_confidence"
        }
    }

    /// The settings.
    public var configuration: Configuration

    /// Creates an extractor.
    public init(_ configuration: Configuration = Configuration()) { self.configuration = configuration }

    /// Rules of version 1, with their settings.
    public var identity: PluginIdentity {
        PluginIdentity(
            id: Self.id, version: "1", settings: "\(configuration.minimumTypeConfidence),\(configuration.minimumConfidence)")
    }

    /// On this machine.
    public var residency: Residency { .local }

    /// Finds the fields.
    ///
    /// - Throws: ``ExtractionError`` with the code `deadlineExceeded`, and `CancellationError`.
    public func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        try Task.checkCancellation()
        try request.deadline.check("The search for fields")
        let view = DocumentView(document)
        let index = ValueIndex(view)
        try request.deadline.check("The search for fields")
        try Task.checkCancellation()
        var result: FieldResult
        switch request.target {
        case .schema(let schema): result = try found(schema, view, index, document, request.deadline)
        case .anyOf(let schemas):
            let finding = try DocumentClassifier(schemas, threshold: configuration.minimumTypeConfidence).finding(
                in: view, deadline: request.deadline)
            if let schema = schemas.first(where: { $0.id == finding.id }) {
                result = try found(schema, view, index, document, request.deadline)
            } else {
                result = FieldResult(fields: KeyValueFinder(view: view, index: index, document: document).fields())
            }
            result.documentType = finding
        }
        if view.isCut {
            result.warnings.append(
                Warning(code: "too_many_words", message: "Only the first \(DocumentView.wordLimit) words were searched for fields."))
        }
        return result
    }

    private func found(
        _ schema: RecordSchema, _ view: DocumentView, _ index: ValueIndex, _ document: ReadDocument, _ deadline: Deadline
    ) throws -> FieldResult {
        var (fields, missing) = try SchemaExtraction(schema, view: view, index: index, of: document, deadline: deadline).run()
        missing += fields.filter { $0.confidence < configuration.minimumConfidence }.map {
            MissingField(name: $0.name, reason: "low_confidence")
        }
        fields.removeAll { $0.confidence < configuration.minimumConfidence }
        return FieldResult(fields: fields, missing: missing)
    }
}

extension RulesFieldExtractor: ConfigurablePlugin {
    /// `rules`.
    public static let id: PluginID = "rules"
    /// What it does.
    public static let summary = "Finds fields by labels, layout and the forms of values; offline, without a model."

    /// Makes the extractor.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a confidence outside of 0 to 1.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        for value in [configuration.minimumTypeConfidence, configuration.minimumConfidence] where !(0...1).contains(value) {
            throw ExtractionError(.invalidConfiguration, "The confidences of 'rules' must lie between 0 and 1; correct them.")
        }
        self.init(configuration)
    }
}

extension FieldExtractor where Self == RulesFieldExtractor {
    /// Rules with their default settings.
    public static var rules: RulesFieldExtractor { RulesFieldExtractor() }
}
