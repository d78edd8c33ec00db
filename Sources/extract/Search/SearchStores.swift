internal import ExtractionKit
internal import ExtractionPostgres
internal import ExtractionSQLiteSearch

/// An index that a store keeps.
protocol StoredSearchIndex: SearchIndex {
    /// The names of all fields that a tenant's documents have values of.
    func fieldNames(of tenant: TenantID) async throws -> Set<String>
    /// How much a tenant has in the index.
    func size(of tenant: TenantID) async throws -> (documents: Int, chunks: Int)
    /// The vectors of a tenant's document, by the digest of the text that each was made of.
    func embeddings(ofDocument id: String, of tenant: TenantID) async throws -> [BlobID: PlacedEmbedding]
}

extension SQLiteSearchIndex: StoredSearchIndex {
    func size(of tenant: TenantID) async throws -> (documents: Int, chunks: Int) {
        let counts = try await counts(of: tenant)
        return (counts.documents, counts.chunks)
    }
}

extension PostgresSearchIndex: StoredSearchIndex {
    func size(of tenant: TenantID) async throws -> (documents: Int, chunks: Int) {
        let counts = try await counts(of: tenant)
        return (counts.documents, counts.chunks)
    }
}

extension StoreLocation {
    /// Opens the search index that is there, or makes one.
    func searchIndex(of space: EmbeddingSpace?) async throws -> any StoredSearchIndex {
        switch self {
        case .file(let path): try await SQLiteSearchIndex(path: path, space: space)
        case .postgres(let configuration): try await PostgresSearchIndex(configuration, space: space)
        }
    }

    /// Opens the search index that is there, whatever its space.
    ///
    /// - Throws: ``ExtractionError`` with the code `notFound` where there is none.
    func existingSearchIndex() async throws -> any StoredSearchIndex {
        switch self {
        case .file(let path): try await SQLiteSearchIndex(existingAt: path)
        case .postgres(let configuration): try await PostgresSearchIndex(existingIn: configuration)
        }
    }
}
