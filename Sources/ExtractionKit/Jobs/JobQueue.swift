/// A type that hands out jobs, each to one worker at a time, until somebody has done them.
///
/// What a queue promises is *at least once*: no job is lost, and a job may be run more than once, when a worker dies or is believed to.
/// A claim is a lease. Who holds it says so before the lease ends (``extendLease(_:)``), or loses the job to the next who asks. A worker that
/// comes back after that, out of a long pause, finds its claim refused with `conflict`: every write carries the attempt's number, which is
/// one higher for the next claim. Results are therefore stored where that number is checked, or only after ``complete(_:)``.
///
/// ### Use a queue
///
/// Claim with a lease that is long beside a pause of the worker and short beside the patience of whoever waits for a dead one's jobs. Extend
/// it every third of its time. On `conflict`, stop and discard. Make work that may run twice harmless.
///
/// ### Implement a queue
///
/// - Time is the queue's own, a database's the database's: requests give durations, never moments.
/// - A write for a claim is taken as long as the job runs in that claim's attempt, be the lease over or not, and refused from then on.
///   In SQL: `WHERE id = … AND attempt = … AND state = 'running'`, and the number of rows is looked at.
/// - A job whose lease ended in its last attempt is dead when the next claim comes by: a job that kills its worker must not
///   go around for ever.
/// - The job that has waited longest is claimed first. Calls may come from several tasks at once.
/// - Throw ``ExtractionError`` with the codes that each method names, and `engineFailure` where the medium fails, with its error as the
///   cause.
///
/// Check the queue with `JobQueueConformance` of ExtractionTesting.
public protocol JobQueue: Sendable {
    /// Adds a job, unless one with its key is there, done or not; then that one's id is the answer.
    ///
    /// - Throws: `conflict` where the key is that of a job with another payload, `invalidRequest` for no attempts.
    func enqueue(_ request: EnqueueRequest) async throws -> JobID

    /// Takes the next job that waits, or whose worker has let the lease end; `nil` where there is none.
    ///
    /// - Throws: `invalidRequest` for a lease of no time.
    func claim(_ request: ClaimRequest) async throws -> ClaimedJob?

    /// Lets the lease begin anew, with the length that it was claimed with.
    ///
    /// - Throws: `conflict` for a claim that has ended, `notFound` for a job that isn't there.
    func extendLease(_ claim: ClaimedJob) async throws

    /// Ends the claim and the job: it is done.
    ///
    /// - Throws: `conflict` for a claim that has ended, `notFound` for a job that isn't there.
    func complete(_ claim: ClaimedJob) async throws

    /// Ends the claim: the job waits to be tried again, or is dead.
    ///
    /// - Throws: `conflict` for a claim that has ended, `notFound` for a job that isn't there.
    func fail(_ failure: JobFailure) async throws

    /// What has become of a job.
    ///
    /// - Throws: `notFound`.
    func status(of id: JobID) async throws -> JobStatus
}

/// A job to be done.
public struct EnqueueRequest: Hashable, Sendable {
    /// What is to be done, in the worker's own terms. Documents belong into a ``BlobStore``, their ids here.
    public var payload: JSONValue
    /// What makes the job the same job when it is enqueued again, as after an answer that got lost; `nil` for a job of its own.
    public var key: String?
    /// How often the job may be tried, at least once.
    public var maximumAttempts: Int

    /// Creates a request.
    public init(payload: JSONValue, key: String? = nil, maximumAttempts: Int = 3) {
        self.payload = payload
        self.key = key
        self.maximumAttempts = maximumAttempts
    }
}

/// Who wants a job, and for how long.
public struct ClaimRequest: Hashable, Sendable {
    /// The worker's name, for whoever looks at the queue.
    public var worker: String
    /// How long the worker may stay silent, more than zero.
    public var lease: Duration

    /// Creates a request.
    public init(worker: String, lease: Duration) {
        self.worker = worker
        self.lease = lease
    }
}

/// A job in a worker's hands.
public struct ClaimedJob: Hashable, Sendable {
    /// The job.
    public var id: JobID
    /// What is to be done.
    public var payload: JSONValue
    /// The number of the attempt, from 1. It is the fence: a write with an older number is refused.
    public var attempt: Int
    /// How long the worker may stay silent.
    public var lease: Duration

    /// Creates a claim.
    public init(id: JobID, payload: JSONValue, attempt: Int, lease: Duration) {
        self.id = id
        self.payload = payload
        self.attempt = attempt
        self.lease = lease
    }
}

/// An attempt that failed.
public struct JobFailure: Hashable, Sendable {
    /// The claim.
    public var claim: ClaimedJob
    /// Why.
    public var error: ErrorSummary
    /// How long the job waits before it is tried again, if attempts are left; `nil` where trying again can't help.
    public var retryAfter: Duration?

    /// Creates a failure.
    public init(claim: ClaimedJob, error: ErrorSummary, retryAfter: Duration? = nil) {
        self.claim = claim
        self.error = error
        self.retryAfter = retryAfter
    }
}
