internal import ExtractionKit

/// What an index was made with.
struct SearchSettings {
    var space: EmbeddingSpace?

    /// The row's tenant, a name that none can have.
    private static let nobody = "*"

    /// Reads the settings in a transaction; `nil` where the database has no index.
    init?(of connection: PostgresConnection) throws {
        try connection.execute("SELECT set_config('extraction.tenant', \(Self.nobody), true)")
        guard var row = try connection.execute("SELECT space FROM search_settings WHERE tenant_id = \(Self.nobody)").first else {
            return nil
        }
        space = try row.nextJSONIfPresent(EmbeddingSpace.self)
    }

    /// Makes an index where there is none.
    ///
    /// - Throws: `conflict` for an index with other settings, `invalidConfiguration` for one that can't be.
    static func prepare(_ connection: PostgresConnection, for space: EmbeddingSpace?) throws {
        if let space, space.dimensions > SearchVectors.largestOfExtension, try connection.comparesVectors() {
            throw ExtractionError(
                .invalidConfiguration,
                "pgvector takes vectors of \(SearchVectors.largestOfExtension) dimensions at most, and these have \(space.dimensions); use another embedder, or a database without it."
            ).scoped(stage: .storage)
        }
        let written = try space.map { try RecordJSON.text(of: $0) }
        try connection.execute("SELECT set_config('extraction.tenant', \(nobody), true)")
        try connection.execute("INSERT INTO search_settings (tenant_id, space) VALUES (\(nobody), \(written)) ON CONFLICT DO NOTHING")
        guard let found = try SearchSettings(of: connection) else {
            throw ExtractionError(.engineFailure, "The search index lost a row that it just wrote.").scoped(stage: .storage)
        }
        guard found.space == space else {
            let kept = found.space.map { "vectors of \($0.model) with \($0.dimensions) dimensions" } ?? "no vectors"
            let given = space.map { "\($0.model) with \($0.dimensions)" } ?? "an index without vectors"
            throw ExtractionError(
                .conflict, "The search index holds \(kept), and this is \(given); use the same embedder, or another database."
            ).scoped(stage: .storage)
        }
    }
}

extension PostgresConnection {
    /// Whether vectors are kept as pgvector's type.
    fileprivate func comparesVectors() throws -> Bool {
        var row = try execute(
            """
            SELECT atttypid <> 'real[]'::regtype FROM pg_attribute WHERE attrelid = 'search_vectors'::regclass AND attname = 'vector'
            """
        ).first
        return try row?.next() ?? false
    }

    /// A tenant's documents as a whole; `nil` for a tenant that never had any.
    func searchLibrary(of tenant: TenantID) throws -> SearchLibrary? {
        var row = try execute(
            """
            SELECT generation, chunks, length, (
                SELECT atttypid <> 'real[]'::regtype FROM pg_attribute WHERE attrelid = 'search_vectors'::regclass AND attname = 'vector')
            FROM search_libraries WHERE tenant_id = \(tenant)
            """
        ).first
        return try row.map { _ in
            try SearchLibrary(
                generation: row?.next() ?? 0, chunks: row?.next() ?? 0, length: row?.next() ?? 0, comparesVectors: row?.next() ?? false)
        }
    }
}

/// A tenant's documents as a whole.
struct SearchLibrary: Sendable {
    /// Another number after every change, and a greater one.
    var generation: Int
    /// The number of chunks.
    var chunks: Int
    /// The number of words in them.
    var length: Int
    /// Whether the server can compare vectors.
    var comparesVectors: Bool
}
