import ExtractionKit
import Foundation
import PostgresFixture
import Testing

@testable import ExtractionPostgres

/// How vectors are kept in a database.
enum VectorColumn: String, CaseIterable, Sendable {
    case arrays, pgvector

    /// What can be tried on this machine. Where pgvector is missing, the tests that are about it say that they were left out.
    static let here = PostgresServer.hasVectorExtension ? allCases : [.arrays]
}

/// A database with the tables of a search index.
struct SearchFixture {
    let store: StoreFixture

    init(_ column: VectorColumn, on server: PostgresServer? = nil) async throws {
        store = try await StoreFixture(on: server)
        if column == .pgvector { try await addExtension() }
    }

    /// Puts pgvector into the database, and to use.
    func addExtension() async throws {
        try await store.server.order(sql: "CREATE EXTENSION vector", database: store.database)
        try await PostgresSearchIndex.migrate(store.owner)
    }

    func index(
        _ space: EmbeddingSpace? = Plane.space, connections: Int = 4, memoryLimit: Int = 1 << 30
    ) async throws -> PostgresSearchIndex {
        var configuration = store.owner
        configuration.connections = connections
        return try await PostgresSearchIndex(configuration, space: space, memoryLimit: memoryLimit)
    }

    /// The rows in all tables of the index but what it was made with.
    func rowCount(of tenant: TenantID) async throws -> Int {
        try await TenantTransactions(client: store.client(), tenant: tenant).read { connection in
            var row = try connection.execute(
                """
                SELECT (SELECT count(*) FROM search_documents) + (SELECT count(*) FROM search_fields) + (SELECT count(*) FROM search_chunks)
                    + (SELECT count(*) FROM search_vectors) + (SELECT count(*) FROM search_words)
                """
            ).first
            return try row?.next() ?? -1
        }
    }
}

/// Vectors of two components, for tests.
enum Plane {
    static let space = EmbeddingSpace(model: PluginIdentity(id: "plane", version: "1"), dimensions: 2)

    static func placed(_ components: [Float]) throws -> PlacedEmbedding {
        try PlacedEmbedding(Embedding(normalizing: components), in: space)
    }

    static func document(
        _ id: String, _ texts: [String], vectors: [[Float]] = [], of tenant: TenantID = .local
    ) throws -> IndexedDocument {
        try IndexedDocument(
            tenant: tenant, id: id,
            chunks: texts.enumerated().map { index, text in
                let chunk = Chunk(index: index, span: TextSpan(offset: 0, length: text.utf8.count), text: text, pages: [1])
                return try IndexedChunk(chunk, embedding: vectors.isEmpty ? nil : placed(vectors[index]))
            })
    }
}

extension SearchHit {
    var place: String { "\(documentID) \(chunk.index)" }
}
