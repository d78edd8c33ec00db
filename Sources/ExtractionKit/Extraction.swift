/// The result of an extraction: what was found in a document, where, how surely, how it was read, and what it cost.
///
/// Its JSON form (see <doc:Result-format>) is a contract that scripts depend on; it can be read back.
public struct Extraction: Sendable {
    /// The document.
    public var document: DocumentSummary
    /// Who decided what to look for.
    public var mode: Mode
    /// The kind of document, in the auto mode.
    public var documentType: DocumentTypeFinding?
    /// The fields that were found, in the schema's order.
    public var fields: [ExtractedField]
    /// The fields that were looked for and not found.
    public var missing: [MissingField]
    /// The documents, where the auto mode found several in the file; otherwise empty. Then the file itself has no fields, and its
    /// kind is ``DocumentTypeFinding/several``: which of them a script means is never guessed.
    public var parts: [ExtractedPart]
    /// The pages that were read, by number.
    public var pages: [PageSummary]
    /// What it cost, with every call of a service that was made for it, those for pages that failed too.
    public var usage: Usage
    /// How long each part took, in milliseconds of wall time.
    public var timings: Timings
    /// What a person should know of it.
    public var warnings: [Warning]
    /// The pages that failed, by number.
    public var errors: [ErrorSummary]
    /// What was done, for whoever wants to do it again.
    public var plan: PipelinePlan?

    /// Creates a result of its parts.
    public init(
        document: DocumentSummary, mode: Mode, documentType: DocumentTypeFinding?, fields: [ExtractedField], missing: [MissingField],
        parts: [ExtractedPart] = [], pages: [PageSummary], usage: Usage, timings: Timings, warnings: [Warning], errors: [ErrorSummary],
        plan: PipelinePlan? = nil
    ) {
        self.document = document
        self.mode = mode
        self.documentType = documentType
        self.fields = fields
        self.missing = missing
        self.parts = parts
        self.pages = pages
        self.usage = usage
        self.timings = timings
        self.warnings = warnings
        self.errors = errors
        self.plan = plan
    }

    /// The field of that name.
    public subscript(name: String) -> ExtractedField? { fields.first { $0.name == name } }

    /// The fields of the file and of all documents in it.
    public var allFields: [ExtractedField] { fields + parts.flatMap(\.fields) }

    /// Who decides what to look for.
    public enum Mode: String, Hashable, Sendable, Codable {
        /// The system finds out the kind of document.
        case auto
        /// The caller names a schema or fields.
        case custom
    }

    /// How long each part took, in milliseconds of wall time.
    public struct Timings: Hashable, Sendable, Codable {
        /// Opening, recognition and layout of all pages.
        public var reading: Double
        /// Finding the fields.
        public var fields: Double
        /// Everything.
        public var total: Double

        /// Creates timings in milliseconds.
        public init(reading: Double, fields: Double, total: Double) {
            self.reading = reading
            self.fields = fields
            self.total = total
        }
    }
}

/// What is known of a document without its content.
public struct DocumentSummary: Hashable, Sendable, Codable {
    /// The document's id.
    public var id: String
    /// The name that the caller gave.
    public var filename: String
    /// What the bytes are.
    public var mediaType: MediaType
    /// The size in bytes.
    public var byteCount: Int
    /// The SHA-256 of the content, in hexadecimal digits.
    public var sha256: String
    /// The number of pages in the file.
    public var pageCount: Int

    /// Summarises a document.
    public init(_ document: Document, pageCount: Int) {
        id = document.id
        filename = document.filename
        mediaType = document.mediaType
        byteCount = document.bytes.count
        sha256 = document.sha256
        self.pageCount = pageCount
    }

    private enum CodingKeys: String, CodingKey {
        case id, filename
        case mediaType = "media_type"
        case byteCount = "byte_count"
        case sha256
        case pageCount = "page_count"
    }
}

/// How a page was read, without its text.
public struct PageSummary: Hashable, Sendable, Codable {
    /// The page's number, from 1.
    public var number: Int
    /// The way it was read.
    public var reader: PageRoute.Method
    /// Why this way.
    public var reason: PageRoute.Reason
    /// What the decision was made on.
    public var signals: RoutingSignals
    /// The engine that read it, where one did.
    public var engine: PluginIdentity?
    /// What was done to the page's image before it was recognised, in order; `nil` where nobody says.
    public var preparation: [PreparationStep]?
    /// The size of the upright page in points.
    public var size: Size
    /// Whether text may be missing because the engine stopped early.
    public var isPartial: Bool

    /// Summarises a page.
    public init(_ page: ReadPage) {
        number = page.page.number
        reader = page.route.method
        reason = page.route.reason
        signals = page.route.signals
        engine = page.engine
        preparation = page.preparation
        size = page.page.size
        isPartial = page.isPartial
    }

    private enum CodingKeys: String, CodingKey {
        case number, reader, reason, signals, engine, preparation, size
        case isPartial = "is_partial"
    }
}

/// An error as it is stored and reported: no cause, no text of the document.
public struct ErrorSummary: Hashable, Sendable, Codable {
    /// The kind of failure.
    public var code: ExtractionError.Code
    /// What happened and what to do next.
    public var message: String
    /// The page it concerns, from 1.
    public var page: Int?
    /// The part of the work.
    public var stage: ExtractionError.Stage?
    /// The plugin at work.
    public var plugin: PluginID?

    /// Summarises an error.
    public init(_ error: ExtractionError) {
        code = error.code
        message = error.message
        page = error.scope.page
        stage = error.scope.stage
        plugin = error.scope.plugin
    }
}
