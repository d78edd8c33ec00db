public import ExtractionKit

/// What one configuration made of one document.
public struct DocumentRow: Sendable, Codable {
    /// The dataset's name and the document's id in it, such as `fixtures/letter-en-gb`.
    public var document: String
    /// The SHA-256 of the file; empty where it couldn't be read.
    public var sha256: String
    /// The words that the dataset selects it by.
    public var tags: [String]
    /// The kind that it is.
    public var expectedType: String?
    /// The kind that it was taken for, where that was asked.
    public var foundType: String?
    /// The error that it should give.
    public var expectedError: ExtractionError.Code?
    /// What failed: the document, its pages, or finding the fields.
    public var errors: [ErrorSummary]
    /// What it adds to each metric, by the metric's id. What the truth doesn't speak of isn't there.
    public var scores: [String: Score]
    /// What became of each field.
    public var fields: [FieldOutcome]
    /// How long it took.
    public var timing: Timing
    /// The pages that were read.
    public var pages: Int
    /// What it cost, recognition included.
    public var usage: Usage

    /// How long a document took, in seconds of wall time.
    public struct Timing: Hashable, Sendable, Codable {
        /// To the first page read.
        public var firstPage: Double?
        /// To the last page read. Of a reading that was kept: what it took when it was made.
        public var reading: Double
        /// Finding the fields.
        public var fields: Double
        /// The processor time of the reading, programs that an engine runs included; `nil` where several documents were read at once. Of a
        /// reading that was kept: what it took when it was made.
        public var processor: Double?
        /// Whether the reading was kept from an earlier run.
        public var isKept: Bool

        /// Everything.
        public var total: Double { reading + fields }
    }

    /// Whether the document is one that has to be refused.
    public var isToBeRefused: Bool { expectedError != nil }
}

/// What became of one field of one document, with what is true and what was found.
public struct FieldOutcome: Sendable, Codable {
    /// The judgement.
    public var judgement: FieldJudgement
    /// The true value, or `null`.
    public var truth: JSONValue
    /// The value found.
    public var found: JSONValue?
    /// The text it was read from.
    public var raw: String?
    /// Where it stands.
    public var regions: [PageRegion]
}
