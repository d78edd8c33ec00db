internal import ExtractionKit
internal import Foundation
internal import GRDB

/// The tables of an index, and what it was made with.
enum SearchSchema {
    /// The version of the tables that this package writes.
    static let version = 1

    /// What an index was made with.
    struct Settings: Codable, Equatable {
        var version: Int
        var space: EmbeddingSpace?
        var precision: VectorTable.Precision
    }

    /// What the file's index was made with; `nil` where it has none.
    static func settings(_ database: Database) throws -> Settings? {
        guard try database.tableExists("search_settings") else { return nil }
        guard let data = try Data.fetchOne(database, sql: "SELECT value FROM search_settings") else { return nil }
        let version = try JSONDecoder().decode(Version.self, from: data).version
        guard version == Self.version else {
            throw ExtractionError(
                .conflict, "The search index was made by a newer version of this program, which can read it; use that, or another file.")
        }
        return try JSONDecoder().decode(Settings.self, from: data)
    }

    private struct Version: Decodable { var version: Int }

    /// Makes the tables where there are none.
    ///
    /// - Throws: `conflict` for an index with other settings.
    static func prepare(_ database: Database, space: EmbeddingSpace?, _ precision: VectorTable.Precision) throws {
        if let found = try settings(database) {
            guard found.space == space else {
                let kept = found.space.map { "vectors of \($0.model) with \($0.dimensions) dimensions" } ?? "no vectors"
                let given = space.map { "\($0.model) with \($0.dimensions)" } ?? "an index without vectors"
                throw ExtractionError(
                    .conflict, "The search index holds \(kept), and this is \(given); use the same embedder, or another file.")
            }
            guard found.precision == precision || space == nil else {
                throw ExtractionError(
                    .conflict,
                    "The search index keeps vectors as \(found.precision.rawValue), and \(precision.rawValue) was asked for; use the same, or another file."
                )
            }
            return
        }
        try database.execute(sql: tables)
        try database.execute(
            sql: "INSERT INTO search_settings (value) VALUES (?)",
            arguments: [JSONEncoder().encode(Settings(version: version, space: space, precision: precision))])
    }

    /// - `search_tenants`: a number for each tenant, which names its table of words, how often its documents were changed,
    ///   and how many chunks they have.
    /// - `search_chunks.id` never comes again: what was read of one chunk can't be taken for another.
    private static let tables = """
        CREATE TABLE search_settings (value BLOB NOT NULL);
        CREATE TABLE search_tenants (
            id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL UNIQUE, generation INTEGER NOT NULL DEFAULT 0,
            chunks INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE search_documents (
            id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, document TEXT NOT NULL, folder TEXT NOT NULL, type TEXT, date TEXT,
            attributes BLOB NOT NULL, UNIQUE (tenant, document)
        );
        CREATE TABLE search_fields (
            document INTEGER NOT NULL REFERENCES search_documents (id) ON DELETE CASCADE, name TEXT NOT NULL, words TEXT, number REAL, day TEXT
        );
        CREATE INDEX search_fields_by_document ON search_fields (document, name);
        CREATE TABLE search_chunks (
            id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES search_documents (id) ON DELETE CASCADE,
            number INTEGER NOT NULL, length INTEGER NOT NULL, chunk BLOB NOT NULL, vector BLOB, UNIQUE (document, number)
        );
        """
}

extension ExtractionError {
    /// What SQLite finds, in this package's terms. The message holds nothing of the statement or its values.
    init(sqlite error: any Error) {
        if let error = error as? ExtractionError {
            self = error
            return
        }
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_FULL?, .SQLITE_READONLY?, .SQLITE_PERM?:
            self.init(
                .fileUnwritable, "The search index can't be written; check the disk's space and the file's permissions.", cause: error)
        case .SQLITE_CANTOPEN?:
            self.init(.fileUnreadable, "The search index can't be opened; check the path, its folder and permissions.", cause: error)
        case .SQLITE_NOTADB?, .SQLITE_CORRUPT?:
            self.init(
                .corrupt, "The file is no SQLite database, or is damaged; use another file, and index the documents anew.", cause: error)
        case .SQLITE_BUSY?, .SQLITE_LOCKED?:
            self.init(
                .engineFailure, "Another process has been writing to the search index for too long; try again when it is done.",
                cause: error)
        default: self.init(.engineFailure, "The search index failed; the cause says what SQLite found.", cause: error)
        }
    }
}
