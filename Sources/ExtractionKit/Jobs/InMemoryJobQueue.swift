internal import Synchronization

/// Keeps jobs in memory for as long as it lives: for tests, and for work that may be lost with its process.
public final class InMemoryJobQueue: JobQueue {
    private let ledger = Mutex(JobLedger())
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Creates an empty queue.
    ///
    /// - Parameter now: Tells the time by which leases end and jobs are tried again.
    public init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

    /// Adds a job.
    public func enqueue(_ request: EnqueueRequest) async throws -> JobID {
        try ledger.withLock { try $0.enqueue(request, now: now()) }
    }

    /// Takes the next job.
    public func claim(_ request: ClaimRequest) async throws -> ClaimedJob? {
        try ledger.withLock { try $0.claim(request, now: now()) }
    }

    /// Lets the lease begin anew.
    public func extendLease(_ claim: ClaimedJob) async throws {
        try ledger.withLock { try $0.extendLease(claim, now: now()) }
    }

    /// Ends the claim and the job.
    public func complete(_ claim: ClaimedJob) async throws {
        try ledger.withLock { try $0.complete(claim) }
    }

    /// Ends the claim.
    public func fail(_ failure: JobFailure) async throws {
        try ledger.withLock { try $0.fail(failure, now: now()) }
    }

    /// What has become of a job.
    public func status(of id: JobID) async throws -> JobStatus {
        try ledger.withLock { try $0.status(of: id) }
    }
}
