public import ExtractionKit
internal import Synchronization

/// Searches chunks that are kept in a PostgreSQL database, by many processes on many machines.
///
/// ```swift
/// let configuration = try PostgresConfiguration(url: "postgres://service@db.example/records", environment: environment)
/// let index = try await PostgresSearchIndex(configuration, space: embedder.space)
/// ```
///
/// The database is the one of ``PostgresRecordStore``, or one that is set up in the same way: by ``migrate(_:)`` or `extract db migrate`. It holds one index, of
/// one space.
///
/// Words are weighed by BM25 as in ``/ExtractionKit/InMemorySearchIndex``, by the places of words that the database keeps; nothing of them stays in the process.
/// All vectors are looked at in every search, so that the nearest are the nearest: by the server where the database has the extension
/// [pgvector](https://github.com/pgvector/pgvector), otherwise by this process, which then keeps the vectors of the tenants that it searches in memory. Both find
/// the same. See <doc:Searching>.
///
/// A document is added, replaced and removed whole or not at all, in one transaction. Changes of one tenant's documents wait for each other, searches for nobody.
/// Tenants are kept apart twice, as ``PostgresRecordStore`` does it: every statement names its tenant, and row level security shows no other's rows.
///
/// Codes of its errors: `conflict` for an index of another space, `notFound` for a database without an index where one is expected, `schemaMismatch` for one that
/// isn't set up, `serviceUnavailable` and `unauthorized` for a server that can't be reached or doesn't let the user in.
public final class PostgresSearchIndex: SearchIndex {
    /// The space of the vectors.
    public let space: EmbeddingSpace?
    /// How many bytes of vectors the process keeps in memory where the server can't compare them; of the tenants beyond that, those whose search was
    /// longest ago are read again.
    public let memoryLimit: Int
    let client: PostgresClient
    let libraries = Mutex(VectorLibraries())

    /// Opens the index of a database, or makes one where it has none.
    ///
    /// - Parameters:
    ///   - configuration: Where the server is.
    ///   - space: The space of the vectors; `nil` for an index of words alone.
    ///   - memoryLimit: How many bytes of vectors the process keeps in memory where the server can't compare them.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `conflict` for an index of another space, `schemaMismatch` for a database that isn't migrated,
    ///   `invalidConfiguration` for more dimensions than pgvector takes, `serviceUnavailable` and `unauthorized`.
    public init(_ configuration: PostgresConfiguration, space: EmbeddingSpace?, memoryLimit: Int = 1 << 30) async throws {
        self.space = space
        self.memoryLimit = memoryLimit
        client = PostgresClient(configuration) { try $0.takeSearchRole() }
        try await client.transaction { try SearchSettings.prepare($0, for: space) }
    }

    /// Opens the index that a database has, whatever its space.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `notFound` for a database without an index, and otherwise as ``init(_:space:memoryLimit:)``.
    public init(existingIn configuration: PostgresConfiguration, memoryLimit: Int = 1 << 30) async throws {
        let client = PostgresClient(configuration) { try $0.takeSearchRole() }
        guard let settings = try await client.transaction({ try SearchSettings(of: $0) }) else {
            throw ExtractionError(
                .notFound, "The database has no search index; make one with 'extract index' or an embedder of your choice."
            ).scoped(stage: .storage)
        }
        self.client = client
        self.memoryLimit = memoryLimit
        space = settings.space
    }

    /// Makes a database what this index and ``PostgresRecordStore`` need, as the user that shall own its tables, and puts the extension pgvector to use where it is
    /// in the database.
    ///
    /// - Returns: The versions that were applied; none where the database was ready.
    @discardableResult public static func migrate(_ configuration: PostgresConfiguration) async throws -> [Int] {
        try await PostgresRecordStore.migrate(configuration)
    }

    func transactions(of tenant: TenantID) -> TenantTransactions { TenantTransactions(client: client, tenant: tenant) }

    /// What the index was told of a tenant's document.
    public func attributes(ofDocument id: String, of tenant: TenantID) async throws -> DocumentAttributes? {
        let key = SearchKey.key(id)
        return try await transactions(of: tenant).read { connection in
            var row = try connection.execute("SELECT attributes FROM search_documents WHERE tenant_id = \(tenant) AND key = \(key)").first
            return try row?.nextJSON(DocumentAttributes.self)
        }
    }

    /// The ids of a tenant's documents, ascending.
    public func documentIDs(of tenant: TenantID) async throws -> [String] {
        try await transactions(of: tenant).read { connection in
            // In the order of Swift's strings, which isn't that of bytes.
            try connection.execute("SELECT id FROM search_documents WHERE tenant_id = \(tenant)").map {
                try SearchKey.text(ofColumn: $0.next())
            }.sorted()
        }
    }

    /// The names of all fields that a tenant's documents have values of, for ``/ExtractionKit/SearchQuery``.
    public func fieldNames(of tenant: TenantID) async throws -> Set<String> {
        try await transactions(of: tenant).read { connection in
            try Set(
                connection.execute("SELECT DISTINCT name FROM search_fields WHERE tenant_id = \(tenant)").map {
                    try SearchKey.text(ofColumn: $0.next())
                })
        }
    }

    /// How much a tenant has in the index.
    public func counts(of tenant: TenantID) async throws -> Counts {
        try await transactions(of: tenant).read { connection in
            var row = try connection.execute(
                "SELECT count(*), coalesce(sum(chunks), 0)::bigint FROM search_documents WHERE tenant_id = \(tenant)"
            )
            .first
            return try Counts(documents: row?.next() ?? 0, chunks: row?.next() ?? 0)
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
