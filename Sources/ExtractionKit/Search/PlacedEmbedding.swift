/// An embedding with the space it lives in, without which nobody knows what it can be compared with.
public struct PlacedEmbedding: Hashable, Sendable {
    /// The vector: as many finite numbers as the space has dimensions.
    public let embedding: Embedding
    /// The space.
    public let space: EmbeddingSpace

    /// Places a vector in a space.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` for a vector with another number of components, or with one that isn't
    ///   finite.
    public init(_ embedding: Embedding, in space: EmbeddingSpace) throws {
        guard embedding.components.count == space.dimensions, embedding.components.allSatisfy(\.isFinite) else {
            throw ExtractionError(
                .invalidRequest,
                "A vector of the space of '\(space.model.id)' has \(space.dimensions) finite components; check the embedder that made this one."
            )
        }
        self.embedding = embedding
        self.space = space
    }

    /// Checks that an index takes the vector.
    ///
    /// - Parameter space: The index's space.
    /// - Throws: ``ExtractionError`` with the code `conflict`.
    public func require(_ space: EmbeddingSpace?) throws {
        guard self.space == space else {
            let kept = space.map { "vectors of \($0.model) with \($0.dimensions) dimensions" } ?? "no vectors"
            throw ExtractionError(
                .conflict,
                "The index holds \(kept), and this one is of \(self.space.model) with \(self.space.dimensions); use the same embedder, or another index."
            )
        }
    }
}
