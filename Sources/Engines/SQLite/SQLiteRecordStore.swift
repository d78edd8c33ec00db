public import ExtractionKit
internal import Foundation
internal import GRDB

/// Keeps records in a file of SQLite: no server, no set-up, several processes on one file.
///
/// ```swift
/// let store = try await SQLiteRecordStore.open("records.db")
/// let records = try await store.records(ofNewOrKnown: .local)
/// ```
///
/// The file is in WAL mode: readers don't wait for the writer. There is one writer at a time, in this process or another; who has to wait for
/// longer than ``Configuration/busySeconds`` gets `serviceUnavailable`. Beside the file lie two of SQLite's own, `-wal` and `-shm`; copy
/// a database that is in use with ``backUp(to:)``, never as a file.
///
/// ### Errors
///
/// Beside those of ``/ExtractionKit/RecordStore``: `fileUnreadable` where the file can't be opened, `fileUnwritable` where it can't be written, `corrupt` where it
/// isn't a database or is damaged, `schemaMismatch` where it has a form that this version doesn't know.
public struct SQLiteRecordStore: RecordStore {
    let database: RecordDatabase

    /// How a database is opened.
    public struct Configuration: Sendable {
        /// How long a writer waits for another process, in seconds.
        public var busySeconds = 30.0
        /// How many reads go on at once.
        public var readers = 4
        /// What is done first with each connection: tests watch statements with it.
        var prepare: @Sendable (Database) throws -> Void = { _ in }

        /// Creates the usual settings.
        public init() {}
    }

    private init(_ database: RecordDatabase) { self.database = database }

    /// Opens a database, and makes one where there is no file.
    ///
    /// - Parameters:
    ///   - path: Where the file is.
    ///   - configuration: How it is opened.
    /// - Throws: `schemaMismatch` for a database that a later version made, or that ``migrate(_:configuration:)`` must bring up to date first; see
    ///   above.
    public static func open(_ path: String, configuration: Configuration = Configuration()) async throws -> SQLiteRecordStore {
        guard FileManager.default.fileExists(atPath: path) else { return try await migrate(path, configuration: configuration) }
        let store = try SQLiteRecordStore(RecordDatabase(path: path, configuration: configuration))
        let isEmpty = try await store.database.read { connection in
            let isEmpty = try RecordMigrations.isEmpty(connection)
            if !isEmpty { try RecordMigrations.check(connection) }
            return isEmpty
        }
        // Another process has just made the file, or was killed when it had.
        return isEmpty ? try await migrate(path, configuration: configuration) : store
    }

    /// Opens a database and brings it into the form that this version knows; nothing happens to one that has it. There is no way back but a
    /// backup.
    ///
    /// - Throws: `schemaMismatch` for a database that a later version made.
    @discardableResult
    public static func migrate(_ path: String, configuration: Configuration = Configuration()) async throws -> SQLiteRecordStore {
        let database = try RecordDatabase(path: path, configuration: configuration)
        try await database.read { connection in
            if try RecordMigrations.migrator.hasBeenSuperseded(connection) { try RecordMigrations.check(connection) }
        }
        do {
            try RecordMigrations.migrator.migrate(database.pool)
        } catch {
            // Two processes may do this at once; then the slower one finds everything done.
            let isDone = try await database.read { try RecordMigrations.migrator.hasCompletedMigrations($0) }
            guard isDone else { throw RecordDatabase.translated(error) }
        }
        return SQLiteRecordStore(database)
    }

    /// Adds a tenant.
    public func add(_ tenant: Tenant) async throws {
        _ = try tenant.month(of: tenant.createdAt)
        let json = try StoredJSON.text(tenant)
        try await database.write { connection in
            guard try Row.fetchOne(connection, sql: "SELECT 1 FROM tenant WHERE id = ?", arguments: [tenant.id.rawValue]) == nil else {
                throw ExtractionError.taken("a tenant")
            }
            try connection.execute(sql: "INSERT INTO tenant (id, tenant) VALUES (?, ?)", arguments: [tenant.id.rawValue, json])
        }
    }

    /// Changes what is known of a tenant.
    public func update(_ tenant: Tenant) async throws {
        _ = try tenant.month(of: tenant.createdAt)
        let json = try StoredJSON.text(tenant)
        try await database.write { connection in
            try connection.execute(sql: "UPDATE tenant SET tenant = ? WHERE id = ?", arguments: [json, tenant.id.rawValue])
            guard connection.changesCount == 1 else { throw ExtractionError.unknown("tenant") }
        }
    }

    /// A tenant.
    public func tenant(_ id: TenantID) async throws -> Tenant? { try await database.read { try Self.tenant(id, $0) } }

    static func tenant(_ id: TenantID, _ connection: Database) throws -> Tenant? {
        try String.fetchOne(connection, sql: "SELECT tenant FROM tenant WHERE id = ?", arguments: [id.rawValue])
            .map { try StoredJSON.value(Tenant.self, from: $0) }
    }

    /// All tenants.
    public func tenants() async throws -> [Tenant] {
        try await database.read { connection in
            try String.fetchAll(connection, sql: "SELECT tenant FROM tenant ORDER BY id").map {
                try StoredJSON.value(Tenant.self, from: $0)
            }
        }
    }

    /// Removes a tenant with all of its records.
    public func remove(_ id: TenantID) async throws {
        try await database.write { connection in
            try connection.execute(sql: "DELETE FROM tenant WHERE id = ?", arguments: [id.rawValue])
            guard connection.changesCount == 1 else { throw ExtractionError.unknown("tenant") }
        }
    }

    /// The records of a tenant.
    public func records(of tenant: TenantID) async throws -> any TenantRecords {
        guard try await self.tenant(tenant) != nil else { throw ExtractionError.unknown("tenant") }
        return SQLiteTenantRecords(tenant: tenant, database: database)
    }
}
