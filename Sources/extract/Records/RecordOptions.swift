internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionSQLite
internal import Foundation

/// Where the records are, for the commands that can't do without.
struct RecordOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The database with the records: a file of SQLite.", valueName: "DB"))
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
    /// Opens a store: a file of SQLite, which is made where there is none.
    static func open(_ name: String) async throws -> any RecordStore { try await SQLiteRecordStore.open(name) }

    /// Whether there is something to open; a service is only asked when it is opened.
    static func exists(_ name: String) -> Bool { name.contains("://") || FileManager.default.fileExists(atPath: name) }

    /// Brings a store into the form that this version knows.
    static func migrate(_ name: String) async throws { try await SQLiteRecordStore.migrate(name) }

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
