extension Embedder {
    /// The vectors of texts with their space, checked: what an index is to hold must not depend on how careful an embedder is.
    ///
    /// - Returns: One vector for each text, in order, and what they cost.
    /// - Throws: ``ExtractionError`` with the code `engineFailure` for an embedder that gives another number of vectors than of texts, or vectors of another
    ///   number of components, not finite, or neither of length 1 nor zero; what it throws itself.
    public func placed(_ request: EmbeddingRequest) async throws -> (embeddings: [PlacedEmbedding], usage: Usage) {
        let result = try await embedding(request)
        guard result.embeddings.count == request.texts.count, result.embeddings.allSatisfy({ $0.isNormal(in: space) }) else {
            throw ExtractionError(
                .engineFailure,
                "The embedder '\(space.model.id)' must give a vector of length 1 with \(space.dimensions) finite components for each text, and doesn't; check it with EmbedderConformance."
            )
        }
        return (try result.embeddings.map { try PlacedEmbedding($0, in: space) }, result.usage)
    }
}

extension Embedding {
    /// Whether it is what an embedder of a space may give.
    fileprivate func isNormal(in space: EmbeddingSpace) -> Bool {
        guard components.count == space.dimensions else { return false }
        let square = components.reduce(0) { $0 + $1 * $1 }
        // Nothing is compared with NaN, and what isn't finite has no finite square.
        return square == 0 || (0.98...1.02).contains(square)
    }
}
