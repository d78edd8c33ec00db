import ExtractionKit
import PostgresFixture
import Synchronization
import Testing

@testable import ExtractionPostgres
@testable import ExtractionTesting

@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(30)))
struct `A record store of a PostgreSQL that crashes` {
    @Test func `loses no write and makes none twice`() async throws {
        let server = try await PostgresServer.ofOwn()
        let fixture = try await StoreFixture(on: server)
        let records = try await fixture.store(connections: 4).records(ofNewOrKnown: .local)
        let sample = try await RecordSample()
        let restarts = StoreFixture.runsLongTests ? 50 : 3
        let isOver = Flag()
        let (writes, wrote) = AsyncStream.makeStream(of: Duration.self)

        let written = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    var count = 0
                    // Nobody shall wait for a worker that failed.
                    defer { if !isOver.isSet { wrote.finish() } }
                    while !isOver.isSet {
                        let id = "\(worker)-\(count)"
                        let duration = try await ContinuousClock().measure {
                            // A call that was done twice would be a conflict.
                            try await records.add(sample.document(id, seconds: Double(count)))
                            try await records.move(StatusChange(id, to: .processing))
                            try await records.append(sample.extraction(of: id, total: count))
                            let reservation = try await records.reserve(
                                ReservationRequest(UsageAmount(documents: 1), at: RecordSample.moment))
                            try await records.settle(reservation.id, as: UsageAmount(documents: 1))
                        }
                        count += 1
                        wrote.yield(duration)
                    }
                    return count
                }
            }
            var pace = writes.makeAsyncIterator()
            var slowest = Duration.zero
            for _ in 0..<restarts {
                for _ in 0..<10 { slowest = max(slowest, await pace.next() ?? .zero) }
                try await server.restartImmediately()
            }
            for _ in 0..<10 { slowest = max(slowest, await pace.next() ?? .zero) }
            isOver.set()
            // The server recovers before it lets anybody in, which is a part of this.
            #expect(slowest < .seconds(60))
            print("Restarts of PostgreSQL under load: \(restarts), slowest five writes \(slowest)")
            return try await group.reduce(into: 0) { $0 += $1 }
        }

        var found: [LibraryItem] = []
        var query = LibraryQuery(page: RecordPageRequest(limit: 1_000))
        while true {
            let page = try await records.documents(query)
            found += page.items
            guard let next = page.next else { break }
            query.page.after = next
        }
        #expect(found.count == written)
        #expect(found.allSatisfy { $0.document.status == .processing && $0.latest != nil })
        for item in found {
            #expect(try await records.extractions(ofDocument: item.document.id, RecordPageRequest()).items.count == 1)
        }
        let month = try #require(try await records.usageByMonth().first)
        #expect(month.used.documents == written)
        #expect(try await records.usage(in: month.month, at: RecordSample.moment).reserved == UsageAmount())
    }
}

/// Something that happens once.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}
