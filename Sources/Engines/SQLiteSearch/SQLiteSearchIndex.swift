public import ExtractionKit
internal import Foundation
internal import GRDB
internal import Synchronization

/// Searches chunks that are kept in a SQLite database, by several processes at once if need be.
///
/// Words stand in SQLite's full-text index (FTS5), a table for each tenant, and are weighed by BM25 as in ``/ExtractionKit/InMemorySearchIndex``. Vectors are
/// kept as blobs, by default one byte a component, and all of them are looked at. What searches need is read into memory once: a tenant's vectors
/// with the first search, the places of a word when it is first looked for. What this index adds or removes afterwards is followed there; where another
/// process has changed something, it is read again.
///
/// The file may hold other tables; those of the index are named `search_…`. It is in SQLite's WAL mode, so that searches go on while a document
/// is added. A document is added, replaced and removed whole or not at all, also where the process ends in between.
///
/// Codes of its errors: `conflict` for a file with vectors of another space or precision, or of a newer version of the package; `notFound` for a
/// file without an index where one is expected; `fileUnwritable` for a full disk and missing rights, `corrupt` for a file that is no database,
/// `engineFailure` for everything else that SQLite finds.
public final class SQLiteSearchIndex: SearchIndex {
    /// The space of the vectors.
    public let space: EmbeddingSpace?
    /// How components of vectors are kept.
    public let precision: VectorTable.Precision
    let pool: DatabasePool
    let caches = Mutex<[TenantID: LibraryCache]>([:])

    /// Opens an index, or makes one where the file has none.
    ///
    /// - Parameters:
    ///   - path: The database file; it is made where there is none.
    ///   - space: The space of the vectors; `nil` for an index of words alone.
    ///   - precision: How components of vectors are kept.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `conflict` for an index of another space or precision.
    public init(path: String, space: EmbeddingSpace?, precision: VectorTable.Precision = .int8) async throws {
        self.space = space
        self.precision = precision
        pool = try Self.pool(path)
        try await Self.reporting { [pool] in try await pool.write { try SearchSchema.prepare($0, space: space, precision) } }
    }

    /// Opens the index that a file has, whatever its space.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `notFound` for a file without an index.
    public init(existingAt path: String) async throws {
        let pool = try Self.pool(path, isNew: false)
        let settings = try await Self.reporting { try await pool.read { try SearchSchema.settings($0) } }
        guard let settings else {
            throw ExtractionError(.notFound, "The file has no search index; make one with 'extract index' or an embedder of your choice.")
        }
        self.pool = pool
        space = settings.space
        precision = settings.precision
    }

    private static func pool(_ path: String, isNew: Bool = true) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "search"
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        do {
            if !isNew {
                // A pool would make the file.
                var readOnly = Configuration()
                readOnly.readonly = true
                _ = try DatabaseQueue(path: path, configuration: readOnly)
            }
            return try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw ExtractionError(sqlite: error)
        }
    }

    /// Runs a call of the database, with its errors in this package's terms.
    static func reporting<R>(_ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw ExtractionError(sqlite: error)
        }
    }

    /// What the index was told of a tenant's document.
    public func attributes(ofDocument id: String, of tenant: TenantID) async throws -> DocumentAttributes? {
        try await Self.reporting {
            try await pool.read { database in
                try Data.fetchOne(
                    database, sql: "SELECT attributes FROM search_documents WHERE tenant = ? AND document = ?",
                    arguments: [tenant.rawValue, id]
                ).map { try JSONDecoder().decode(DocumentAttributes.self, from: $0) }
            }
        }
    }

    /// The ids of a tenant's documents, ascending.
    public func documentIDs(of tenant: TenantID) async throws -> [String] {
        try await Self.reporting {
            try await pool.read { database in
                // In the order of Swift's strings, which isn't that of bytes.
                try String.fetchAll(
                    database, sql: "SELECT document FROM search_documents WHERE tenant = ?", arguments: [tenant.rawValue]
                ).sorted()
            }
        }
    }

    /// The names of all fields that a tenant's documents have values of, for ``/ExtractionKit/SearchQuery``.
    public func fieldNames(of tenant: TenantID) async throws -> Set<String> {
        try await Self.reporting {
            try await pool.read { database in
                try String.fetchSet(
                    database,
                    sql: """
                        SELECT DISTINCT f.name FROM search_documents d JOIN search_fields f ON f.document = d.id WHERE d.tenant = ?
                        """, arguments: [tenant.rawValue])
            }
        }
    }

    /// How much a tenant has in the index.
    public func counts(of tenant: TenantID) async throws -> Counts {
        try await Self.reporting {
            try await pool.read { database in
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT (SELECT count(*) FROM search_documents WHERE tenant = :tenant) AS documents,
                            (SELECT chunks FROM search_tenants WHERE tenant = :tenant) AS chunks
                        """, arguments: ["tenant": tenant.rawValue])
                return Counts(documents: row?["documents"] ?? 0, chunks: row?["chunks"] ?? 0)
            }
        }
    }

    /// How much there is.
    public struct Counts: Hashable, Sendable {
        /// The number of documents.
        public var documents: Int
        /// The number of their chunks.
        public var chunks: Int

        /// Creates counts.
        public init(documents: Int, chunks: Int) {
            self.documents = documents
            self.chunks = chunks
        }
    }
}
