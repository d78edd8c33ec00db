import ExtractionKit
import PostgresFixture
import Synchronization
import Testing

@testable import ExtractionPostgres

/// Tests that stop a server have one of their own.
@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(30)))
struct `A client of a PostgreSQL that goes away` {
    @Test func `connects again, and says so when it can't`() async throws {
        let server = try await PostgresServer.ofOwn()
        var configuration = try PostgresConfiguration(url: server.url(database: "postgres"))
        configuration.connections = 2
        configuration.reconnectTimeLimit = .milliseconds(300)
        let client = PostgresClient(configuration)
        #expect(try await client.count("SELECT 1") == 1)
        try await server.stopImmediately()
        let error = await #expect(throws: ExtractionError.self) { try await client.count("SELECT 1") }
        #expect(error?.code == .serviceUnavailable)
        try await server.start()
        #expect(try await client.count("SELECT 1") == 1)
        try await client.withConnection { try $0.run(script: "CREATE TABLE t (a int)") }
        // A connection that is broken in the middle of a transaction makes it run again, as nothing of it happened.
        let runs = Mutex(0)
        let killer = PostgresClient(configuration)
        try await client.transaction { [configuration] connection in
            try connection.execute("INSERT INTO t VALUES (1)")
            var row = try #require(connection.execute("SELECT pg_backend_pid()").first)
            let pid = try row.next(Int.self)
            let run = runs.withLock {
                $0 += 1; return $0
            }
            if run == 1 {
                let other = try PostgresConnection(configuration, status: connection.status)
                try other.execute("SELECT pg_terminate_backend(\(pid)::int)")
            }
            try connection.execute("INSERT INTO t VALUES (2)")
        }
        #expect(runs.withLock(\.self) == 2)
        #expect(try await killer.count("SELECT count(*) FROM t") == 2)
    }
}
