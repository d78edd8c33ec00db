import ExtractionKit
import PostgresFixture
import Testing

@testable import ExtractionPostgres

@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(30)))
struct `Migrations of PostgreSQL` {
    private let one = PostgresMigrations([PostgresMigration(1, "a table", "CREATE TABLE a (n int)")])
    private let two = PostgresMigrations([
        PostgresMigration(1, "a table", "CREATE TABLE a (n int)"),
        PostgresMigration(2, "two more", "CREATE TABLE b (n int); CREATE TABLE c (n int)"),
    ])

    @Test func `are made once and in order`() async throws {
        let client = try await makeClient()
        #expect(try await one.apply(to: client) == [1])
        #expect(try await one.apply(to: client) == [])
        #expect(try await two.apply(to: client) == [2])
        #expect(try await client.count("SELECT count(*) FROM pg_tables WHERE tablename IN ('a', 'b', 'c')") == 3)
        try await client.withConnection { [two] in try two.require(on: $0) }
    }

    @Test func `are made by one of many programs that come at once`() async throws {
        let client = try await makeClient(connections: 6)
        let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<6 { group.addTask { [two] in try await two.apply(to: client) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied == [1, 2])
    }

    @Test func `leave nothing behind when one fails`() async throws {
        let client = try await makeClient()
        let broken = PostgresMigrations([
            PostgresMigration(1, "a table", "CREATE TABLE a (n int)"),
            PostgresMigration(2, "nonsense", "CREATE TABLE b (n int); CREATE NONSENSE"),
        ])
        await #expect(throws: ExtractionError.self) { try await broken.apply(to: client) }
        #expect(try await client.count("SELECT count(*) FROM pg_tables WHERE tablename IN ('a', 'b')") == 0)
        #expect(try await two.apply(to: client) == [1, 2])
    }

    @Test func `refuse a database that is newer, older or another`() async throws {
        let client = try await makeClient()
        _ = try await two.apply(to: client)
        func code(_ body: () async throws -> Void) async throws -> ExtractionError.Code? {
            do {
                try await body()
                return nil
            } catch let error as ExtractionError {
                return error.code
            }
        }
        #expect(try await code { _ = try await one.apply(to: client) } == .schemaMismatch)
        #expect(try await code { try await client.withConnection { [one] in try one.require(on: $0) } } == .schemaMismatch)
        let other = PostgresMigrations([
            PostgresMigration(1, "a table", "CREATE TABLE a (n bigint)"), PostgresMigration(2, "b", "SELECT 1"),
        ])
        #expect(try await code { _ = try await other.apply(to: client) } == .schemaMismatch)
        let fresh = try await makeClient()
        _ = try await one.apply(to: fresh)
        #expect(try await code { try await fresh.withConnection { [two] in try two.require(on: $0) } } == .schemaMismatch)
        let empty = try await makeClient()
        #expect(try await code { try await empty.withConnection { [two] in try two.require(on: $0) } } == .schemaMismatch)
    }
}
