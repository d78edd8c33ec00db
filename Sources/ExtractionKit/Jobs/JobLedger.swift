/// The rules of a queue without its lock and its clock: every method is told the time.
struct JobLedger {
    private enum State {
        case waiting(since: ContinuousClock.Instant)
        case running(worker: String, until: ContinuousClock.Instant)
        case done
        case dead
    }

    private struct Job {
        let request: EnqueueRequest
        var state: State
        var attempts = 0
        var error: ErrorSummary?
    }

    private var jobs: [JobID: Job] = [:]
    private var ids: [String: JobID] = [:]
    /// The jobs that are neither done nor dead, in the order in which they came.
    private var open: [JobID] = []

    mutating func enqueue(_ request: EnqueueRequest, now: ContinuousClock.Instant) throws -> JobID {
        guard request.maximumAttempts > 0 else {
            throw ExtractionError(.invalidRequest, "A job must be allowed at least one attempt.")
        }
        if let key = request.key, let id = ids[key] {
            guard jobs[id]?.request.payload == request.payload else {
                throw ExtractionError(.conflict, "Job \(id) has this key and another payload; give different jobs different keys.")
            }
            return id
        }
        let id = JobID(rawValue: String(jobs.count + 1))
        jobs[id] = Job(request: request, state: .waiting(since: now))
        if let key = request.key { ids[key] = id }
        open.append(id)
        return id
    }

    mutating func claim(_ request: ClaimRequest, now: ContinuousClock.Instant) throws -> ClaimedJob? {
        guard request.lease > .zero else { throw ExtractionError(.invalidRequest, "A lease must last longer than no time.") }
        buryAbandoned(now: now)
        // A job waits since it came, since its retry was due, or since its worker's lease ended.
        let due = open.compactMap { id -> (id: JobID, since: ContinuousClock.Instant)? in
            switch jobs[id]?.state {
            case .waiting(let since) where since <= now: (id, since)
            case .running(_, let until) where until <= now: (id, until)
            default: nil
            }
        }
        guard let id = due.min(by: { $0.since < $1.since })?.id, var job = jobs[id] else { return nil }
        job.attempts += 1
        job.state = .running(worker: request.worker, until: now.advanced(by: request.lease))
        jobs[id] = job
        return ClaimedJob(id: id, payload: job.request.payload, attempt: job.attempts, lease: request.lease)
    }

    mutating func extendLease(_ claim: ClaimedJob, now: ContinuousClock.Instant) throws {
        var job = try running(claim)
        if case .running(let worker, _) = job.state {
            job.state = .running(worker: worker, until: now.advanced(by: claim.lease))
        }
        jobs[claim.id] = job
    }

    mutating func complete(_ claim: ClaimedJob) throws {
        var job = try running(claim)
        job.state = .done
        close(claim.id, job)
    }

    mutating func fail(_ failure: JobFailure, now: ContinuousClock.Instant) throws {
        var job = try running(failure.claim)
        job.error = failure.error
        if let delay = failure.retryAfter, job.attempts < job.request.maximumAttempts {
            job.state = .waiting(since: now.advanced(by: max(.zero, delay)))
            jobs[failure.claim.id] = job
        } else {
            job.state = .dead
            close(failure.claim.id, job)
        }
    }

    func status(of id: JobID) throws -> JobStatus {
        guard let job = jobs[id] else { throw Self.notFound(id) }
        let (phase, worker): (JobStatus.Phase, String?) =
            switch job.state {
            case .waiting: (.waiting, nil)
            case .running(let worker, _): (.running, worker)
            case .done: (.done, nil)
            case .dead: (.dead, nil)
            }
        return JobStatus(phase: phase, attempts: job.attempts, worker: worker, error: job.error)
    }

    /// The job of a claim that hasn't ended. The lease isn't asked for: until somebody takes the job over, its worker may finish it.
    private func running(_ claim: ClaimedJob) throws -> Job {
        guard let job = jobs[claim.id] else { throw Self.notFound(claim.id) }
        guard case .running = job.state, job.attempts == claim.attempt else {
            throw ExtractionError(
                .conflict, "Attempt \(claim.attempt) at job \(claim.id) has ended or was taken over; stop, and discard what it made.")
        }
        return job
    }

    private mutating func buryAbandoned(now: ContinuousClock.Instant) {
        for id in open {
            guard var job = jobs[id], case .running(_, let until) = job.state, until <= now,
                job.attempts >= job.request.maximumAttempts
            else { continue }
            job.state = .dead
            job.error = ErrorSummary(
                ExtractionError(
                    .deadlineExceeded,
                    "The last attempt let its lease end: its worker died or was silent too long. Find out why before it is enqueued anew."))
            close(id, job)
        }
    }

    private mutating func close(_ id: JobID, _ job: Job) {
        jobs[id] = job
        open.removeAll { $0 == id }
    }

    private static func notFound(_ id: JobID) -> ExtractionError {
        ExtractionError(.notFound, "There is no job \(id) in this queue; look in the queue that gave the id.")
    }
}
