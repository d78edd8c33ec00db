public import ExtractionKit

/// Checks an embedder against the contract of its role.
public struct EmbedderConformance: Sendable {
    private let embedder: any Embedder

    /// Creates a suite for an embedder.
    public init(_ embedder: some Embedder) { self.embedder = embedder }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        let space = embedder.space
        var conformance = Conformance(of: "The embedder '\(space.model.id)'")
        conformance.checkIdentity(space.model)
        conformance.expect(space.dimensions > 0, "its space should have dimensions")
        let texts = ["The invoice is due in March.", "A certificate of analysis.", "The invoice is due in March.", "Grüße aus Köln"]
        for purpose in [EmbeddingRequest.Purpose.passage, .query] {
            let vectors = try await embedder.embed(EmbeddingRequest(texts: texts, purpose: purpose))
            conformance.expect(vectors.count == texts.count, "it should give one vector a text, in order")
            guard vectors.count == texts.count else { continue }
            for vector in vectors {
                conformance.expect(vector.components.count == space.dimensions, "a vector should have the dimensions of its space")
                conformance.expect(vector.components.allSatisfy(\.isFinite), "a vector should be finite")
                let length = vector.components.reduce(0) { $0 + $1 * $1 }.squareRoot()
                conformance.expect(abs(length - 1) < 0.001, "a vector should have the length 1, and has \(length)")
            }
            conformance.expect(
                zip(vectors[0].components, vectors[2].components).allSatisfy { abs($0 - $1) < 0.001 },
                "equal texts should have equal vectors")
            conformance.expect(vectors[0] != vectors[1], "different texts should have different vectors")
        }
        let none = try await embedder.embed(EmbeddingRequest(texts: [], purpose: .passage))
        conformance.expect(none.isEmpty, "no texts should have no vectors")
        try conformance.finish()
    }
}
