import ExtractionKit
import Testing

@Suite struct `Vectors that an embedder gives` {
    private struct FixedEmbedder: Embedder {
        var vectors: [[Float]]
        let space = EmbeddingSpace(model: PluginIdentity(id: "fixed", version: "1"), dimensions: 2)
        func embed(_ request: EmbeddingRequest) async throws -> [Embedding] {
            vectors.map { components in
                var embedding = Embedding(normalizing: [])
                embedding.components = components
                return embedding
            }
        }
    }

    @Test(
        arguments: [
            [[1, 0]], [[1, 0], [0, 1], [1, 0]], [[1, 0], [1]], [[1, 0], [2, 0]], [[1, 0], [.nan, 0]], [[.infinity, 0], [1, 0]],
            [[0.5, 0.5], [1, 0]],
        ] as [[[Float]]])
    func `are refused where they aren't one of length 1 for each text`(vectors: [[Float]]) async throws {
        let error = await #expect(throws: ExtractionError.self) {
            try await FixedEmbedder(vectors: vectors).placed(EmbeddingRequest(texts: ["a", "b"], purpose: .passage))
        }
        #expect(error?.code == .engineFailure)
    }

    @Test func `may be zero`() async throws {
        let embedder = FixedEmbedder(vectors: [[0, 0], [0.6, 0.8]])
        let placed = try await embedder.placed(EmbeddingRequest(texts: ["", "b"], purpose: .passage)).embeddings
        #expect(placed.map(\.embedding.components) == embedder.vectors && placed[0].space == embedder.space)
    }
}
