import ExtractionKit
import ExtractionTesting
import Foundation
import Synchronization
import Testing

@Suite struct `A job queue in memory` {
    private let clock = MadeUpClock()
    private let queue: InMemoryJobQueue

    init() { queue = InMemoryJobQueue(now: { [clock] in clock.now }) }

    private func claim(_ worker: String = "Ada") async throws -> ClaimedJob? {
        try await queue.claim(ClaimRequest(worker: worker, lease: .seconds(60)))
    }

    @Test func `keeps its contract`() async throws {
        try await JobQueueConformance(queue, passing: { [clock] in clock.pass($0) }).check()
    }

    @Test func `without a fence breaks the contract`() async throws {
        let unfenced = UnfencedQueue(queue: queue)
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await JobQueueConformance(unfenced, passing: { [clock] in clock.pass($0) }).check()
        }
        #expect(failure?.violations.contains { $0.contains("for a completion after it was taken over") } == true)
    }

    @Test func `gives 200 jobs to 200 workers, each to one`() async throws {
        var ids: Set<JobID> = []
        for number in 0..<200 { try await ids.insert(queue.enqueue(EnqueueRequest(payload: .string("\(number)")))) }
        let claimed = try await withThrowingTaskGroup(of: ClaimedJob?.self) { group in
            for number in 0..<200 { group.addTask { try await claim("worker \(number)") } }
            return try await group.reduce(into: [ClaimedJob]()) { if let job = $1 { $0.append(job) } }
        }
        #expect(claimed.count == 200)
        #expect(Set(claimed.map(\.id)) == ids)
        #expect(claimed.allSatisfy { $0.attempt == 1 })
        #expect(try await claim() == nil)
    }

    @Test func `loses nothing while 200 workers stall, fail, finish and come back late`() async throws {
        var ids: [JobID] = []
        for number in 0..<100 {
            try await ids.append(queue.enqueue(EnqueueRequest(payload: .string("\(number)"), maximumAttempts: 1_000)))
        }
        let completions = try await withThrowingTaskGroup(of: [JobID].self) { group in
            for worker in 0..<200 {
                group.addTask { try await work(as: worker) }
            }
            return try await group.reduce([], +)
        }
        #expect(completions.count == 100)
        #expect(Set(completions) == Set(ids))
        for id in ids { #expect(try await queue.status(of: id).phase == .done) }
    }

    /// Works until everything is done, badly: every other claim stalls past its lease or fails before its job is completed.
    private func work(as worker: Int) async throws -> [JobID] {
        var completed: [JobID] = []
        var stalled: [ClaimedJob] = []
        for round in 0..<8 {
            guard let job = try await claim("worker \(worker)") else {
                clock.pass(.seconds(1))
                continue
            }
            switch (worker + round) % 4 {
            case 0:
                clock.pass(.seconds(61))
                stalled.append(job)
            case 1:
                let error = ErrorSummary(ExtractionError(.engineFailure, "This attempt is made to fail."))
                if await succeeds({ try await queue.fail(JobFailure(claim: job, error: error, retryAfter: .zero)) }) { continue }
            default:
                if await succeeds({ try await queue.complete(job) }) { completed.append(job.id) }
            }
        }
        for job in stalled where await succeeds({ try await queue.complete(job) }) { completed.append(job.id) }
        clock.pass(.seconds(61))
        while let job = try await claim("worker \(worker)") {
            if await succeeds({ try await queue.complete(job) }) { completed.append(job.id) }
        }
        return completed
    }

    private func succeeds(_ write: () async throws -> Void) async -> Bool {
        do {
            try await write()
            return true
        } catch {
            return false
        }
    }

    @Test func `hands out the job that has waited longest`() async throws {
        let first = try await queue.enqueue(EnqueueRequest(payload: "first"))
        let failed = try #require(try await claim())
        try await queue.fail(JobFailure(claim: failed, error: Self.error, retryAfter: .seconds(10)))
        clock.pass(.seconds(5))
        let second = try await queue.enqueue(EnqueueRequest(payload: "second"))
        clock.pass(.seconds(20))
        #expect(try await claim()?.id == second)
        #expect(try await claim()?.id == first)
    }

    @Test func `takes a negative delay for none, and lets nobody jump the queue by it`() async throws {
        let eager = try await queue.enqueue(EnqueueRequest(payload: "eager"))
        let failed = try #require(try await claim())
        let other = try await queue.enqueue(EnqueueRequest(payload: "other"))
        clock.pass(.seconds(1))
        try await queue.fail(JobFailure(claim: failed, error: Self.error, retryAfter: .seconds(-5)))
        #expect(try await claim()?.id == other)
        #expect(try await claim()?.id == eager)
    }

    @Test func `knows no claim of another queue`() async throws {
        let foreign = ClaimedJob(id: JobID(rawValue: "77"), payload: .null, attempt: 1, lease: .seconds(1))
        let error = await #expect(throws: ExtractionError.self) { try await queue.complete(foreign) }
        #expect(error?.code == .notFound)
    }

    @Test func `says what has become of a job in words that can be kept`() async throws {
        let id = try await queue.enqueue(EnqueueRequest(payload: "kept"))
        let status = try await queue.status(of: id)
        let json = try JSONEncoder().encode([status])
        #expect(try JSONDecoder().decode([JobStatus].self, from: json) == [status])
        #expect(try JSONDecoder().decode([JobID].self, from: JSONEncoder().encode([id])) == [id])
    }

    private static let error = ErrorSummary(ExtractionError(.engineFailure, "This attempt is made to fail."))
}

/// A clock that is set forward by hand.
private final class MadeUpClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { instant.withLock(\.self) }
    func pass(_ duration: Duration) { instant.withLock { $0 = $0.advanced(by: duration) } }
}

/// Takes a stale claim for the current one.
private struct UnfencedQueue: JobQueue {
    let queue: InMemoryJobQueue

    func enqueue(_ request: EnqueueRequest) async throws -> JobID { try await queue.enqueue(request) }
    func claim(_ request: ClaimRequest) async throws -> ClaimedJob? { try await queue.claim(request) }
    func extendLease(_ claim: ClaimedJob) async throws { try await queue.extendLease(current(claim)) }
    func complete(_ claim: ClaimedJob) async throws { try await queue.complete(current(claim)) }
    func status(of id: JobID) async throws -> JobStatus { try await queue.status(of: id) }

    func fail(_ failure: JobFailure) async throws {
        var failure = failure
        failure.claim = try await current(failure.claim)
        try await queue.fail(failure)
    }

    private func current(_ claim: ClaimedJob) async throws -> ClaimedJob {
        var claim = claim
        claim.attempt = try await queue.status(of: claim.id).attempts
        return claim
    }
}
