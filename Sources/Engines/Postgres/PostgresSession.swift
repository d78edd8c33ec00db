internal import ExtractionEngineSupport
internal import ExtractionKit
internal import Foundation

/// What a thread of a pool has: a connection, or the means to make one.
final class PostgresSession {
    private let configuration: PostgresConfiguration
    private let prepare: @Sendable (PostgresConnection) throws -> Void
    private var connection: PostgresConnection?
    private var lastUse: ContinuousClock.Instant = .now
    private let backoff = Backoff()

    /// A connection that wasn't used for so long has to answer before it is used again.
    private static let idleLimit: Duration = .seconds(30)
    /// How often a transaction is run again after a race or a lost connection.
    private static let attempts = 8

    init(_ configuration: PostgresConfiguration, prepare: @escaping @Sendable (PostgresConnection) throws -> Void) {
        self.configuration = configuration
        self.prepare = prepare
    }

    /// Runs a call on a good connection.
    func perform<R>(_ status: CallStatus, _ body: (PostgresConnection) throws -> R) throws -> R {
        let connection = try readyConnection(status)
        defer {
            lastUse = .now
            // What a call leaves behind must not reach the next one.
            if !connection.isIdle { self.connection = nil }
        }
        return try body(connection)
    }

    /// Runs a transaction: again, as long as the server undid it to resolve a race, or the connection was lost before the commit.
    ///
    /// - Parameter asksAgain: Whether to run it again also where the connection was lost during the commit: the body must find out whether it happened.
    func transaction<R>(_ status: CallStatus, asksAgain: Bool, _ body: (PostgresConnection) throws -> R) throws -> R {
        var attempt = 1
        while true {
            do {
                return try perform(status) { try $0.transaction(body) }
            } catch let failure as PostgresFailure
                where attempt < Self.attempts && (failure.isRace || failure.isTemporary || asksAgain && failure.kind == .outcomeUnknown)
            {
                try pause(backoff.delay(after: failure.isRace ? 1 : attempt, chance: .random(in: 0...1)), status)
                attempt += 1
            }
        }
    }

    private func readyConnection(_ status: CallStatus) throws -> PostgresConnection {
        if let connection, connection.begin(status, asks: lastUse.duration(to: .now) > Self.idleLimit) { return connection }
        connection = nil
        let deadline = Deadline.after(configuration.reconnectTimeLimit)
        var attempt = 1
        while true {
            do {
                let fresh = try PostgresConnection(configuration, status: status)
                try prepare(fresh)
                connection = fresh
                return fresh
            } catch let failure as PostgresFailure where failure.isTemporary {
                let delay = backoff.delay(after: attempt, chance: .random(in: 0...1))
                guard let remaining = deadline.remaining, remaining > delay else { throw failure }
                try pause(delay, status)
                attempt += 1
            }
        }
    }

    /// Waits on the session's own thread.
    private func pause(_ duration: Duration, _ status: CallStatus) throws {
        let end = Deadline.after(duration)
        while let remaining = end.remaining, remaining > .zero {
            if status.isAbandoned { throw PostgresAbandonment() }
            Thread.sleep(forTimeInterval: min(remaining, .milliseconds(20)) / .seconds(1))
        }
    }
}

extension PostgresConnection {
    fileprivate func transaction<R>(_ body: (PostgresConnection) throws -> R) throws -> R {
        try execute("BEGIN")
        let result: R
        do {
            result = try body(self)
        } catch {
            // A rollback that fails leaves a connection that isn't used again.
            _ = try? execute("ROLLBACK")
            throw error
        }
        do {
            // A transaction in which a statement failed isn't committed, whatever the body made of the failure.
            guard try execute("COMMIT").command == "COMMIT" else { throw PostgresFailure(.refused, sqlState: "25P02") }
        } catch var failure as PostgresFailure where failure.kind == .disconnected {
            failure.kind = .outcomeUnknown
            throw failure
        }
        return result
    }
}
