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
                    let embedding = try VectorBlob(data: row["vector"]).embedding(dimensions: space.dimensions, precision)
                    vectors[BlobID(of: Array(chunk.textInContext.utf8))] = try PlacedEmbedding(embedding, in: space)
                }
                return vectors
            }
        }
    }
}

extension VectorBlob {
    /// The vector with as many components as its space has.
    ///
    /// - Throws: `corrupt` for a blob of another length.
    fileprivate func embedding(dimensions: Int, _ precision: VectorTable.Precision) throws -> Embedding {
        let bytes = Array(data ?? Data())
        func number(at place: Int) -> Float {
            Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) })
        }
        guard bytes.count == (precision == .int8 ? 4 + dimensions : 4 * dimensions) else {
            throw ExtractionError(.corrupt, "A vector in the search index has another length than its space; index the documents anew.")
        }
        switch precision {
        case .float32:
            // As it was, and not scaled once more.
            var embedding = Embedding(normalizing: [])
            embedding.components = (0..<dimensions).map { number(at: $0 * 4) }
            return embedding
        case .int8: return Embedding(normalizing: bytes.dropFirst(4).map { Float(Int8(bitPattern: $0)) })
        }
    }
}
