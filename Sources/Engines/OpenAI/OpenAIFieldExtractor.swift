internal import ExtractionEngineSupport
public import ExtractionKit
public import ExtractionRemote
internal import Foundation

/// Finds fields with a language model at any service that speaks OpenAI's interface.
///
/// The model gets the document's text, fenced off as material, and a strict schema of the fields. For each it gives a value and the words
/// that say so. A value is only taken where its words stand in the document and the value can come from them; anything else is a missing
/// field with the reason `quote_not_found` or `value_not_in_quote`. So neither a model that invents nor a document that gives orders gets
/// a value in that nobody can see.
///
/// A long document is sent in parts; where parts disagree, the value that stands first is taken and the warning `conflicting_values` names
/// the field and the page of each other value. In the auto mode the model first says what kind of document it is; for an unknown kind it
/// proposes the fields.
///
/// ### Confidence
///
/// A ``/ExtractionKit/ConfidenceModel`` makes a confidence of what speaks for a value: how it is grounded, how likely the model thought its
/// tokens (where the service says so), how many passes gave it, and what sums, dates and check digits say. The weights of
/// ``/ExtractionKit/ConfidenceModel/openAI`` are chosen by hand; `extract fit` makes better ones. A second opinion is
/// ``/ExtractionKit/AgreeingFieldExtractor``'s, which puts `rules` beside this extractor.
///
/// See <doc:Set-up>.
public struct OpenAIFieldExtractor: FittableFieldExtractor {
    /// The settings of the extractor.
    public let configuration: OpenAIConfiguration
    /// `openai`, with the model as its version.
    public private(set) var identity: PluginIdentity
    /// What makes confidences of evidence.
    public private(set) var model: ConfidenceModel
    private let forms: FormFilling
    private var service: ChatService { forms.service }

    /// Creates an extractor.
    ///
    /// - Parameters:
    ///   - configuration: The settings; the model is needed.
    ///   - transport: Carries requests.
    ///   - key: The service's key; `nil` for one that needs none.
    ///   - ledger: Where calls are kept.
    ///   - clock: The time.
    ///   - model: What makes confidences of evidence; `nil` for what ``OpenAIConfiguration/confidenceModel`` says.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration`.
    public init(
        _ configuration: OpenAIConfiguration, transport: any HTTPTransport, key: Secret?, ledger: CallLedger = CallLedger(),
        clock: ServiceClock = .system, model: ConfidenceModel? = nil
    ) throws {
        try configuration.check()
        self.configuration = configuration
        self.model = try model ?? configuration.confidenceModel.map { try ConfidenceModel(contentsOfFile: $0) } ?? .openAI
        identity = try PluginIdentity(id: Self.id, version: configuration.model, digesting: configuration.resultSettings)
        identity.settings += " \(self.model.digest)"
        forms = try FormFilling(
            configuration: configuration,
            service: configuration.service(Self.id, transport: transport, key: key, ledger: ledger, clock: clock))
    }

    /// The same extractor with another model of confidences.
    public func with(_ model: ConfidenceModel) -> OpenAIFieldExtractor {
        var copy = self
        copy.identity.settings = copy.identity.settings.replacing(self.model.digest, with: model.digest)
        copy.model = model
        return copy
    }

    /// Where the service is.
    public var residency: Residency { service.client.residency }

