import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@Suite struct `A record store in memory` {
    @Test func `keeps its contract`() async throws {
        try await RecordStoreConformance(InMemoryRecordStore()).check()
    }
}
