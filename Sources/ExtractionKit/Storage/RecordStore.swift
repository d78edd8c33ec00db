/// A type that keeps what was read and what was found.
///
/// The two are kept apart, because they age differently. A recognition is expensive, and as good tomorrow as today: it is kept under what
/// decided it, and saving it again replaces it. An extraction is cheap and made anew whenever a schema or an extractor gets better: each
/// one is added, and none is ever changed. ``CachedDocumentReader`` makes the second without paying for the first again.
///
/// ### Implement a record store
///
/// - ``RecognitionKey``, ``StoredRecognition`` and ``Extraction`` are `Codable`; a database keeps them as JSON, with the columns that it
///   wants to search by beside them. What comes back equals what was given.
/// - Give extractions sequence numbers that grow in the order in which ``append(_:)`` returns. Gaps do no harm.
/// - Calls may come from several tasks at once. Throw ``ExtractionError`` with the code `engineFailure` where the medium fails, with its
///   error as the cause. What isn't there is `nil` or empty, not an error.
///
/// Check the store with `RecordStoreConformance` of ExtractionTesting.
public protocol RecordStore: Sendable {
    /// Keeps a recognition. It takes the place of an earlier one under the same key.
    func save(_ entry: RecognitionEntry) async throws

    /// The recognition under a key, or `nil` where there is none.
    func recognition(for key: RecognitionKey) async throws -> StoredRecognition?

    /// Adds an extraction to the history of its document.
    ///
    /// - Returns: Its sequence number.
    func append(_ extraction: Extraction) async throws -> Int

    /// Every extraction of the document with that id (``DocumentSummary/id``), the newest first.
    func extractions(ofDocument id: String) async throws -> [StoredExtraction]

    /// The newest extraction of the document with that id, or `nil` where there is none.
    func latestExtraction(ofDocument id: String) async throws -> StoredExtraction?
}

/// A recognition and what it is kept under.
public struct RecognitionEntry: Hashable, Sendable {
    /// What decided the recognition.
    public var key: RecognitionKey
    /// What was read.
    public var recognition: StoredRecognition

    /// Creates an entry.
    public init(key: RecognitionKey, recognition: StoredRecognition) {
        self.key = key
        self.recognition = recognition
    }
}

/// An extraction in the history of its document.
public struct StoredExtraction: Sendable {
    /// Its place in the store's order: a later extraction has a larger number.
    public var sequence: Int
    /// The extraction.
    public var extraction: Extraction

    /// Creates an entry of a history.
    public init(sequence: Int, extraction: Extraction) {
        self.sequence = sequence
        self.extraction = extraction
    }
}
