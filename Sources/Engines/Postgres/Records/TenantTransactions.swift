internal import ExtractionKit
internal import Synchronization

/// Transactions that see one tenant's rows and no others.
struct TenantTransactions: Sendable {
    let client: PostgresClient
    let tenant: TenantID

    /// Runs a transaction that only reads.
    func read<R: Sendable>(_ body: @escaping @Sendable (PostgresConnection) throws -> R) async throws -> R { try await enter(body) }

    /// Runs a transaction that only reads, all of it as the database was at one moment.
    func readOneMoment<R: Sendable>(_ body: @escaping @Sendable (PostgresConnection) throws -> R) async throws -> R {
        try await enter(atOneMoment: true, body)
    }

    /// Runs a transaction that writes, exactly once: where a commit got no answer, its token tells whether it happened.
    func write<R: Sendable>(_ body: @escaping @Sendable (PostgresConnection) throws -> R) async throws -> R {
        let tenant = tenant
        let token = String.newRecordID()
        let answer = Answer<R>()
        return try await enter(asksAgain: true) { connection in
            let isNew = try connection.execute(
                "INSERT INTO commits (tenant_id, token) VALUES (\(tenant), \(token)) ON CONFLICT DO NOTHING")
            if isNew.count == 0, let answer = answer.value { return answer }
            let value = try body(connection)
            answer.value = value
            // Tokens are of use for as long as a call lasts. Who comes along now and then sweeps them up.
            if Int.random(in: 0..<500) == 0 {
                try connection.execute("DELETE FROM commits WHERE tenant_id = \(tenant) AND at < now() - interval '1 hour'")
            }
            return value
        }
    }

    /// Runs a transaction. The tenant is set in it alone: it is gone when the transaction ends, however it does.
    func enter<R: Sendable>(
        asksAgain: Bool = false, atOneMoment: Bool = false, _ body: @escaping @Sendable (PostgresConnection) throws -> R
    ) async throws -> R {
        let tenant = tenant
        return try await client.transaction(asksAgain: asksAgain) { connection in
            if atOneMoment { try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY") }
            try connection.execute("SELECT set_config('extraction.tenant', \(tenant), true)")
            return try body(connection)
        }
    }

    /// What a transaction came to, for its next run.
    private final class Answer<R: Sendable>: Sendable {
        private let kept = Mutex<R?>(nil)
        var value: R? {
            get { kept.withLock(\.self) }
            set { kept.withLock { $0 = newValue } }
        }
    }
}
