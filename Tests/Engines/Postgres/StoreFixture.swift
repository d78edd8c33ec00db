import ExtractionKit
import Foundation
import PostgresFixture
import Testing

@testable import ExtractionPostgres

/// A database with the tables of a record store.
struct StoreFixture {
    let server: PostgresServer
    let database: String
    /// As the user that owns the tables and may do everything.
    let owner: PostgresConfiguration

    /// Makes one.
    ///
    /// - Parameter server: The server; by default the one that all tests share.
    init(on server: PostgresServer? = nil) async throws {
        if let server { self.server = server } else { self.server = try await PostgresServer.shared() }
        database = try await self.server.makeDatabase()
        owner = try PostgresConfiguration(url: self.server.url(database: database))
        try await PostgresRecordStore.migrate(owner)
    }

    /// A store with that many connections.
    func store(connections: Int = 8) async throws -> PostgresRecordStore {
        var configuration = owner
        configuration.connections = connections
        return try await PostgresRecordStore(configuration)
    }

    /// A client that policies bind, as they bind the store.
    func client(connections: Int = 1) -> PostgresClient {
        var configuration = owner
        configuration.connections = connections
        return PostgresClient(configuration) { connection in
            try connection.execute("SET ROLE extraction_app")
            try connection.execute("SET search_path = extraction")
        }
    }

    /// Tests that take minutes run where this variable is set.
    static let runsLongTests = ProcessInfo.processInfo.environment["EXTRACTION_LONG_TESTS"] != nil
    static let isShort: Comment = "This takes minutes; set EXTRACTION_LONG_TESTS to run it."
}
