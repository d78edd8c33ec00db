public import ExtractionKit

/// Checks an embedder against the contract of its role.
///
/// ```swift
/// try await EmbedderConformance(embedder).check()
/// ```
///
/// It finds vectors that are too many or too few, of another dimension, not finite or not of length 1, in another order than their texts,
/// and different from one call, or one batch, to the next.
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
        for purpose in [EmbeddingRequest.Purpose.passage, .query] { try await check(purpose, &conformance) }
        if let none = try await embed([], .passage, "for no texts", &conformance) {
            conformance.expect(none.isEmpty, "no texts should have no vectors")
        }
        try conformance.finish()
    }

    private func check(_ purpose: EmbeddingRequest.Purpose, _ conformance: inout Conformance) async throws {
        let texts = ["The invoice is due in March.", "A certificate of analysis.", "The invoice is due in March.", "Grüße aus Köln"]
        guard let vectors = try await embed(texts, purpose, "for four texts", &conformance) else { return }
        conformance.expect(vectors.count == texts.count, "it should give one vector a text, in order")
        guard vectors.count == texts.count else { return }
        for vector in vectors {
            conformance.expect(
                vector.components.count == embedder.space.dimensions, "a vector should have the dimensions of its space")
            conformance.expect(vector.components.allSatisfy(\.isFinite), "a vector should be finite")
            let length = vector.components.reduce(0) { $0 + $1 * $1 }.squareRoot()
            conformance.expect(abs(length - 1) < 0.001, "a vector should have the length 1, and has \(length)")
        }
        conformance.expect(vectors[0].isClose(to: vectors[2]), "equal texts should have equal vectors")
        conformance.expect(vectors[0] != vectors[1], "different texts should have different vectors")
        if let again = try await embed(texts, purpose, "for four texts again", &conformance) {
            conformance.expect(
                again.count == vectors.count && zip(again, vectors).allSatisfy { $0.isClose(to: $1) },
                "the same texts should always have the same vectors")
        }
        for (text, vector) in zip(texts, vectors) {
            guard let alone = try await embed([text], purpose, "for one text", &conformance) else { continue }
            conformance.expect(
                alone.count == 1 && alone[0].isClose(to: vector),
                "a text should have the same vector alone as among others, at its place among them")
        }
    }

    private func embed(
        _ texts: [String], _ purpose: EmbeddingRequest.Purpose, _ situation: String, _ conformance: inout Conformance
    ) async throws -> [Embedding]? {
        try await conformance.attempt(situation) { try await embedder.embed(EmbeddingRequest(texts: texts, purpose: purpose)) }
    }
}

extension Embedding {
    /// Whether both are the same but for rounding: a model's sums depend on what it computes beside them.
    fileprivate func isClose(to other: Embedding) -> Bool {
        components.count == other.components.count && zip(components, other.components).allSatisfy { abs($0 - $1) < 0.001 }
    }
}
