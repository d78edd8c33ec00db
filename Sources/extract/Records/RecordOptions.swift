internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionPostgres
internal import ExtractionSQLite
internal import Foundation

/// Where the records are, for the commands that can't do without.
struct RecordOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The database with the records: a file of SQLite, or postgres://…", valueName: "DB"))
    var store: String

    @Option(help: "Whose records are meant; a tenant's id.")
    var tenant = TenantID.local.rawValue

    /// The records of the tenant.
    func records() async throws -> any TenantRecords {
        let id = try TenantID(tenant)
        guard RecordStores.exists(store) else {
            throw ExtractionError(.fileUnreadable, "There is no database with that name; make one with 'extract run --store'.")
        }
        return try await RecordStores.open(store).records(of: id)
    }
}

/// Finds the kind of a store by its name.
enum RecordStores {
    /// Opens a store: a database of PostgreSQL by its address, or a file of SQLite, which is made where there is none.
    static func open(_ name: String) async throws -> any RecordStore {
        guard isAddress(name) else { return try await SQLiteRecordStore.open(name) }
        return try await PostgresRecordStore(postgres(name))
    }

    /// Whether there is something to open; a service is only asked when it is opened.
    static func exists(_ name: String) -> Bool { isAddress(name) || FileManager.default.fileExists(atPath: name) }

    /// Whether a name is the address of a service rather than a file.
    static func isAddress(_ name: String) -> Bool { name.contains("://") }

    private static func postgres(_ address: String) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(url: address, environment: ProcessInfo.processInfo.environment)
        // Somebody sits there and waits.
        configuration.reconnectTimeLimit = .seconds(3)
        return configuration
    }

    /// Brings a store into the form that this version knows.
    static func migrate(_ name: String) async throws {
        guard isAddress(name) else { return _ = try await SQLiteRecordStore.migrate(name) }
        try await PostgresRecordStore.migrate(postgres(name))
    }

    /// Who is at work, for the activity.
    static var actor: String { ProcessInfo.processInfo.environment["USER"] ?? "extract" }
}

extension TenantRecords {
    /// The document with that id.
    ///
    /// - Throws: `notFound`.
    func existing(_ document: String) async throws -> DocumentRecord {
        guard let record = try await self.document(document) else {
            throw ExtractionError(.notFound, "There is no document with that id; 'extract report documents' lists them.")
        }
        return record
    }
}
