internal import ExtractionEngineSupport
public import ExtractionKit

/// Reads the electronic invoice that a PDF carries, as Factur-X, ZUGFeRD and XRechnung attach one, and checks it against the pages.
///
/// It stands before another extractor, which reads the pages. Where a document has no electronic invoice, the result is that extractor's. Where it
/// has one, its values are the fields of the schema `invoice`: those that the page says, too, keep their places there and become nearly
/// certain; others are looked for in the page's text; and those that the page contradicts get a low confidence and the warning
/// `facturx_disagrees`. An electronic invoice that can't be read is the warning `facturx_unreadable`.
///
/// The attachment is read strictly: the syntax Cross Industry Invoice in UTF-8, of at most 4 MiB, without a document type; nothing is
/// fetched. It needs the file itself (``FieldRequest/source``), which a benchmark of page readers doesn't give.
///
/// ```yaml
/// extractor:
///   id: facturx
///   settings:
///     extractor: {id: rules}
/// ```
public struct FacturXFieldExtractor: FieldExtractor {
    /// What reads the pages.
    public var base: any FieldExtractor
    private let files = ThreadConfinedPool(name: "facturx", threads: 1) {}

    /// Creates an extractor before another one.
    public init(_ base: any FieldExtractor) { self.base = base }

    /// Version 1, with the identity of the other extractor.
    public var identity: PluginIdentity {
        let base = base.identity
        return PluginIdentity(id: Self.id, version: "1", settings: "\(base.id) \(base.version) \(base.settings)")
    }

    /// Where the other extractor works.
    public var residency: Residency { base.residency }

    /// Finds the fields.
    ///
    /// - Throws: What the other extractor throws.
    public func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        var problem: Warning?
        var invoice: (name: String, content: ElectronicInvoice)?
        if let source = request.source, source.mediaType == .pdf, !document.content.isEmpty || !document.pages.isEmpty {
            do {
                invoice = try await files.run("Reading the attachments", deadline: request.deadline) { _, _ in
                    for file in try PDFAttachments.invoices(in: source) {
                        if let content = try ElectronicInvoice(file.bytes) { return (file.name, content) }
                    }
                    return nil
                }
            } catch let error as ExtractionError where error.code != .deadlineExceeded {
                problem = Warning(code: "facturx_unreadable", message: error.message)
            }
        }
        guard let invoice, let schema = Self.schema(for: request.target) else {
            var result = try await base.fields(for: request, in: document)
            if let problem { result.warnings.append(problem) }
            return result
        }
        var own = request
        own.target = .schema(schema)
        var result = try await CrossCheck(invoice.content, in: document).result(base.fields(for: own, in: document), for: schema)
        if case .anyOf = request.target {
            result.documentType = DocumentTypeFinding(id: schema.id, confidence: 1, evidence: [invoice.name])
        }
        return result
    }

    /// What to fill in: the schema that is asked for, or `invoice` where the kind is to be found out.
    private static func schema(for target: FieldRequest.Target) -> RecordSchema? {
        switch target {
        case .schema(let schema): schema
        case .anyOf(let schemas): schemas.first { $0.id == "invoice" }
        }
    }
}

extension FacturXFieldExtractor: MadeOfPlugins {
    /// The extractor that reads the pages.
    public var plugins: [any Sendable] { [base] }
}

extension FacturXFieldExtractor: ConfigurablePlugin {
    /// The extractor that reads the pages.
    public struct Configuration: PluginConfiguration {
        /// What reads the pages.
        public var extractor = PluginChoice("rules")

        /// Creates the default settings.
        public init() {}
    }

    /// `facturx`.
    public static let id: PluginID = "facturx"
    /// What it does.
    public static let summary = "Reads the electronic invoice in a PDF (Factur-X, ZUGFeRD, XRechnung) and checks it against the pages."

    /// Makes the extractor and the one that reads the pages.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for an extractor that is made of itself, and what making the other
    ///   throws.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        guard configuration.extractor.id != Self.id else {
            throw ExtractionError(.invalidConfiguration, "'facturx' needs another extractor in its setting 'extractor'.")
        }
        try await self.init(environment.extractor(configuration.extractor))
    }

    /// Says that it depends on its extractor.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("as its extractor does") }
}

extension FieldExtractor {
    /// This extractor behind the electronic invoice that a document carries.
    public func checkingElectronicInvoices() -> FacturXFieldExtractor { FacturXFieldExtractor(self) }
}
