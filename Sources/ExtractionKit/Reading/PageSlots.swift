internal import Synchronization

/// Lets a number of pages, or of whatever else, in at a time; the others wait in the order in which they came.
///
/// Waiting here, and not in an engine, keeps a page's time from running while it waits for others, and its image from being drawn long
/// before anybody looks at it.
package final class PageSlots: Sendable {
    private let state: Mutex<State>

    private struct State {
        var free: Int
        var waiting: [(ticket: Int, turn: CheckedContinuation<Void, any Error>)] = []
        var nextTicket = 0
    }

    /// Creates a number of slots, at least one.
    package init(_ count: Int) { state = Mutex(State(free: max(1, count))) }

    /// Runs the work in a slot.
    ///
    /// - Throws: What the work throws; `CancellationError` when the task is cancelled while it waits.
    package func withSlot<R>(_ body: () async throws -> R) async throws -> R {
        try await take()
        defer { release() }
        return try await body()
    }

    private func take() async throws {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (turn: CheckedContinuation<Void, any Error>) in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    // Under the lock: a cancellation that comes later finds the ticket waiting.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.free > 0 {
                        state.free -= 1
                        return .success(())
                    }
                    state.waiting.append((ticket, turn))
                    return nil
                }
                if let outcome { turn.resume(with: outcome) }
            }
        } onCancel: {
            let turn: CheckedContinuation<Void, any Error>? = state.withLock { state in
                state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0).turn }
            }
            turn?.resume(throwing: CancellationError())
        }
    }

    private func release() {
        let turn: CheckedContinuation<Void, any Error>? = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().turn
        }
        turn?.resume()
    }
}
