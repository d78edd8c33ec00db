internal import Synchronization

/// Keeps records in memory for as long as it lives.
public final class InMemoryRecordStore: RecordStore {
    private struct Records {
        var recognitions: [RecognitionKey: StoredRecognition] = [:]
        var extractions: [String: [StoredExtraction]] = [:]
        var count = 0
    }

    private let records = Mutex(Records())

    /// Creates an empty store.
    public init() {}

    /// Keeps a recognition.
    public func save(_ entry: RecognitionEntry) async throws {
        records.withLock { $0.recognitions[entry.key] = entry.recognition }
    }

    /// The recognition under a key.
    public func recognition(for key: RecognitionKey) async throws -> StoredRecognition? {
        records.withLock { $0.recognitions[key] }
    }

    /// Adds an extraction to the history of its document.
    public func append(_ extraction: Extraction) async throws -> Int {
        records.withLock { records in
            records.count += 1
            records.extractions[extraction.document.id, default: []]
                .append(StoredExtraction(sequence: records.count, extraction: extraction))
            return records.count
        }
    }

    /// Every extraction of a document, the newest first.
    public func extractions(ofDocument id: String) async throws -> [StoredExtraction] {
        records.withLock { ($0.extractions[id] ?? []).reversed() }
    }

    /// The newest extraction of a document.
    public func latestExtraction(ofDocument id: String) async throws -> StoredExtraction? {
        records.withLock { $0.extractions[id]?.last }
    }
}
