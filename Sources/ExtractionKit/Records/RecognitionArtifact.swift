/// What a reader made of a document, to be kept: it cost time or money, and is as good tomorrow as today.
public struct RecognitionArtifact: Hashable, Sendable, Codable {
    /// What decided the recognition.
    public var key: RecognitionKey
    /// What was read.
    public var recognition: StoredRecognition
    /// When it was made.
    public var createdAt: Timestamp
    /// How long reading took, in milliseconds of wall time.
    public var milliseconds: Double
    /// What services call the requests by which it was read, to ask their makers about.
    public var requestIDs: [String]

    /// Creates an artifact.
    public init(
        key: RecognitionKey, recognition: StoredRecognition, createdAt: Timestamp = .now, milliseconds: Double = 0,
        requestIDs: [String] = []
    ) {
        self.key = key
        self.recognition = recognition
        self.createdAt = createdAt
        self.milliseconds = milliseconds
        self.requestIDs = requestIDs
    }

    /// What reading it cost.
    public var usage: Usage { recognition.pages.reduce(Usage()) { $0 + $1.usage } }

    /// The artifact in short.
    public var summary: RecognitionSummary {
        RecognitionSummary(
            key: key, createdAt: createdAt, pageCount: recognition.pageCount, milliseconds: milliseconds, usage: usage,
            requestIDs: requestIDs)
    }

    private enum CodingKeys: String, CodingKey {
        case key, recognition
        case createdAt = "created_at"
        case milliseconds
        case requestIDs = "request_ids"
    }
}

/// A kept recognition without its pages.
public struct RecognitionSummary: Hashable, Sendable, Codable {
    /// What decided the recognition.
    public var key: RecognitionKey
    /// When it was made.
    public var createdAt: Timestamp
    /// The number of pages in the file.
    public var pageCount: Int
    /// How long reading took, in milliseconds of wall time.
    public var milliseconds: Double
    /// What reading it cost.
    public var usage: Usage
    /// What services call the requests by which it was read.
    public var requestIDs: [String]

    /// Creates a summary.
    public init(
        key: RecognitionKey, createdAt: Timestamp, pageCount: Int, milliseconds: Double, usage: Usage, requestIDs: [String]
    ) {
        self.key = key
        self.createdAt = createdAt
        self.pageCount = pageCount
        self.milliseconds = milliseconds
        self.usage = usage
        self.requestIDs = requestIDs
    }

    private enum CodingKeys: String, CodingKey {
        case key
        case createdAt = "created_at"
        case pageCount = "page_count"
        case milliseconds, usage
        case requestIDs = "request_ids"
    }
}
