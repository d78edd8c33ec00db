public import ExtractionKit
public import ExtractionRemote

/// Adds texts to what another extractor finds, such as the description of a product to a lab report: a language model writes them, of the
/// fields alone.
///
/// The model gets the fields that were found and nothing else of the document. Every number of its text must be one that a field
/// states, in the same digits; a text with another one is left out, the field is missing with the reason `number_not_stated`, and the warning
/// `derived_text_refused` names it. What the text says in words, nobody checks: it is as right as a summary by that model, has no grounding,
/// and is no surer than the least sure field behind it. A model that can't be asked costs its text and not the fields: the field is missing
/// with `not_written`, and `derived_text_failed` says why.
///
/// ```yaml
/// extractor:
///   id: describing
///   settings:
///     extractor: {id: rules}
///     connection: {model: gpt-4o-mini}
///     texts:
///       - {name: product_description, kind: lab_report, instructions: "Describe the product in two sentences for a shop."}
/// ```
public struct DescribingFieldExtractor: FieldExtractor {
    /// Finds the fields.
    public let base: any FieldExtractor
    /// The texts.
    public let texts: [DerivedText]
    private let forms: FormFilling
    private let own: PluginIdentity

    /// Creates an extractor before another one.
    ///
    /// - Parameters:
    ///   - base: Finds the fields.
    ///   - texts: The texts to be written.
    ///   - configuration: The model and its service.
    ///   - transport: Carries requests.
    ///   - key: The service's key; `nil` for one that needs none.
    ///   - ledger: Where calls are kept.
    ///   - clock: The time.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration`.
    public init(
        _ base: any FieldExtractor, texts: [DerivedText], configuration: OpenAIConfiguration, transport: any HTTPTransport, key: Secret?,
        ledger: CallLedger = CallLedger(), clock: ServiceClock = .system
    ) throws {
        try configuration.check()
        guard !texts.isEmpty, Set(texts.map(\.name)).count == texts.count,
            texts.allSatisfy({ !$0.name.isEmpty && !$0.instructions.isEmpty })
        else {
            throw ExtractionError(.invalidConfiguration, "'describing' needs 'texts', each with a 'name' of its own and 'instructions'.")
        }
        self.base = base
        self.texts = texts
        own = try PluginIdentity(
            id: Self.id, version: configuration.model, digesting: Settings(service: configuration.resultSettings, texts: texts))
        forms = try FormFilling(
            configuration: configuration,
            service: configuration.service(Self.id, transport: transport, key: key, ledger: ledger, clock: clock))
    }

    private struct Settings: Encodable {
        var service: OpenAIConfiguration.ResultSettings
        var texts: [DerivedText]
    }

    /// `describing`, with the model as its version and the identity of the other extractor.
    public var identity: PluginIdentity {
        var identity = own
        identity.settings += "+\(base.identity)"
        return identity
    }

    /// Where the service is, if it isn't here; otherwise that of the other extractor.
    public var residency: Residency {
        forms.service.client.residency == .local ? base.residency : forms.service.client.residency
    }

    /// Finds the fields and has the texts written.
    ///
    /// - Throws: What the other extractor throws, and `deadlineExceeded`.
    public func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        var given = request
        if case .schema(var schema) = request.target {
            // The texts aren't in the document, so nobody should look for them there.
            let names = texts(for: schema.id).map(\.name)
            schema.fields.removeAll { names.contains($0.name) }
            given.target = .schema(schema)
            if schema.fields.isEmpty {
                throw ExtractionError(.invalidRequest, "A text is made of other fields, and none is asked for; name some besides.")
            }
        }
        var result = try await base.fields(for: given, in: document)
        var written: [ExtractedField] = []
        for text in wanted(request.target, result) { try await write(text, of: &result, into: &written, until: request.deadline) }
        result.fields += written
        if case .schema(let schema) = request.target {
            let found = Dictionary(result.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            result.fields = schema.fields.compactMap { found[$0.name] }
        }
        return result
    }

    private func texts(for kind: String?) -> [DerivedText] { texts.filter { $0.kind == nil || $0.kind == kind } }

    /// The texts that the request leaves room for: where it names fields, those among them.
    private func wanted(_ target: FieldRequest.Target, _ result: FieldResult) -> [DerivedText] {
        switch target {
        case .schema(let schema): texts(for: schema.id).filter { schema[$0.name] != nil }
        case .anyOf: texts(for: result.documentType?.id).filter { text in !result.fields.contains { $0.name == text.name } }
        }
    }

