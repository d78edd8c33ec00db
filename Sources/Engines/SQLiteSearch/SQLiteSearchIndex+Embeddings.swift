public import ExtractionKit
internal import Foundation
internal import GRDB

extension SQLiteSearchIndex {
    /// The vectors of a tenant's document, by the digest of the text that each was made of (``/ExtractionKit/Chunk/textInContext`` in UTF-8): a text of which
    /// the index has the vector needn't be embedded again.
    ///
    /// They are as precise as the index keeps them, and keep to that when they are put into it again.
    public func embeddings(ofDocument id: String, of tenant: TenantID) async throws -> [BlobID: PlacedEmbedding] {
        guard let space else { return [:] }
        let precision = precision
        return try await Self.reporting {
            try await pool.read { database in
                let rows = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT c.chunk, c.vector FROM search_documents d JOIN search_chunks c ON c.document = d.id
                        WHERE d.tenant = ? AND d.document = ? AND c.vector IS NOT NULL
                        """, arguments: [tenant.rawValue, id])
                var vectors: [BlobID: PlacedEmbedding] = [:]
                for row in rows {
                    let chunk = try JSONDecoder().decode(Chunk.self, from: row["chunk"] as Data)
                    guard let embedding = try VectorBlob(data: row["vector"]).embedding(dimensions: space.dimensions, precision) else {
                        continue
                    }
                    vectors[BlobID(of: Array(chunk.textInContext.utf8))] = try PlacedEmbedding(embedding, in: space)
                }
                return vectors
            }
        }
    }
}
