internal import ExtractionEngineSupport
public import ExtractionKit

/// Finds fields with any program that speaks the protocol of <doc:Protocol> in the role `extractor`.
///
/// The program gives values and quotes; this type finds each quote in the document and grounds the value there. A value whose quote doesn't stand in the
/// document is a missing field with the reason `quote_not_found`: a model that invents is found out here.
public struct ExternalFieldExtractor: FieldExtractor {
    /// `external`, with the id and version that the program says it has, and a digest of the command and its settings.
    public let identity: PluginIdentity
    /// Where the program says that it sends the content.
    public let residency: Residency
    private let program: ExternalProgram

    /// Starts the program and greets it.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration`, `missingResource`, or one of those that begin with
    ///   `external`.
    public init(configuration: ExternalConfiguration, environment: PluginEnvironment) async throws {
        program = try await ExternalProgram(configuration, environment: environment, role: .extractor)
        identity = program.identity
        residency = program.greeting.residency
    }

    /// Finds the fields.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes that the program reports, `deadlineExceeded`, or one of those that begin with
    ///   `external`; `CancellationError`.
    public func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        let what = "Finding the fields", greeting = program.greeting
        let body = FieldBody(
            target: FieldBody.Target(request.target), document: .init(document, withLayout: greeting.capabilities?.layout ?? false))
        return try await program.run(what, until: request.deadline) { session, status in
            let answer = try session.answer(to: body, as: FieldAnswer.self, what: what, until: request.deadline, status)
            do {
                return try answer.result(for: request.target, in: document, source: "external:\(greeting.id)")
            } catch let problem as QuotedFieldResolution.Problem {
                throw session.invalid(problem.what)
            }
        }
    }
}

extension ExternalFieldExtractor: ConfigurablePlugin {
    /// `external`.
    public static let id: PluginID = "external"
    /// One sentence for people.
    public static let summary = "Finds fields with any program that speaks the external protocol, such as one in Python."
    /// Says that a plan must name the program.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { ExternalProgram.check }
}

/// A document and what to look for in it, as programs get it.
private struct FieldBody: Encodable {
    var target: Target
    var document: DocumentText

    struct Target: Encodable {
        var schema: RecordSchema?
        var anyOf: [RecordSchema]?

        init(_ target: FieldRequest.Target) {
            switch target {
            case .schema(let schema): self.schema = schema
            case .anyOf(let schemas): anyOf = schemas
            }
        }

        private enum CodingKeys: String, CodingKey {
            case schema
            case anyOf = "any_of"
        }
    }

    struct DocumentText: Encodable {
        var content: String
        var pages: [PageText]

        init(_ document: ReadDocument, withLayout: Bool) {
            content = document.content
            pages = document.pages.map { page in
                PageText(
                    number: page.page.number, width: page.page.size.width, height: page.page.size.height,
                    words: withLayout ? page.layout.words.map { Item($0.span, $0.polygon, $0.confidence) } : nil,
                    lines: withLayout ? page.layout.lines.map { Item($0.span, $0.polygon, nil) } : nil)
            }
        }
    }

    struct PageText: Encodable {
        var number: Int
        var width: Double
        var height: Double
        var words: [Item]?
        var lines: [Item]?
    }

    struct Item: Encodable {
        var span: [Int]
        var box: Polygon
        var confidence: Double?

        init(_ span: TextSpan, _ box: Polygon, _ confidence: Double?) {
            self.span = [span.offset, span.length]
            self.box = box
            self.confidence = confidence
        }
    }
}

private struct FieldAnswer: Decodable {
    var documentType: DocumentTypeFinding?
    var fields: [QuotedField]
    var missing: [MissingField]?
    var warnings: [ProgramWarning]?
    var usage: ProgramUsage?

    private enum CodingKeys: String, CodingKey {
        case documentType = "document_type"
        case fields, missing, warnings, usage
    }

    func result(for target: FieldRequest.Target, in document: ReadDocument, source: String) throws -> FieldResult {
        let resolution = QuotedFieldResolution(document, source: source, prefix: "external")
        var result: FieldResult
        switch target {
        case .schema(let schema): result = try resolution.result(fields, missing: missing ?? [], for: schema)
        case .anyOf(let schemas):
            guard let type = documentType, (0...1).contains(type.confidence) else {
                throw QuotedFieldResolution.Problem(
                    what: "result.document_type with a confidence from 0 to 1 is needed where 'any_of' was asked")
            }
            let schema = schemas.first { $0.id == type.id }
            guard schema != nil || type.id == DocumentTypeFinding.unknown else {
                throw QuotedFieldResolution.Problem(what: "result.document_type.id is none of those that were given, and not 'unknown'")
            }
            result = try resolution.result(fields, missing: missing ?? [], for: schema)
            result.documentType = type
        }
        result.warnings += (warnings ?? []).map { $0.warning(page: nil) }
        result.usage = Usage(pages: 0, usage)
        return result
    }
}
