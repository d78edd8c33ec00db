import ExtractionKit
import ExtractionTesting
import PostgresFixture
import Testing

@testable import ExtractionPostgres

@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(30)))
struct `A record store of PostgreSQL` {
    @Test func `keeps the contract of its role`() async throws {
        try await RecordStoreConformance(StoreFixture().store()).check()
    }

    @Test func `keeps it with a single connection`() async throws {
        try await RecordStoreConformance(StoreFixture().store(connections: 1), load: .init(requests: 10, rounds: 1)).check()
    }

    @Test(.enabled(if: StoreFixture.runsLongTests, StoreFixture.isShort))
    func `grants exactly as much as the limit to 200 who ask at once, 50 times`() async throws {
        try await RecordStoreConformance(StoreFixture().store(), load: .init(requests: 200, rounds: 50)).check()
    }

    @Test func `serves a user who owns nothing, and nobody else`() async throws {
        let fixture = try await StoreFixture()
        let name = "service_\(fixture.database)"
        try await fixture.server.order(sql: "CREATE ROLE \(name) LOGIN IN ROLE extraction_app")
        let store = try await PostgresRecordStore(PostgresConfiguration(url: fixture.server.url(database: fixture.database, user: name)))
        let records = try await store.records(ofNewOrKnown: .local)
        #expect(try await records.documents(LibraryQuery()).items.isEmpty)
        try await fixture.server.order(sql: "CREATE ROLE stranger_\(fixture.database) LOGIN")
        let error = await #expect(throws: ExtractionError.self) {
            _ = try await PostgresRecordStore(
                PostgresConfiguration(url: fixture.server.url(database: fixture.database, user: "stranger_\(fixture.database)")))
        }
        #expect(error?.code == .unauthorized)
    }

    @Test func `refuses a database that isn't migrated, or is newer than the program`() async throws {
        let server = try await PostgresServer.shared()
        let empty = try await server.makeDatabase()
        // Another test's migrations have made the role already, or not: both must end alike.
        let first = await #expect(throws: ExtractionError.self) {
            _ = try await PostgresRecordStore(PostgresConfiguration(url: server.url(database: empty)))
        }
        #expect(first?.code == .schemaMismatch)
        let fixture = try await StoreFixture()
        #expect(try await PostgresRecordStore.migrate(fixture.owner) == [])
        try await fixture.server.order(
            sql: "INSERT INTO extraction.migrations (version, name, checksum) VALUES (99, 'of tomorrow', 'x')", database: fixture.database)
        let second = await #expect(throws: ExtractionError.self) { _ = try await fixture.store() }
        #expect(second?.code == .schemaMismatch)
        let third = await #expect(throws: ExtractionError.self) { _ = try await PostgresRecordStore.migrate(fixture.owner) }
        #expect(third?.code == .schemaMismatch)
    }

    @Test func `lets a user without rights of a superuser set it up who may make roles`() async throws {
        let server = try await PostgresServer.shared()
        let database = try await server.makeDatabase()
        try await server.order(sql: "CREATE ROLE owner_\(database) LOGIN CREATEROLE")
        try await server.order(sql: "ALTER DATABASE \(database) OWNER TO owner_\(database)")
        let configuration = try PostgresConfiguration(url: server.url(database: database, user: "owner_\(database)"))
        // Where another database of the server has the role already, who set that up must let others use it.
        try? await server.order(sql: "GRANT extraction_app TO owner_\(database)")
        #expect(try await PostgresRecordStore.migrate(configuration) == [1, 2])
        let records = try await PostgresRecordStore(configuration).records(ofNewOrKnown: .local)
        #expect(try await records.document("none") == nil)
    }
}