    /// Finds the fields.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `lowQuality` for an answer that is cut off or refused, `invalidAnswer`,
    ///   `invalidSchema`, `budgetExceeded`, and those of
    ///   ``/ExtractionRemote/ServiceClient/send(_:repeatability:until:meter:explaining:)``.
    public func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        let parts = DocumentPart.parts(of: document.content, bytes: configuration.chunkBytes)
        switch request.target {
        case .schema(let schema):
            return try await fields(of: schema, in: document, parts: parts, until: request.deadline)
        case .anyOf(let schemas):
            guard let first = parts.first else {
                return FieldResult(documentType: DocumentTypeFinding(id: DocumentTypeFinding.unknown, confidence: 0), fields: [])
            }
            var (type, usage) = try await kind(of: first, among: schemas, until: request.deadline)
            var result: FieldResult
            if let schema = schemas.first(where: { $0.id == type.id }) {
                result = try await fields(of: schema, in: document, parts: parts, until: request.deadline)
            } else {
                type.id = DocumentTypeFinding.unknown
                result = try await proposals(in: document, part: first, until: request.deadline)
            }
            usage += result.usage
            result.documentType = type
            result.usage = usage
            return result
        }
    }

    /// The fields of a schema with what speaks for them; of a request in the auto mode, those of the kind that the model says.
    ///
    /// - Throws: As ``fields(for:in:)``.
    public func evidence(for request: FieldRequest, in document: ReadDocument) async throws -> [FieldEvidence] {
        let parts = DocumentPart.parts(of: document.content, bytes: configuration.chunkBytes)
        var schema: RecordSchema?
        switch request.target {
        case .schema(let wanted): schema = wanted
        case .anyOf(let schemas):
            guard let first = parts.first else { return [] }
            let (type, _) = try await kind(of: first, among: schemas, until: request.deadline)
            schema = schemas.first { $0.id == type.id }
        }
        guard let schema else { return [] }
        return try await merged(schema, in: document, parts: parts, until: request.deadline).fields.evidence()
    }

    private func fields(
        of schema: RecordSchema, in document: ReadDocument, parts: [DocumentPart], until deadline: Deadline
    ) async throws -> FieldResult {
        let (merged, usage) = try await merged(schema, in: document, parts: parts, until: deadline)
        return merged.result(model, usage: usage)
    }

    private func merged(
        _ schema: RecordSchema, in document: ReadDocument, parts: [DocumentPart], until deadline: Deadline
    ) async throws -> (fields: MergedFields, usage: Usage) {
        try Task.checkCancellation()
        try deadline.check("Finding the fields")
        let form = try AnswerSchema(schema)
        let resolution = QuotedFieldResolution(document, source: source, prefix: "openai")
        var merging = MergedFields(schema), usage = Usage()
        for part in parts {
            var vote = PassVote()
            for _ in 0..<configuration.passes {
                let answer = try await forms.answer(
                    "Give the fields of this document that the schema describes. Copy each quote letter by letter from the document. "
                        + "A field that isn't in the document is null; never guess.",
                    about: part, calledA: "document", form: form.json, name: "fields", until: deadline)
                usage += answer.usage
                let places = JSONPlaces(answer.text).places
                let likelihoods = TokenLikelihoods(answer.tokens, of: answer.text)
                do {
                    let given = try form.fields(in: answer.json) { path in
                        likelihoods.flatMap { likelihoods in places[path].map { likelihoods.least(in: $0) } } ?? 1
                    }
                    let found = try resolution.result(given, missing: [], for: schema)
                    vote.passes.append(trusted(found, isLikelihoodKnown: likelihoods != nil))
                } catch is QuotedFieldResolution.Problem {
                    throw AnswerSchema.invalid
                }
            }
            merging.add(vote.result)
        }
        return (merging, usage)
    }

    /// The fields without values that can't come from their quotes, and with what speaks for the others.
    private func trusted(_ result: FieldResult, isLikelihoodKnown: Bool) -> FoundFields {
        var found = FoundFields(missing: result.missing, warnings: result.warnings)
        for field in result.fields {
            if let field = trusted(field, isLikelihoodKnown) {
                found.fields.append(field)
            } else {
                found.missing.append(MissingField(name: field.name, reason: "value_not_in_quote"))
            }
        }
        return found
    }

    private func trusted(_ field: ExtractedField, _ isLikelihoodKnown: Bool) -> FieldEvidence? {
        var field = field
        if case .table(let rows) = field.value {
            let kept = rows.map { row in
                FieldRow(cells: row.cells.compactMap { trusted($0, isLikelihoodKnown)?.scored(by: model) })
            }.filter { !$0.cells.isEmpty }
            guard !kept.isEmpty else { return nil }
            field.value = .table(kept)
            field.grounding = kept.flatMap { $0.cells.flatMap(\.grounding) }
            field.confidence = kept.flatMap { $0.cells.map(\.confidence) }.min() ?? 0
            return FieldEvidence(field: field, evidence: [:])
        }
        guard let status = field.grounding.first?.status, ValueAgreement.holds(field) else { return nil }
        var evidence = [status.rawValue: 1.0]
        if isLikelihoodKnown { evidence["certainty"] = 2 * field.confidence - 1 }
        return FieldEvidence(field: field, evidence: evidence)
    }

    private func kind(
        of part: DocumentPart, among schemas: [RecordSchema], until deadline: Deadline
    ) async throws -> (DocumentTypeFinding, Usage) {
        let ids = schemas.map(\.id) + [DocumentTypeFinding.unknown]
        let kinds = schemas.map { "\($0.id): \($0.title). \($0.description)" }.joined(separator: "\n")
        let form = AnswerSchema.object([
            ("document_type", ["type": "string", "enum": .array(ids.map { .string($0) })]), ("quote", ["type": "string"]),
        ])
        let filled = try await forms.answer(
            "Say which kind of document this is, and copy the words that show it letter by letter into quote. The kinds:\n\(kinds)\n"
                + "unknown: none of these.",
            about: part, calledA: "document", form: .object(form), name: "kind", operation: "kind", until: deadline)
        let answer = filled.json
        guard let id = answer["document_type"]?.string, ids.contains(id) else { throw AnswerSchema.invalid }
        let evidence = answer["quote"]?.string.flatMap { QuoteFinder(part.text).find($0, within: nil)?.text }
        return (
            DocumentTypeFinding(
                id: id, confidence: id == DocumentTypeFinding.unknown ? 0.5 : evidence == nil ? 0.6 : 0.85,
                evidence: evidence.map { [String($0.prefix(80))] } ?? []),
            filled.usage
        )
    }

    /// What the model thinks worth finding in a document of no known kind.
    private func proposals(in document: ReadDocument, part: DocumentPart, until deadline: Deadline) async throws -> FieldResult {
        let strings = ["name", "value", "quote"].map { ($0, ["type": "string"] as JSONValue) }
        let form = AnswerSchema.object([("fields", ["type": "array", "items": .object(AnswerSchema.object(strings))])])
        let filled = try await forms.answer(
            "Give the facts of this document that somebody would file it by, at most 40. name: in snake_case. value: as it is written. "
                + "quote: copied letter by letter.",
            about: part, calledA: "document", form: .object(form), name: "fields", until: deadline)
        guard let items = filled.json["fields"]?.array else { throw AnswerSchema.invalid }
        var seen: Set<String> = []
        let given = items.prefix(40).compactMap { item -> QuotedField? in
            guard let name = item["name"]?.string, name.wholeMatch(of: /[a-z][a-z0-9_]{0,63}/) != nil, seen.insert(name).inserted,
                let value = item["value"]?.string
            else { return nil }
            return QuotedField(name: name, value: .string(value), quote: item["quote"]?.string, confidence: 1)
        }
        let resolution = QuotedFieldResolution(document, source: source, prefix: "openai")
        do {
            let found = try trusted(resolution.result(given, missing: [], for: nil), isLikelihoodKnown: false)
            return FieldResult(fields: found.fields.map { $0.scored(by: model) }, warnings: found.warnings, usage: filled.usage)
        } catch is QuotedFieldResolution.Problem {
            throw AnswerSchema.invalid
        }
    }

    private var source: String { "openai:\(configuration.model)" }
}

