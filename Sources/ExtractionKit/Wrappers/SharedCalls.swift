internal import Synchronization

/// Lets callers that want the same thing at the same time share one call.
///
/// The first to come makes the call, in its own task, and the others wait for it: nothing runs that isn't some caller's child. When the
/// call ends without a result that is good for others, because its caller was cancelled or ran out of time, the next of them makes it.
final class SharedCalls<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private enum Outcome: Sendable {
        case shared(Result<Value, any Error>)
        /// The call is over and its result wasn't for others.
        case over
        /// The one who waited was cancelled.
        case left
    }

    private struct State {
        var waiting: [Key: [Int: CheckedContinuation<Outcome, Never>]] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    /// The value for a key, and whether this caller made the call.
    ///
    /// - Parameters:
    ///   - key: What is wanted.
    ///   - deadline: When to stop waiting for another's call.
    ///   - isForOthers: Whether a result that the call gave may be shared.
    ///   - call: Makes the value.
    /// - Throws: What the call throws; `deadlineExceeded` and `CancellationError` while waiting.
    func value(
        for key: Key, deadline: Deadline, sharing isForOthers: (Result<Value, any Error>) -> Bool, _ call: () async throws -> Value
    ) async throws -> (value: Value, isOwn: Bool) {
        while true {
            try Task.checkCancellation()
            if begin(key) {
                let result: Result<Value, any Error>
                do { result = try await .success(call()) } catch { result = .failure(error) }
                end(key, isForOthers(result) ? .shared(result) : .over)
                return (try result.get(), true)
            }
            let outcome = try await withDeadline(deadline, grace: .zero, "Waiting for another reading of the page") {
                await self.wait(for: key)
            }
            switch outcome {
            case .shared(let result): return (try result.get(), false)
            case .over: continue
            case .left: throw CancellationError()
            }
        }
    }

    /// The values for keys, of which this caller makes those that nobody is making.
    ///
    /// A caller makes its own before it waits for another's, so no two wait for each other. What a call that failed was to make, the next caller makes.
    ///
    /// - Parameters:
    ///   - keys: What is wanted, each once.
    ///   - deadline: When to stop waiting for others' calls.
    ///   - what: What is waited for, as the subject of a sentence.
    ///   - call: Makes the values of some of the keys, and is called again for those whose calls have failed.
    /// - Throws: What the call throws; `deadlineExceeded` and `CancellationError` while waiting.
    func values(
        for keys: [Key], deadline: Deadline, _ what: String, _ call: ([Key]) async throws -> [Key: Value]
    ) async throws -> [Key: Value] {
        var values: [Key: Value] = [:]
        var missing = keys
        while !missing.isEmpty {
            try Task.checkCancellation()
            let own = begin(missing)
            if !own.isEmpty {
                let made: [Key: Value]
                do {
                    made = try await call(own)
                } catch {
                    for key in own { end(key, .over) }
                    throw error
                }
                for key in own { end(key, made[key].map { .shared(.success($0)) } ?? .over) }
                values.merge(made) { $1 }
            }
            let mine = Set(own)
            missing = missing.filter { !mine.contains($0) }
            for key in missing {
                switch try await withDeadline(deadline, grace: .zero, what, { await self.wait(for: key) }) {
                case .shared(let result): values[key] = try result.get()
                case .over: continue
                case .left: throw CancellationError()
                }
            }
            missing = missing.filter { values[$0] == nil }
        }
        return values
    }

    /// Whether somebody makes the call for a key.
    func isUnderWay(_ key: Key) -> Bool { state.withLock { $0.waiting[key] != nil } }

    /// How many wait for the call for a key.
    func waiterCount(for key: Key) -> Int { state.withLock { $0.waiting[key]?.count ?? 0 } }

    private func begin(_ key: Key) -> Bool {
        state.withLock { state in
            guard state.waiting[key] == nil else { return false }
            state.waiting[key] = [:]
            return true
        }
    }

    /// Those of the keys for which nobody makes a call, all at once: what one caller wants together isn't shared out among several.
    private func begin(_ keys: [Key]) -> [Key] {
        state.withLock { state in
            let free = keys.filter { state.waiting[$0] == nil }
            for key in free { state.waiting[key] = [:] }
            return free
        }
    }

    private func end(_ key: Key, _ outcome: Outcome) {
        let waiting = state.withLock { $0.waiting.removeValue(forKey: key) }
        for continuation in (waiting ?? [:]).values { continuation.resume(returning: outcome) }
    }

    private func wait(for key: Key) async -> Outcome {
        let id = state.withLock { state in
            state.count += 1
            return state.count
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Outcome? = state.withLock { state in
                    // Cancelled before it waits: the handler has run, or will run and find nobody.
                    if Task.isCancelled { return .left }
                    if state.waiting[key] == nil { return .over }
                    state.waiting[key]?[id] = continuation
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            state.withLock { $0.waiting[key]?.removeValue(forKey: id) }?.resume(returning: .left)
        }
    }
}
