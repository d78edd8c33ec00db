public import ExtractionKit

/// Checks a job queue against the contract of its role.
public struct JobQueueConformance: Sendable {
    private let queue: any JobQueue
    private let pass: @Sendable (Duration) async throws -> Void
    private let lease = Duration.seconds(1)

    /// Creates a suite for an empty queue.
    ///
    /// - Parameters:
    ///   - queue: The queue.
    ///   - pass: Lets time pass on the queue's clock, a few seconds in all: sets a made-up clock forward, or sleeps.
    public init(_ queue: some JobQueue, passing pass: @escaping @Sendable (Duration) async throws -> Void) {
        self.queue = queue
        self.pass = pass
    }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The job queue")
        await attempt(&conformance, checkRequests)
        await attempt(&conformance, checkCompletion)
        await attempt(&conformance, checkFailure)
        await attempt(&conformance, checkTakeover)
        await attempt(&conformance, checkExtension)
        await attempt(&conformance, checkAbandonment)
        await attempt(&conformance, checkConcurrency)
        try conformance.finish()
    }

    /// What a check didn't expect to be thrown is one more violation, and the others still run.
    private func attempt(_ conformance: inout Conformance, _ check: (inout Conformance) async throws -> Void) async {
        do {
            try await check(&conformance)
        } catch {
            conformance.expect(false, "it should not throw here: \(error)")
        }
    }

    private func checkRequests(_ conformance: inout Conformance) async throws {
        conformance.expect(try await claim("idle") == nil, "an empty queue should have nothing to claim")
        await conformance.expectError([.invalidRequest], when: "for a job without attempts") {
            _ = try await queue.enqueue(EnqueueRequest(payload: .null, maximumAttempts: 0))
        }
        await conformance.expectError([.invalidRequest], when: "for a lease of no time") {
            _ = try await queue.claim(ClaimRequest(worker: "hasty", lease: .zero))
        }
        await conformance.expectError([.notFound], when: "for the status of an unknown job") {
            _ = try await queue.status(of: JobID(rawValue: "999999999"))
        }
    }

    private func checkCompletion(_ conformance: inout Conformance) async throws {
        let payload: JSONValue = ["document": "Grüße", "pages": [1, 2], "deep": ["null": .null, "true": true]]
        let id = try await queue.enqueue(EnqueueRequest(payload: payload, key: "once"))
        conformance.expect(try await queue.status(of: id) == JobStatus(phase: .waiting, attempts: 0), "a new job should wait")
        conformance.expect(
            try await queue.enqueue(EnqueueRequest(payload: payload, key: "once")) == id,
            "a job enqueued again by its key should be the same job")
        await conformance.expectError([.conflict], when: "for the key of another payload") {
            _ = try await queue.enqueue(EnqueueRequest(payload: "another", key: "once"))
        }
        guard let claimed = try await expectClaim("Ada", of: id, attempt: 1, &conformance) else { return }
        conformance.expect(claimed.payload == payload, "a claim should have the payload that was enqueued")
        conformance.expect(try await claim("Bob") == nil, "a job should be claimed by one worker at a time, and enqueued once by its key")
        conformance.expect(
            try await queue.status(of: id) == JobStatus(phase: .running, attempts: 1, worker: "Ada"), "a claimed job should name its worker"
        )
        try await queue.complete(claimed)
        conformance.expect(try await queue.status(of: id) == JobStatus(phase: .done, attempts: 1), "a completed job should be done")
        await expectRefusal(of: claimed, "after it was completed", &conformance)
        conformance.expect(
            try await queue.enqueue(EnqueueRequest(payload: payload, key: "once")) == id, "a job that is done should keep its key")
        try await pass(lease * 2)
        conformance.expect(try await claim("Bob") == nil, "a job that is done should not be claimed")
    }

    private func checkFailure(_ conformance: inout Conformance) async throws {
        let id = try await queue.enqueue(EnqueueRequest(payload: "fails", maximumAttempts: 2))
        guard let first = try await expectClaim("Ada", of: id, attempt: 1, &conformance) else { return }
        try await queue.fail(JobFailure(claim: first, error: Self.error, retryAfter: lease))
        conformance.expect(
            try await queue.status(of: id) == JobStatus(phase: .waiting, attempts: 1, error: Self.error),
            "a failed job should wait and say why")
        await expectRefusal(of: first, "after it failed", &conformance)
        conformance.expect(try await claim("Ada") == nil, "a failed job should wait as long as it was told")
        try await pass(lease * 2)
        guard let second = try await expectClaim("Ada", of: id, attempt: 2, &conformance) else { return }
        try await queue.fail(JobFailure(claim: second, error: Self.error, retryAfter: .zero))
        conformance.expect(
            try await queue.status(of: id) == JobStatus(phase: .dead, attempts: 2, error: Self.error),
            "a job that failed in its last attempt should be dead, and say why")
        let hopeless = try await queue.enqueue(EnqueueRequest(payload: "hopeless"))
        guard let only = try await expectClaim("Ada", of: hopeless, attempt: 1, &conformance) else { return }
        try await queue.fail(JobFailure(claim: only, error: Self.error))
        conformance.expect(try await queue.status(of: hopeless).phase == .dead, "a job that isn't to be tried again should be dead")
        conformance.expect(try await claim("Ada") == nil, "a dead job should not be claimed")
    }

    private func checkTakeover(_ conformance: inout Conformance) async throws {
        let id = try await queue.enqueue(EnqueueRequest(payload: "stalls"))
        guard let stale = try await expectClaim("Ada", of: id, attempt: 1, &conformance) else { return }
        try await pass(lease * 2)
        guard let fresh = try await expectClaim("Bob", of: id, attempt: 2, &conformance) else { return }
        await expectRefusal(of: stale, "after it was taken over", &conformance)
        conformance.expect(
            try await queue.status(of: id) == JobStatus(phase: .running, attempts: 2, worker: "Bob"),
            "a refused write should leave the job to the worker who has it")
        try await queue.complete(fresh)
        await expectRefusal(of: stale, "after another worker completed the job", &conformance)
        conformance.expect(try await queue.status(of: id).phase == .done, "a refused write should not undo a completion")
        let late = try await queue.enqueue(EnqueueRequest(payload: "late"))
        guard let slow = try await expectClaim("Ada", of: late, attempt: 1, &conformance) else { return }
        try await pass(lease * 2)
        try await queue.complete(slow)
        conformance.expect(try await queue.status(of: late).phase == .done, "a late worker should finish a job that nobody has taken over")
    }

    private func checkExtension(_ conformance: inout Conformance) async throws {
        let id = try await queue.enqueue(EnqueueRequest(payload: "long"))
        guard let claimed = try await expectClaim("Ada", of: id, attempt: 1, &conformance) else { return }
        for _ in 0..<3 {
            try await pass(lease * 0.6)
            try await queue.extendLease(claimed)
            conformance.expect(try await claim("Bob") == nil, "a job whose lease is extended should stay with its worker")
        }
        try await queue.complete(claimed)
    }

    private func checkAbandonment(_ conformance: inout Conformance) async throws {
        let id = try await queue.enqueue(EnqueueRequest(payload: "kills its worker", maximumAttempts: 1))
        guard let claimed = try await expectClaim("Ada", of: id, attempt: 1, &conformance) else { return }
        try await pass(lease * 2)
        conformance.expect(try await claim("Bob") == nil, "a job abandoned in its last attempt should not be claimed again")
        let status = try await queue.status(of: id)
        conformance.expect(status.phase == .dead && status.error != nil, "a job abandoned in its last attempt should be dead, and say why")
        await expectRefusal(of: claimed, "after its job was given up", &conformance)
    }

    private func checkConcurrency(_ conformance: inout Conformance) async throws {
        var ids: Set<JobID> = []
        for number in 0..<50 { try await ids.insert(queue.enqueue(EnqueueRequest(payload: .string("job \(number)")))) }
        let claimed = try await withThrowingTaskGroup(of: [JobID].self) { group in
            for worker in 0..<8 {
                group.addTask { [queue] in
                    var done: [JobID] = []
                    while let job = try await queue.claim(ClaimRequest(worker: "worker \(worker)", lease: .seconds(600))) {
                        try await queue.complete(job)
                        done.append(job.id)
                    }
                    return done
                }
            }
            return try await group.reduce([], +)
        }
        conformance.expect(claimed.count == 50 && Set(claimed) == ids, "8 workers should do each of 50 jobs exactly once")
    }

    private func claim(_ worker: String) async throws -> ClaimedJob? {
        try await queue.claim(ClaimRequest(worker: worker, lease: lease))
    }

    private func expectClaim(
        _ worker: String, of id: JobID, attempt: Int, _ conformance: inout Conformance
    ) async throws -> ClaimedJob? {
        let claimed = try await claim(worker)
        conformance.expect(
            claimed?.id == id && claimed?.attempt == attempt && claimed?.lease == lease,
            "\(worker) should get job \(id) in attempt \(attempt), and gets \(claimed.map { "\($0.id) in \($0.attempt)" } ?? "nothing")")
        return claimed
    }

    private func expectRefusal(of claim: ClaimedJob, _ situation: String, _ conformance: inout Conformance) async {
        await conformance.expectError([.conflict], when: "for a completion \(situation)") { try await queue.complete(claim) }
        await conformance.expectError([.conflict], when: "for a failure \(situation)") {
            try await queue.fail(JobFailure(claim: claim, error: Self.error, retryAfter: .zero))
        }
        await conformance.expectError([.conflict], when: "for a longer lease \(situation)") { try await queue.extendLease(claim) }
    }

    private static let error = ErrorSummary(ExtractionError(.engineFailure, "This attempt is made to fail."))
}
