import ExtractionKit
import PostgresFixture
import Testing

@testable import ExtractionPostgres

@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(30)))
struct `An index in a PostgreSQL that crashes` {
    @Test func `has every document once and whole`() async throws {
        let server = try await PostgresServer.ofOwn()
        let fixture = try await SearchFixture(.arrays, on: server)
        let index = try await fixture.index()
        let isOver = Flag()
        let (writes, wrote) = AsyncStream.makeStream(of: Void.self)
        let written = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    var count = 0
                    // Nobody shall wait for a worker that failed.
                    defer { if !isOver.isSet { wrote.finish() } }
                    while !isOver.isSet {
                        // Each is written twice; every third is removed again.
                        let id = "\(worker) \(count)"
                        for _ in 0..<2 {
                            try await index.replace(Plane.document(id, ["word w\(count)", "word"], vectors: [[1, 0], [0, 1]]))
                        }
                        if count % 3 == 0 { try await index.remove(documentID: id, of: .local) }
                        count += 1
                        wrote.yield()
                    }
                    return count - (count + 2) / 3
                }
            }
            var pace = writes.makeAsyncIterator()
            for _ in 0..<2 {
                for _ in 0..<20 { await pace.next() }
                try await server.restartImmediately()
            }
            for _ in 0..<20 { await pace.next() }
            isOver.set()
            return try await group.reduce(into: 0) { $0 += $1 }
        }
        #expect(try await index.counts(of: .local) == .init(documents: written, chunks: 2 * written))
        let byWord = try await index.search(SearchRequest(tenant: .local, text: "word", limit: 10_000))
        #expect(byWord.count == 2 * written)
        let byVector = try await index.search(SearchRequest(tenant: .local, embedding: Plane.placed([1, 0]), limit: 10_000))
        #expect(byVector.count == 2 * written)
        let counted = try await TenantTransactions(client: index.client, tenant: .local).read { try $0.searchLibrary(of: .local) }
        #expect(counted?.chunks == 2 * written)
    }
}
