internal import ExtractionEngineSupport
package import ExtractionKit

/// Connections to a server, shared by many tasks: no more than the configuration allows, made when they are needed and made again when they
/// break.
///
/// Each connection has a thread of its own, on which the closures run from beginning to end; tasks wait for them without holding a thread of
/// Swift's pool. A closure may run again, after a race with another transaction or a lost connection, so it must do nothing but ask the database.
package final class PostgresClient: Sendable {
    private let pool: ThreadConfinedPool<PostgresSession>
    private let configuration: PostgresConfiguration

    /// Creates a client. It connects when it is first used.
    ///
    /// - Parameters:
    ///   - configuration: Where the server is.
    ///   - prepare: What every new connection is used for first.
    package init(
        _ configuration: PostgresConfiguration, preparing prepare: @escaping @Sendable (PostgresConnection) throws -> Void = { _ in }
    ) {
        self.configuration = configuration
        pool = ThreadConfinedPool(name: "postgres", threads: configuration.connections) {
            PostgresSession(configuration, prepare: prepare)
        }
    }

    /// Uses a connection for statements that are a transaction each.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `serviceUnavailable`, `unauthorized`, `conflict`, `invalidRequest`, `deadlineExceeded`
    ///   and whatever the closure throws; `CancellationError`.
    package func withConnection<R: Sendable>(
        deadline: Deadline = .never, _ body: @escaping @Sendable (PostgresConnection) throws -> R
    ) async throws -> R {
        try await run(deadline) { session, status in try session.perform(status, body) }
    }

    /// Runs a transaction. It is committed when the closure returns, and undone when it throws.
    ///
    /// - Parameters:
    ///   - deadline: When the caller must have an answer.
    ///   - asksAgain: Whether the closure runs again also where the connection was lost during the commit. It must then find out whether that happened.
    ///   - body: The statements.
    /// - Throws: As ``withConnection(deadline:_:)``.
    package func transaction<R: Sendable>(
        deadline: Deadline = .never, asksAgain: Bool = false, _ body: @escaping @Sendable (PostgresConnection) throws -> R
    ) async throws -> R {
        try await run(deadline) { session, status in try session.transaction(status, asksAgain: asksAgain, body) }
    }

    private func run<R: Sendable>(
        _ deadline: Deadline, _ body: @escaping @Sendable (PostgresSession, CallStatus) throws -> R
    ) async throws -> R {
        let limit = min(deadline, .after(configuration.callTimeLimit))
        do {
            return try await pool.run("The database", deadline: limit, body)
        } catch is PostgresAbandonment {
            // A cancelled task has its error already; this call's time was up.
            throw Self.late
        } catch let failure as PostgresFailure {
            throw failure.extractionError
        } catch let error as PostgresDecodingError {
            throw error.extractionError
        } catch let error as ExtractionError where error.code == .deadlineExceeded {
            throw Self.late
        }
    }

    private static var late: ExtractionError {
        ExtractionError(.deadlineExceeded, "The database took longer than allowed; allow more time, or look what holds it up.")
            .scoped(stage: .storage)
    }
}
