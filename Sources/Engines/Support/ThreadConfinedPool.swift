internal import Dispatch
public import ExtractionKit
internal import Foundation
internal import Synchronization

/// Runs blocking C calls on threads of its own, each with a resource that never leaves its thread.
///
/// The resource is what a C library is used through and what must not be shared: an OCR handle, an open document. Each thread makes its
/// own on first use. Callers wait for a free thread without blocking Swift's cooperative pool.
///
/// A C call can't be stopped from outside. When its task is cancelled, the caller gets its error at once; when its deadline passes, within 150 ms, in
/// which a library that can be asked to stop may hand over what it has. The call's ``CallStatus`` says so. A call that doesn't return within the grace time loses its
/// thread: another takes its place with a resource of its own, and the lost one ends when the call returns. When too many
/// are lost, in the pool or in the process, calls are refused instead of piling up.
public final class ThreadConfinedPool<Resource>: Sendable {
    private let core: Core<Resource>

    /// Creates a pool. Threads start when they are needed.
    ///
    /// - Parameters:
    ///   - name: The threads' name, for debuggers.
    ///   - threads: How many calls run at once, at least 1.
    ///   - grace: How long a call may go on after its deadline or cancellation before its thread counts as lost.
    ///   - make: Makes a thread's resource, on that thread. What it throws is thrown to the caller; the next call tries again.
    public init(
        name: String, threads: Int, grace: Duration = .seconds(2), make: @escaping @Sendable () throws -> Resource
    ) {
        core = Core(name: name, limit: max(1, threads), grace: grace, make: make)
    }

    /// Ends the threads as soon as their calls return.
    deinit { core.shutDown() }

    /// Runs a call on one of the threads.
    ///
    /// - Parameters:
    ///   - what: What the call does, as the subject of a sentence, for the error when its deadline passes.
    ///   - deadline: When the caller must have an answer.
    ///   - body: The call. It must not keep the resource.
    /// - Throws: What the call throws; ``/ExtractionKit/ExtractionError`` with the code `deadlineExceeded`, or `engineFailure` when too many calls hang;
    ///   `CancellationError`.
    public func run<R: Sendable>(
        _ what: String, deadline: Deadline = .never, _ body: @escaping @Sendable (Resource, CallStatus) throws -> R
    ) async throws -> R {
        let call = Call<R>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                call.wait(continuation)
                if Task.isCancelled { call.settle(.failure(CancellationError())) }
                core.submit(
                    Job(status: call.status) { resource in
                        call.settle(Result { try body(resource, call.status) })
                    } fail: { error in
                        call.settle(.failure(error))
                    })
                call.expire(at: deadline) { [core] in
                    core.expire(call.status) { call.settle(.failure(ExtractionError.deadlineExceeded(what))) }
                }
            }
        } onCancel: {
            // First the caller, then the call: one that notices and returns at once must not look like a success.
            call.settle(.failure(CancellationError()))
            core.abandon(call.status)
        }
    }
}

/// Tells a blocking call whether somebody still waits for it.
public final class CallStatus: Sendable {
    private let abandoned = Atomic<Bool>(false)
    fileprivate let phase = Mutex<Phase>(.waiting)

    fileprivate enum Phase { case waiting, running, returned, lost }

    /// Whether the deadline has passed or the task was cancelled: nobody waits for the result.
    public var isAbandoned: Bool { abandoned.load(ordering: .relaxed) }

    fileprivate func abandon() { abandoned.store(true, ordering: .relaxed) }
}

/// A caller that waits: it is resumed once, by whoever settles the call first.
private final class Call<R: Sendable>: Sendable {
    let status = CallStatus()
    private let state = Mutex<State>(.created)
    private let timer = Mutex<(any DispatchSourceTimer)?>(nil)

    private enum State {
        case created
        case waiting(CheckedContinuation<R, any Error>)
        case settled(Result<R, any Error>?)
    }

    func wait(_ continuation: CheckedContinuation<R, any Error>) {
        let early: Result<R, any Error>? = state.withLock { state in
            if case .settled(let result) = state { return result }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(with: early) }
    }

    /// Runs a closure at the deadline, unless the call is settled before. What it holds is let go then: documents must not outlive their
    /// calls by the length of a deadline.
    func expire(at deadline: Deadline, _ body: @escaping @Sendable () -> Void) {
        guard let remaining = deadline.remaining else { return }
        timer.withLock { timer in
            let source = DispatchSource.makeTimerSource(queue: .global())
            source.setEventHandler(handler: body)
            source.schedule(deadline: .now() + remaining.interval)
            source.activate()
            timer = source
        }
        if case .settled = state.withLock(\.self) { stopTimer() }
    }

