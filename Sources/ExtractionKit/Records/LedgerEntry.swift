/// A call of an engine or service, as it is kept: what it used up, never what it was about.
public struct LedgerEntry: Hashable, Sendable, Codable {
    /// Names the entry. Adding one again with the same id, after an answer got lost, adds nothing.
    public var id: String
    /// The document that it was made for; the entry stays when the document goes.
    public var document: String?
    /// When.
    public var moment: Timestamp
    /// The engine.
    public var engine: PluginID
    /// The model, or the engine's version.
    public var model: String
    /// What was done, such as `recognition` or `fields`.
    public var operation: String
    /// What it used up.
    public var usage: Usage
    /// How long it took, in milliseconds.
    public var milliseconds: Double
    /// What a service calls the request.
    public var requestID: String?
    /// Why it failed; `nil` where it did not.
    public var error: ExtractionError.Code?

    /// Creates an entry.
    public init(
        id: String = .newRecordID(), document: String?, at moment: Timestamp = .now, engine: PluginID, model: String, operation: String,
        usage: Usage, milliseconds: Double = 0, requestID: String? = nil, error: ExtractionError.Code? = nil
    ) {
        self.id = id
        self.document = document
        self.moment = moment
        self.engine = engine
        self.model = model
        self.operation = operation
        self.usage = usage.amounts
        self.milliseconds = milliseconds
        self.requestID = requestID
        self.error = error
    }

    private enum CodingKeys: String, CodingKey {
        case id, document, moment, engine, model, operation, usage, milliseconds
        case requestID = "request_id"
        case error
    }
}

/// What an engine's model used up in a month.
public struct CostSummary: Hashable, Sendable {
    /// The engine.
    public var engine: PluginID
    /// The model, or the engine's version.
    public var model: String
    /// What was done.
    public var operation: String
    /// How many entries the ledger has.
    public var entries: Int
    /// What they used up together.
    public var usage: Usage

    /// Creates a summary.
    public init(engine: PluginID, model: String, operation: String, entries: Int, usage: Usage) {
        self.engine = engine
        self.model = model
        self.operation = operation
        self.entries = entries
        self.usage = usage
    }
}
