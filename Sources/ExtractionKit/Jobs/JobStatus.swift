/// Names a job in its queue.
public struct JobID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name, as the queue gave it.
    public var rawValue: String

    /// Creates an id from its name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The name.
    public var description: String { rawValue }
}

/// What has become of a job.
public struct JobStatus: Hashable, Sendable, Codable {
    /// Where the job stands.
    public var phase: Phase
    /// How often it has been claimed.
    public var attempts: Int
    /// Who has it, while it runs.
    public var worker: String?
    /// Why the latest failed attempt failed.
    public var error: ErrorSummary?

    /// Creates a status.
    public init(phase: Phase, attempts: Int, worker: String? = nil, error: ErrorSummary? = nil) {
        self.phase = phase
        self.attempts = attempts
        self.worker = worker
        self.error = error
    }

    /// Where a job stands.
    public enum Phase: String, Hashable, Sendable, Codable {
        /// Nobody has it.
        case waiting
        /// A worker has it, or had it and let the lease end; the next claim will tell.
        case running
        /// It was completed.
        case done
        /// It failed for good: trying again can't help, or was tried often enough.
        case dead
    }
}
