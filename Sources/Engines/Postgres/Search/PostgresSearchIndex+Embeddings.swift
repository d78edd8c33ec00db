public import ExtractionKit

extension PostgresSearchIndex {
    /// The vectors of a tenant's document, by the digest of the text that each was made of (``/ExtractionKit/Chunk/textInContext`` in UTF-8): a text of which
    /// the index has the vector needn't be embedded again.
    public func embeddings(ofDocument id: String, of tenant: TenantID) async throws -> [BlobID: PlacedEmbedding] {
        guard let space else { return [:] }
        let key = SearchKey.key(id)
        return try await transactions(of: tenant).read { connection in
            let rows = try connection.execute(
                """
                SELECT c.body, v.vector::real[] FROM search_documents d
                JOIN search_chunks c ON c.tenant_id = \(tenant) AND c.document = d.number
                JOIN search_vectors v ON v.tenant_id = \(tenant) AND v.document = d.number AND v.place = c.place
                WHERE d.tenant_id = \(tenant) AND d.key = \(key)
                """
            ).rows
            var vectors: [BlobID: PlacedEmbedding] = [:]
            for var row in rows {
                let chunk = try row.nextJSON(Chunk.self)
                let components = try row.next(SingleArray.self).values
                guard components.count == space.dimensions else {
                    throw ExtractionError(
                        .corrupt, "A vector in the search index has another length than its space; index the documents anew.")
                }
                vectors[BlobID(of: Array(chunk.textInContext.utf8))] = try PlacedEmbedding(Embedding(normalized: components), in: space)
            }
            return vectors
        }
    }
}