extension OpenAIFieldExtractor: EstimatingEngine {
    /// As many calls as parts of 4,000 bytes a page come to, for each pass, and one for the kind of document.
    public func estimate(pages: Int) -> CallEstimate {
        let bytes = min(max(0, pages), 1_000_000) * 4_000
        let calls = (bytes + configuration.chunkBytes - 1) / configuration.chunkBytes * configuration.passes + 1
        let consumption = Consumption(
            promptTokens: (bytes * configuration.passes + min(bytes, configuration.chunkBytes)) / 3 + 2_000 * calls,
            completionTokens: min(1_000, configuration.completionTokens) * calls)
        return service.client.estimate(model: configuration.model, calls: calls, consumption: consumption)
    }
}

extension OpenAIFieldExtractor: ConfigurablePlugin {
    /// `openai`.
    public static let id: PluginID = "openai"
    /// One sentence for people.
    public static let summary =
        "Finds fields with a language model behind OpenAI's interface, each grounded in the document; the text leaves the machine."

    /// Makes the extractor, with the key from the environment.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration` and `missingResource`.
    public init(configuration: OpenAIConfiguration, environment: PluginEnvironment) async throws {
        try self.init(
            configuration, transport: environment.requiredTransport(of: "'openai'"), key: configuration.key(in: environment),
            ledger: environment.callLedger ?? CallLedger())
    }

    /// Says whether a key is there. The service isn't asked: an answer costs money.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        let variable = OpenAIConfiguration().keyVariable
        return environment.secret(variable) == nil ? .absent("needs '\(variable)' and a model") : .works("has a key; not asked")
    }
}
