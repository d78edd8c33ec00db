import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `A record store in memory` {
    @Test func `keeps its contract`() async throws {
        try await RecordStoreConformance(InMemoryRecordStore()).check()
    }

    @Test func `that ignores a part of the key breaks the contract`() async {
        await #expect(throws: ConformanceFailure.self) { try await RecordStoreConformance(PagelessRecordStore()).check() }
    }
}

/// Answers for any selection of pages with what was saved for another.
private struct PagelessRecordStore: RecordStore {
    let store = InMemoryRecordStore()

    func save(_ entry: RecognitionEntry) async throws {
        var entry = entry
        entry.key.pages = .all
        try await store.save(entry)
    }

    func recognition(for key: RecognitionKey) async throws -> StoredRecognition? {
        var key = key
        key.pages = .all
        return try await store.recognition(for: key)
    }

    func append(_ extraction: Extraction) async throws -> Int { try await store.append(extraction) }
    func extractions(ofDocument id: String) async throws -> [StoredExtraction] { try await store.extractions(ofDocument: id) }
    func latestExtraction(ofDocument id: String) async throws -> StoredExtraction? {
        try await store.latestExtraction(ofDocument: id)
    }
}