    private func write(
        _ text: DerivedText, of result: inout FieldResult, into written: inout [ExtractedField], until deadline: Deadline
    ) async throws {
        let fields = result.fields.filter { field in text.fields.map { $0.contains(field.name) } ?? true }
        guard !fields.isEmpty else {
            result.missing.append(MissingField(name: text.name, reason: "no_fields"))
            return
        }
        let form = AnswerSchema.object([("text", ["type": "string"])])
        let facts = try String(decoding: JSONValue.object(Self.facts(fields)).encoded(), as: UTF8.self)
        do {
            let answer = try await forms.answer(
                "These are the facts that are known of it. \(text.instructions) Use these facts alone, and no number that isn't among them. "
                    + "Write each number in the digits in which it stands there, with a point before decimals, and none in words.",
                about: DocumentPart(text: facts), calledA: "record", form: .object(form), name: "text", operation: "describe",
                until: deadline)
            result.usage += answer.usage
            guard let content = answer.json["text"]?.string, content.contains(where: { !$0.isWhitespace }) else {
                throw AnswerSchema.invalid
            }
            guard StatedNumbers(fields).firstUnstated(in: content) == nil else {
                result.missing.append(MissingField(name: text.name, reason: "number_not_stated"))
                result.warnings.append(
                    Warning(
                        code: "derived_text_refused",
                        message: "The model's text for '\(text.name)' has a number that no field states; it was left out."))
                return
            }
            written.append(
                ExtractedField(
                    name: text.name, type: .text, value: .text(content), raw: "",
                    confidence: fields.map(\.confidence).min() ?? 0, grounding: [],
                    source: "openai:\(forms.configuration.model):derived"))
        } catch let error as ExtractionError where error.code != .deadlineExceeded {
            result.missing.append(MissingField(name: text.name, reason: "not_written"))
            result.warnings.append(
                Warning(code: "derived_text_failed", message: "The text for '\(text.name)' wasn't written: \(error.message)"))
        }
    }

    /// The fields as a model reads them.
    private static func facts(_ fields: [ExtractedField]) -> [String: JSONValue] {
        Dictionary(fields.map { ($0.name, fact($0)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func fact(_ field: ExtractedField) -> JSONValue {
        switch field.value {
        case .text(let text), .time(let text): .string(text)
        case .date(let date): .string(date.description)
        case .number(let number, let unit): .string(unit.map { "\(number) \($0)" } ?? "\(number)")
        case .money(let amount, let currency): .string(currency.map { "\(amount) \($0)" } ?? "\(amount)")
        case .percentage(let number): .string("\(number) %")
        case .boolean(let bool): .bool(bool)
        case .table(let rows): .array(rows.map { .object(facts($0.cells)) })
        }
    }
}

/// A text that a model writes of fields.
public struct DerivedText: Hashable, Sendable, Codable {
    /// `name`: the field that holds it.
    public var name: String
    /// `kind`: the kind of document that has it, by the id of its schema; `nil` for any.
    public var kind: String?
    /// `instructions`: what it should be, in a sentence.
    public var instructions: String
    /// `fields`: the fields that the model gets; `nil` for all.
    public var fields: [String]?

    /// Creates a text.
    public init(name: String, kind: String? = nil, instructions: String, fields: [String]? = nil) {
        self.name = name
        self.kind = kind
        self.instructions = instructions
        self.fields = fields
    }
}

extension DescribingFieldExtractor: EstimatingEngine, MadeOfPlugins {
    /// The other extractor.
    public var plugins: [any Sendable] { [base] }

    /// A call for each text.
    public func estimate(pages: Int) -> CallEstimate {
        forms.service.client.estimate(
            model: forms.configuration.model, calls: texts.count,
            consumption: Consumption(
                promptTokens: 4_000 * texts.count, completionTokens: min(1_000, forms.configuration.completionTokens) * texts.count))
    }
}

extension DescribingFieldExtractor: ConfigurablePlugin {
    /// The settings: the other extractor, the model, and the texts.
    public struct Configuration: PluginConfiguration {
        /// `extractor`: what finds the fields.
        public var extractor = PluginChoice("rules")
        /// `connection`: the service and the model.
        public var connection = OpenAIConfiguration()
        /// `texts`: the texts to be written.
        public var texts: [DerivedText] = []

        /// Creates settings without a model and texts.
        public init() {}
    }

    /// `describing`.
    public static let id: PluginID = "describing"
    /// One sentence for people.
    public static let summary = "Has a language model write texts of the fields that another extractor finds, and checks their numbers."

    /// Makes the extractor and the one that finds the fields.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration` and `missingResource`.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        guard configuration.extractor.id != Self.id else {
            throw ExtractionError(.invalidConfiguration, "'describing' needs another extractor in its setting 'extractor'.")
        }
        try await self.init(
            environment.extractor(configuration.extractor), texts: configuration.texts, configuration: configuration.connection,
            transport: environment.requiredTransport(of: "'describing'"), key: configuration.connection.key(in: environment),
            ledger: environment.callLedger ?? CallLedger())
    }

    /// Says whether a key is there. The service isn't asked: an answer costs money.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        await OpenAIFieldExtractor.check(environment: environment)
    }
}
