/// Runs work that must end by a deadline, and cancels it when it doesn't.
///
/// Plugins keep deadlines themselves and may hand over what they have. This is the wall behind them: it stands `grace` after the
/// deadline, and it stops whatever answers to cancellation.
func withDeadline<R: Sendable>(
    _ deadline: Deadline, grace: Duration = .seconds(3), _ what: String, _ body: @escaping @Sendable () async throws -> R
) async throws -> R {
    guard let instant = deadline.instant else { return try await body() }
    return try await withThrowingTaskGroup(of: R.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(until: instant.advanced(by: grace), clock: .continuous)
            throw ExtractionError.deadlineExceeded(what)
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}
