/// An extraction to be kept, and how it came about.
public struct ExtractionRecord: Sendable {
    /// Names the record. Adding one again with the same id, after an answer got lost, adds nothing.
    public var id: String
    /// The result.
    public var extraction: Extraction
    /// The names of the fields that the caller asked for, where it named some.
    public var customFields: [String]
    /// The schema that was asked for, where it was one.
    public var schema: SchemaVersion?
    /// What found the fields.
    public var extractor: PluginIdentity?
    /// Under what the pages are kept that it was made from.
    public var recognition: RecognitionKey?
    /// When it was made.
    public var createdAt: Timestamp

    /// Creates a record.
    public init(
        _ extraction: Extraction, id: String = .newRecordID(), customFields: [String] = [], schema: SchemaVersion? = nil,
        extractor: PluginIdentity? = nil, recognition: RecognitionKey? = nil, createdAt: Timestamp = .now
    ) {
        self.id = id
        self.extraction = extraction
        self.customFields = customFields
        self.schema = schema
        self.extractor = extractor
        self.recognition = recognition
        self.createdAt = createdAt
    }

    /// A schema in the state in which it was used.
    public struct SchemaVersion: Hashable, Sendable, Codable {
        /// The schema's id.
        public var id: String
        /// A digest of all that it says: it changes when the schema does.
        public var version: String

        /// Names a schema and its state.
        public init(id: String, version: String) {
            self.id = id
            self.version = version
        }
    }
}

/// An extraction in the history of its document.
public struct StoredExtraction: Sendable {
    /// Its place in the order of its tenant: a later extraction has a larger number.
    public var sequence: Int
    /// The extraction, and how it came about.
    public var record: ExtractionRecord
    /// When it was made or corrected last.
    public var updatedAt: Timestamp

    /// Creates an entry of a history.
    public init(sequence: Int, record: ExtractionRecord, updatedAt: Timestamp) {
        self.sequence = sequence
        self.record = record
        self.updatedAt = updatedAt
    }

    /// The result.
    public var extraction: Extraction { record.extraction }
}

extension ExtractionRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, extraction
        case customFields = "custom_fields"
        case schema, extractor, recognition
        case createdAt = "created_at"
    }
}
