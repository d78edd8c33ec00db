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

    /// Finds the fields. In the auto mode a file may hold several documents; see ``FieldResult/parts``.
    ///
    /// - Throws: ``ExtractionError`` with the code `deadlineExceeded`, and `CancellationError`.
    public func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        let found = try found(request, in: document)
        guard found.count > 1 else {
            let only = found.first
            return FieldResult(
                documentType: only?.documentType, fields: only.map(scored) ?? [], missing: only?.missing ?? [],
                warnings: only?.isCut == true ? [Self.cut] : [])
        }
        let parts = found.compactMap { part in
            part.documentType.map {
                ExtractedPart(pages: part.pages, documentType: $0, fields: scored(part), missing: part.missing)
            }
        }
        let ranges = parts.map { "\($0.documentType.id): pages \($0.pages.lowerBound)–\($0.pages.upperBound)" }
        return FieldResult(
            documentType: DocumentTypeFinding(
                id: DocumentTypeFinding.several, confidence: parts.map(\.documentType.confidence).min() ?? 0, evidence: ranges),
            fields: [], parts: parts, warnings: found.contains(where: \.isCut) ? [Self.cut] : [])
    }

    private static let cut = Warning(
        code: "too_many_words", message: "Only the first \(DocumentView.wordLimit) words were searched for fields.")

    /// A document of the file: its fields as the rules score them, with the evidence for them.
    private struct Part {
        var pages: ClosedRange<Int>
        var documentType: DocumentTypeFinding?
        var fields: [FieldEvidence] = []
        var missing: [MissingField] = []
        var isCut: Bool
    }

    /// The fields with the model's confidences. What has no evidence keeps its confidence: tables, whose cells have their own, and what is
    /// found in documents of no known kind.
    private func scored(_ part: Part) -> [ExtractedField] {
        part.fields.map { found in
            var field = found.field
            if !found.evidence.isEmpty { field.confidence = model.confidence(found.evidence) }
            return field
        }
    }

    /// The documents of the file; one, unless the kind was asked for and several were found.
    private func found(_ request: FieldRequest, in document: ReadDocument) throws -> [Part] {
        try Task.checkCancellation()
        try request.deadline.check("The search for fields")
        let whole = 1...max(1, document.pages.last?.page.number ?? 1)
        guard case .anyOf(let schemas) = request.target else { return [try part(whole, of: document, request)] }
        var splitter = DocumentSplitter(schemas, threshold: configuration.minimumTypeConfidence)
        return try splitter.parts(of: document, deadline: request.deadline).map { try part($0, of: document, request) }
    }

    private func part(_ pages: ClosedRange<Int>, of document: ReadDocument, _ request: FieldRequest) throws -> Part {
        let view = DocumentView(document, pages: pages)
        let index = ValueIndex(view)
        try request.deadline.check("The search for fields")
        try Task.checkCancellation()
        var part = Part(pages: pages, isCut: view.isCut)
        func extract(_ schema: RecordSchema, typeConfidence: Double) throws {
            (part.fields, part.missing) = try SchemaExtraction(schema, view: view, index: index, of: document, deadline: request.deadline)
                .run(typeConfidence: typeConfidence)
            part.missing += part.fields.filter(isUnlikely).map { MissingField(name: $0.field.name, reason: "low_confidence") }
            part.fields.removeAll(where: isUnlikely)
        }
        switch request.target {
        case .schema(let schema): try extract(schema, typeConfidence: 1)
        case .anyOf(let schemas):
            let finding = try DocumentClassifier(schemas, threshold: configuration.minimumTypeConfidence).finding(
                in: view, deadline: request.deadline)
            if let schema = schemas.first(where: { $0.id == finding.id }) {
                try extract(schema, typeConfidence: finding.confidence)
            } else {
                let pairs = KeyValueFinder(view: view, index: index, document: document).fields()
                let tables = LayoutTables(document, pages: pages).fields(besides: Set(pairs.map(\.name)))
                part.fields = (pairs + tables).map { FieldEvidence(field: $0, evidence: [:]) }
            }
            part.documentType = finding
        }
        return part
    }

    /// Whether the rules themselves think little of a value, whatever a model says.
    private func isUnlikely(_ found: FieldEvidence) -> Bool { found.field.confidence < configuration.minimumConfidence }
}

extension RulesFieldExtractor: FittableFieldExtractor {
    /// The fields as the rules score them, with the evidence that the model weighs.
    ///
    /// - Throws: ``ExtractionError`` with the code `deadlineExceeded`, and `CancellationError`.
    public func evidence(for request: FieldRequest, in document: ReadDocument) async throws -> [FieldEvidence] {
        try found(request, in: document).flatMap(\.fields)
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
