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
        let store = try StoreLocation(store)
        guard store.exists else {
            throw ExtractionError(.fileUnreadable, "There is no database with that name; make one with 'extract run --store'.")
        }
        return try await RecordStores.open(store).records(of: id)
    }
}

/// Opens stores of records.
enum RecordStores {
    /// Opens a store: a database of PostgreSQL, or a file of SQLite, which is made where there is none.
    static func open(_ location: StoreLocation) async throws -> any RecordStore {
        switch location {
        case .file(let path): try await SQLiteRecordStore.open(path)
        case .postgres(let configuration): try await PostgresRecordStore(configuration)
        }
    }

    /// Brings a store into the form that this version knows.
    static func migrate(_ location: StoreLocation) async throws {
        switch location {
        case .file(let path): try await SQLiteRecordStore.migrate(path)
        case .postgres(let configuration): try await PostgresRecordStore.migrate(configuration)
        }
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
