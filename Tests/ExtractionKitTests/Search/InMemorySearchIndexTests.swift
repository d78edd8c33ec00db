import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@Suite struct `A search index in memory` {
    private static let plane = EmbeddingSpace(model: PluginIdentity(id: "plane", version: "1"), dimensions: 2)

    @Test(arguments: [nil, Self.plane])
    func `keeps its contract`(space: EmbeddingSpace?) async throws {
        try await SearchIndexConformance(InMemorySearchIndex(space: space)).check()
    }

    @Test func `that never removes breaks the contract`() async {
        await #expect(throws: ConformanceFailure.self) { try await SearchIndexConformance(ClingingIndex()).check() }
    }

    @Test func `scores words by BM25`() async throws {
        let index = InMemorySearchIndex()
        try await index.upsert(chunks(["red red green", "green", "blue blue blue blue blue"]))
        let hits = try await index.search(SearchRequest(text: "red green red"))
        #expect(hits.map(\.chunk.index) == [0, 1])
        // By hand: N = 3, the lengths 3, 1 and 5, their mean 3; "red" stands in one text, "green" in two.
        let red = log(1 + 2.5 / 1.5), green = log(1 + 1.5 / 2.5)
        let first = red * 2 * 2.2 / (2 + 1.2) + green * 2.2 / (1 + 1.2)
        let second = green * 2.2 / (1 + 1.2 * (0.25 + 0.75 / 3))
        #expect(abs(hits[0].score - first) < 1e-12)
        #expect(abs(hits[1].score - second) < 1e-12)
    }

    @Test func `weighs words by the whole index, whichever documents are searched`() async throws {
        let index = InMemorySearchIndex()
        try await index.upsert(chunks(["apple pear", "apple plum"]) + chunks(["apple"], of: "b"))
        let everywhere = try await index.search(SearchRequest(text: "pear"))
        let inOne = try await index.search(SearchRequest(text: "pear", documentIDs: ["a"]))
        #expect(everywhere == inOne)
        #expect(!inOne.isEmpty)
    }

    @Test func `scores vectors by their cosine`() async throws {
        let index = InMemorySearchIndex(space: Self.plane)
        try await index.upsert([vector(0, [1, 0]), vector(1, [-1, 0]), vector(2, [1, 1])])
        let hits = try await index.search(SearchRequest(embedding: placed([2, 0])))
        #expect(hits.map(\.chunk.index) == [0, 2, 1])
        for (hit, cosine) in zip(hits, [1, 0.5.squareRoot(), -1]) { #expect(abs(hit.score - cosine) < 1e-6) }
    }

    @Test func `fuses both rankings by rank`() async throws {
        let index = InMemorySearchIndex(space: Self.plane)
        var both = try vector(0, [1, 1])
        both.chunk.text = "needle"
        try await index.upsert([both, vector(1, [1, 0])])
        let hits = try await index.search(SearchRequest(text: "needle", embedding: placed([1, 0])))
        #expect(hits.map(\.chunk.index) == [0, 1])
        #expect(hits.map(\.score) == [1.0 / 61 + 1.0 / 62, 1.0 / 61])
    }

    @Test func `puts equal scores in the order of documents and chunks`() async throws {
        let index = InMemorySearchIndex()
        try await index.upsert(chunks(["same", "same"], of: "b") + chunks(["same"], of: "a"))
        let hits = try await index.search(SearchRequest(text: "same"))
        #expect(hits.map { "\($0.documentID)\($0.chunk.index)" } == ["a0", "b0", "b1"])
    }

    @Test(arguments: [[1], [1, 2, 3], [.nan, 1], [.infinity, 0]] as [[Float]])
    func `never meets a vector that its space can't hold`(components: [Float]) {
        var embedding = Embedding(normalizing: [])
        embedding.components = components
        let error = #expect(throws: ExtractionError.self) { try PlacedEmbedding(embedding, in: Self.plane) }
        #expect(error?.code == .invalidRequest)
    }

    private func chunks(_ texts: [String], of document: String = "a") -> [IndexedChunk] {
        texts.enumerated().map { index, text in
            IndexedChunk(
                documentID: document, chunk: Chunk(index: index, span: TextSpan(offset: 0, length: text.utf8.count), text: text, pages: [1])
            )
        }
    }

    private func placed(_ components: [Float]) throws -> PlacedEmbedding {
        try PlacedEmbedding(Embedding(normalizing: components), in: Self.plane)
    }

    private func vector(_ index: Int, _ components: [Float]) throws -> IndexedChunk {
        try IndexedChunk(
            documentID: "a", chunk: Chunk(index: index, span: TextSpan(offset: 0, length: 0), text: "", pages: [1]),
            embedding: placed(components))
    }
}

private struct ClingingIndex: SearchIndex {
    let index = InMemorySearchIndex()
    var space: EmbeddingSpace? { nil }
    func upsert(_ chunks: [IndexedChunk]) async throws { try await index.upsert(chunks) }
    func remove(documentID: String) async throws {}
    func search(_ request: SearchRequest) async throws -> [SearchHit] { try await index.search(request) }
}