    private func stopTimer() {
        timer.withLock { timer in
            timer?.cancel()
            timer = nil
        }
    }

    func settle(_ result: Result<R, any Error>) {
        stopTimer()
        let waiting: CheckedContinuation<R, any Error>? = state.withLock { state in
            switch state {
            case .created:
                state = .settled(result)
                return nil
            case .waiting(let continuation):
                state = .settled(nil)
                return continuation
            case .settled: return nil
            }
        }
        waiting?.resume(with: result)
    }
}

private enum Submission { case queued, start, refused }

private struct Job<Resource>: Sendable {
    var status: CallStatus
    var perform: @Sendable (Resource) -> Void
    var fail: @Sendable (any Error) -> Void
}

private final class Core<Resource>: Sendable {
    private let name: String
    private let limit: Int
    private let grace: Duration
    private let make: @Sendable () throws -> Resource
    private let state = Mutex(State())
    private let work = DispatchSemaphore(value: 0)

    private struct State {
        var jobs: [Job<Resource>] = []
        var threads = 0
        var idle = 0
        var lost = 0
        var isShutDown = false
    }

    init(name: String, limit: Int, grace: Duration, make: @escaping @Sendable () throws -> Resource) {
        self.name = name
        self.limit = limit
        self.grace = grace
        self.make = make
    }

    func submit(_ job: Job<Resource>) {
        let answer: Submission = state.withLock { state in
            guard state.lost < limit * 4, LostThreads.count < LostThreads.limit else { return .refused }
            state.jobs.append(job)
            guard state.idle < state.jobs.count, state.threads < limit else { return .queued }
            state.threads += 1
            return .start
        }
        switch answer {
        case .queued: work.signal()
        case .start:
            startThread()
            work.signal()
        case .refused:
            job.fail(
                ExtractionError(
                    .engineFailure,
                    "Too many calls hang and can't be stopped in this process; restart it, or read untrusted files elsewhere."))
        }
    }

    /// Settles a call whose deadline has come, whether it runs or still waits.
    func expire(_ status: CallStatus, _ settle: @escaping @Sendable () -> Void) {
        let phase = status.phase.withLock(\.self)
        guard phase == .waiting || phase == .running else { return }
        abandon(status)
        // A call that runs may notice, and hand over what it has; one that never began has nothing.
        if phase == .running { after(min(grace / 2, .milliseconds(150))) { settle() } } else { settle() }
    }

    /// Tells a call that nobody waits, and replaces its thread if that doesn't help.
    func abandon(_ status: CallStatus) {
        status.abandon()
        after(grace) { [self] in
            let isLost = status.phase.withLock { phase in
                guard phase == .running else { return false }
                phase = .lost
                return true
            }
            guard isLost else { return }
            LostThreads.add(1)
            let starts = state.withLock { state in
                state.lost += 1
                return !state.isShutDown
            }
            // The lost thread stays counted out: the new one takes its place.
            if starts { startThread() }
        }
    }

    func shutDown() {
        let threads = state.withLock { state in
            state.isShutDown = true
            return state.threads
        }
        for _ in 0..<threads { work.signal() }
    }

    private func startThread() {
        let thread = Thread { [self] in runThread() }
        thread.name = name
        // Parsers recurse; the default of secondary threads is small.
        thread.stackSize = 16 << 20
        thread.start()
    }

    private func runThread() {
        var resource: Resource?
        while true {
            state.withLock { $0.idle += 1 }
            work.wait()
            let (job, ends) = state.withLock { state in
                state.idle -= 1
                return (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isShutDown)
            }
            guard let job else {
                if ends { return }
                continue
            }
            guard !job.status.isAbandoned else { continue }
            job.status.phase.withLock { $0 = .running }
            ExitGuard.counting {
                do {
                    let ready = try resource ?? make()
                    resource = ready
                    job.perform(ready)
                } catch {
                    job.fail(error)
                }
            }
            let wasLost = job.status.phase.withLock { phase in
                defer { phase = .returned }
                return phase == .lost
            }
            if wasLost {
                LostThreads.add(-1)
                state.withLock { $0.lost -= 1 }
                return
            }
        }
    }

    private func after(_ duration: Duration, _ body: @escaping @Sendable () -> Void) {
        DispatchQueue.global().asyncAfter(deadline: .now() + duration.interval, execute: body)
    }
}

extension Duration {
    /// The duration for Dispatch, at most about 30 years.
    fileprivate var interval: DispatchTimeInterval {
        let (seconds, attoseconds) = components
        return .nanoseconds(Int(min(Double(seconds) * 1e9 + Double(attoseconds) / 1e9, 1e18)))
    }
}
