import ExtractionKit
import Foundation
import PostgresFixture
import Synchronization
import Testing

@testable import ExtractionPostgres

/// A client of a new database of the tests' server.
func makeClient(connections: Int = 4, change: (inout PostgresConfiguration) -> Void = { _ in }) async throws -> PostgresClient {
    let server = try await PostgresServer.shared()
    let database = try await server.makeDatabase()
    var configuration = try PostgresConfiguration(url: server.url(database: database))
    configuration.connections = connections
    change(&configuration)
    return PostgresClient(configuration)
}

@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(30)))
struct `A client of PostgreSQL` {
    @Test func `gives values back as they were bound`() async throws {
        let client = try await makeClient(connections: 1)
        try await client.withConnection { connection in
            let date = Date(timeIntervalSince1970: 1_763_746_922.123456)
            let bytes = PostgresBytes([0, 1, 92, 255])
            let empty: String? = nil
            let result = try connection.execute(
                """
                SELECT \("Grüße '\\ \"")::text, \(Int.max), \(Int.min), 7::int2, 8::int4, \(true), \(-0.1), \(Double.infinity), \(date), \(bytes), \(empty)::text,
                       '{"a": 1}'::jsonb
                """)
            #expect(result.count == 1)
            var row = try #require(result.first)
            #expect(try row.next() == "Grüße '\\ \"")
            #expect(try row.next() == Int.max)
            #expect(try row.next() == Int.min)
            #expect(try row.next() == 7)
            #expect(try row.next() == 8)
            #expect(try row.next() == true)
            #expect(try row.next(Double.self) == -0.1)
            #expect(try row.next(Double.self) == .infinity)
            #expect(try abs(row.next(Date.self).timeIntervalSince(date)) < 1e-6)
            #expect(try row.next() == bytes)
            #expect(try row.nextIfPresent(String.self) == nil)
            #expect(try row.next() == "{\"a\": 1}")
            #expect(throws: PostgresDecodingError.self) { try row.next(Int.self) }
        }
    }

    @Test func `gives arrays as rows`() async throws {
        let client = try await makeClient(connections: 1)
        try await client.withConnection { connection in
            let texts = PostgresArray(["a", nil, ""])
            let rows = try connection.execute(
                "SELECT t, n, d FROM unnest(\(texts), \(PostgresArray([1, 2, nil])), \(PostgresArray([0.5, nil, 1.5]))) AS r(t, n, d)"
            ).rows
            let values = try rows.map { row in
                var row = row
                return try (row.nextIfPresent(String.self), row.nextIfPresent(Int.self), row.nextIfPresent(Double.self))
            }
            #expect(values.map(\.0) == ["a", nil, ""])
            #expect(values.map(\.1) == [1, 2, nil])
            #expect(values.map(\.2) == [0.5, nil, 1.5])
            #expect(try connection.execute("SELECT * FROM unnest(\(PostgresArray([String?]())))").rows.isEmpty)
        }
    }

    @Test(
        arguments: [
            ("SELECT \("sesame")::int", ExtractionError.Code.invalidRequest, "22P02"),
            ("INSERT INTO t VALUES (\("sesame"))", .conflict, "23505"),
            ("INSERT INTO t VALUES (\("sesame-seeds"))", .invalidRequest, "23514"),
            ("SELECT * FROM nowhere WHERE a = \("sesame")", .schemaMismatch, "42P01"), ("SELEC \("sesame")", .engineFailure, "42601"),
            ("DO $$BEGIN RAISE disk_full; END$$", .diskFull, "53100"),
            ("SELECT \("sesame\0")::text", .invalidRequest, "22021"),
        ] as [(PostgresQuery, ExtractionError.Code, String)])
    func `maps errors and keeps values out of them`(_ query: PostgresQuery, _ code: ExtractionError.Code, _ state: String) async throws {
        let client = try await makeClient(connections: 1)
        try await client.withConnection {
            try $0.run(script: "CREATE TABLE t (a text PRIMARY KEY CHECK (length(a) < 10)); INSERT INTO t VALUES ('sesame')")
        }
        let error = await #expect(throws: ExtractionError.self) {
            try await client.withConnection { connection in _ = try connection.execute(query) }
        }
        #expect(error?.code == code)
        #expect(error?.message.contains(state) == true)
        #expect(!String(reflecting: error).contains("sesame"))
        // The connection is as good as before.
        let one = try await client.withConnection { connection in
            var row = try #require(connection.execute("SELECT 1").first)
            return try row.next(Int.self)
        }
        #expect(one == 1)
    }

    @Test func `commits what returns and undoes what throws`() async throws {
        struct Change: Error {}
        let client = try await makeClient(connections: 1)
        try await client.withConnection { try $0.run(script: "CREATE TABLE t (a int)") }
        try await client.transaction { connection in _ = try connection.execute("INSERT INTO t VALUES (1)") }
        await #expect(throws: Change.self) {
            try await client.transaction { connection in
                try connection.execute("INSERT INTO t VALUES (2)")
                throw Change()
            }
        }
        // A failure that the closure keeps to itself isn't committed either.
        let error = await #expect(throws: ExtractionError.self) {
            try await client.transaction { connection in
                try connection.execute("INSERT INTO t VALUES (3)")
                _ = try? connection.execute("SELECT 1/0")
            }
        }
        #expect(error?.message.contains("25P02") == true)
        // A transaction that is left open by hand doesn't reach the next call.
        try await client.withConnection { connection in
            try connection.execute("BEGIN")
            try connection.execute("INSERT INTO t VALUES (4)")
        }
        #expect(try await client.count("SELECT count(*) FROM t") == 1)
    }

    @Test func `runs a transaction again that lost a race`() async throws {
        let client = try await makeClient(connections: 4)
        try await client.withConnection { try $0.run(script: "CREATE TABLE t (a int, n int); INSERT INTO t VALUES (1, 0), (2, 0)") }
        // Half of the tasks lock the rows in one order, half in the other: without another try, deadlocks would surface.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<20 {
                group.addTask {
                    try await client.transaction { connection in
                        for row in task.isMultiple(of: 2) ? [1, 2] : [2, 1] {
                            try connection.execute("UPDATE t SET n = n + 1 WHERE a = \(row)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await client.count("SELECT sum(n) FROM t") == 40)
    }

    @Test func `serves many tasks through one connection`() async throws {
        let client = try await makeClient(connections: 1)
        let pids = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<200 { group.addTask { try await client.count("SELECT pg_backend_pid()") } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(pids.count == 1)
    }

    @Test func `lets a cancelled task go that waits for the only connection`() async throws {
        let client = try await makeClient(connections: 1)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let holder = Task {
            try await client.withConnection { connection in
                start.yield()
                _ = try connection.execute("SELECT pg_sleep(60)")
            }
        }
        for await _ in started.prefix(1) {}
        let waiter = Task { try await client.count("SELECT 1") }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        holder.cancel()
        await #expect(throws: CancellationError.self) { try await holder.value }
        #expect(try await client.count("SELECT 1") == 1)
    }

    @Test func `cancels a statement at the server and keeps the connection`() async throws {
        let client = try await makeClient(connections: 1)
        let pid = try await client.count("SELECT pg_backend_pid()")
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await client.transaction { connection in
                start.yield()
                _ = try connection.execute("SELECT pg_sleep(60)")
            }
        }
        for await _ in started.prefix(1) {}
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await client.count("SELECT pg_backend_pid()") == pid)
        #expect(
            try await client.count(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND state = 'active' AND pid = \(pid)") == 0)
    }

    @Test func `keeps a deadline`() async throws {
        let client = try await makeClient(connections: 1)
        let error = await #expect(throws: ExtractionError.self) {
            try await client.withConnection(deadline: .after(.milliseconds(100))) { connection in
                _ = try connection.execute("SELECT pg_sleep(60)")
            }
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(try await client.count("SELECT 1") == 1)
    }

    @Test func `copies rows in bulk`() async throws {
        let client = try await makeClient(connections: 1)
        try await client.withConnection {
            try $0.run(script: "CREATE TABLE t (a bigint PRIMARY KEY, b text, c bytea, d timestamptz, e float8)")
        }
        let copied = try await client.transaction { connection in
            try connection.copy(
                "COPY t (a, b, c, d, e)",
                rows: (0..<20_000).lazy.map { number -> [any PostgresEncodable] in
                    [
                        number, "row \(number)\t\\N\n", PostgresBytes([UInt8(number & 255), 0]),
                        Date(timeIntervalSince1970: Double(number)), 0.5,
                    ]
                })
        }
        #expect(copied == 20_000)
        #expect(
            try await client.count(
                """
                SELECT count(*) FROM t WHERE b = 'row ' || a || E'\\t\\\\N\\n' AND get_byte(c, 0) = a & 255 AND d = to_timestamp(a) AND e = 0.5
                """) == 20_000)
        let error = await #expect(throws: ExtractionError.self) {
            try await client.transaction { connection in _ = try connection.copy("COPY t (a, b)", rows: [[20_000, "new"], [7, "old"]]) }
        }
        #expect(error?.code == .conflict)
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await client.transaction { connection in
                let rows = (0..<10_000).lazy.map { number -> [any PostgresEncodable] in [number + 100_000, "x"] }
                _ = try connection.copy("COPY t (a, b)", rows: rows)
                throw Stop()
            }
        }
        #expect(try await client.count("SELECT count(*) FROM t") == 20_000)
    }

    @Test func `says what is wrong with a password, a user and a database`() async throws {
        let server = try await PostgresServer.shared()
        try await server.order(
            sql:
                "DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'secretive') THEN CREATE ROLE secretive LOGIN PASSWORD 'open'; END IF; END$$"
        )
        func code(_ url: String) async throws -> ExtractionError? {
            let client = PostgresClient(try PostgresConfiguration(url: url))
            do {
                _ = try await client.count("SELECT 1")
                return nil
            } catch let error as ExtractionError {
                return error
            }
        }
        #expect(try await code(server.url(database: "postgres", user: "secretive", password: "open")) == nil)
        let refused = try await code(server.url(database: "postgres", user: "secretive", password: "hunter2"))
        #expect(refused?.code == .unauthorized)
        #expect(!String(reflecting: refused).contains("hunter2"))
        #expect(try await code(server.url(database: "postgres", user: "secretive"))?.code == .unauthorized)
        #expect(try await code(server.url(database: "postgres", user: "stranger"))?.code == .unauthorized)
        #expect(try await code(server.url(database: "nowhere"))?.code == .invalidConfiguration)
    }
}

extension PostgresClient {
    /// The number that a statement gives.
    func count(_ query: PostgresQuery) async throws -> Int {
        try await withConnection { connection in
            var row = try #require(connection.execute(query).first)
            return try row.next(Int.self)
        }
    }
}
