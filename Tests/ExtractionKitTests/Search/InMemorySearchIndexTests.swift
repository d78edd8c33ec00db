import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@Suite struct `A search index in memory` {
    private static let plane = EmbeddingSpace(model: PluginIdentity(id: "plane", version: "1"), dimensions: 2)

    @Test(arguments: [nil, Self.plane], VectorTable.Precision.allCases)
    func `keeps its contract`(space: EmbeddingSpace?, precision: VectorTable.Precision) async throws {
        try await SearchIndexConformance(InMemorySearchIndex(space: space, precision: precision)).check()
    }

    @Test func `scores words by BM25`() async throws {
        let index = InMemorySearchIndex()
        try await index.replace(document(["red red green", "green", "blue blue blue blue blue"]))
        let hits = try await index.search(SearchRequest(tenant: .local, text: "red green red"))
        #expect(hits.map(\.chunk.index) == [0, 1])
        // By hand: N = 3, the lengths 3, 1 and 5, their mean 3; "red" stands in one text, "green" in two.
        let red = log(1 + 2.5 / 1.5), green = log(1 + 1.5 / 2.5)
        let first = (red * 2 / (2 + 1.2) + green / (1 + 1.2)) / (red + green)
        let second = green / (1 + 1.2 * (0.25 + 0.75 / 3)) / (red + green)
        #expect(abs(hits[0].score - first) < 1e-12)
        #expect(abs(hits[1].score - second) < 1e-12)
    }

    @Test func `gives a text that says little of the question little`() async throws {
        let index = InMemorySearchIndex()
        try await index.replace(document(["red", "red", "green"]))
        let known = try await index.search(SearchRequest(tenant: .local, text: "green"))
        let partly = try await index.search(SearchRequest(tenant: .local, text: "green unheard"))
        // By hand: a word that no text holds weighs ln(1 + 3.5 / 0.5).
        let green = log(1 + 2.5 / 1.5), unheard = log(8.0)
        #expect(abs(known[0].score - 1 / 2.2) < 1e-12)
        #expect(abs(partly[0].score - green / 2.2 / (green + unheard)) < 1e-12)
    }

    @Test func `weighs words by the whole library, whichever documents are searched`() async throws {
        let index = InMemorySearchIndex()
        try await index.replace(document(["apple pear", "apple plum"]))
        try await index.replace(document(["apple"], id: "b"))
        let everywhere = try await index.search(SearchRequest(tenant: .local, text: "pear"))
        let inOne = try await index.search(SearchRequest(tenant: .local, text: "pear", filter: SearchFilter(documentIDs: ["a"])))
        #expect(everywhere == inOne)
        #expect(!inOne.isEmpty)
    }

    @Test func `scores vectors by their cosine`() async throws {
        let index = InMemorySearchIndex(space: Self.plane)
        try await index.replace(placed([[1, 0], [-1, 0], [1, 1]]))
        let hits = try await index.search(SearchRequest(tenant: .local, embedding: placed([2, 0])))
        #expect(hits.map(\.chunk.index) == [0, 2, 1])
        for (hit, cosine) in zip(hits, [1, 0.5.squareRoot(), -1]) { #expect(abs(hit.score - cosine) < 1e-6) }
    }

    @Test func `fuses both rankings by scores or by ranks`() async throws {
        let index = InMemorySearchIndex(space: Self.plane)
        var document = try placed([[1, 1], [1, 0], [-1, 0]])
        document.chunks[0].chunk.text = "needle"
        try await index.replace(document)
        var request = try SearchRequest(tenant: .local, text: "needle", embedding: placed([1, 0]))
        let byDefault = try await index.search(request)
        request.fusion = .scores(ScoreFusion(embeddingWeight: 0.5))
        #expect(try await index.search(request) == byDefault)
        let alone = try await index.search(SearchRequest(tenant: .local, text: "needle"))[0].score
        #expect(byDefault.map(\.chunk.index) == [0, 1, 2])
        // The weight of vectors, by hand: half of the square of what the best chunk lacks.
        let weight = 0.5 * (1 - alone) * (1 - alone)
        for (hit, score) in zip(byDefault, [(1 - weight) * alone + weight * 0.5.squareRoot(), weight, 0]) {
            #expect(abs(hit.score - score) < 1e-6)
        }
        request.fusion = .scores(ScoreFusion(embeddingWeight: 0))
        #expect(try await index.search(request).map(\.score) == [alone, 0, 0])
        request.fusion = .ranks(RankFusion())
        let byRanks = try await index.search(request)
        #expect(byRanks.map(\.chunk.index) == [0, 1, 2])
        let scores: [Double] = [1.0 / 61 + 1.0 / 62, 1.0 / 61, 1.0 / 63]
        #expect(byRanks.map(\.score) == scores)
    }

    @Test(arguments: [
        SearchFusion.scores(ScoreFusion(embeddingWeight: -0.1)), .scores(ScoreFusion(embeddingWeight: 1.1)),
        .scores(ScoreFusion(embeddingWeight: .nan)),
        .scores(ScoreFusion(depth: 0)), .ranks(RankFusion(constant: 0)), .ranks(RankFusion(textWeight: -1)),
        .ranks(RankFusion(embeddingWeight: .infinity)), .ranks(RankFusion(depth: 0)),
    ])
    func `refuses a fusion that can't be`(fusion: SearchFusion) async throws {
        let error = await #expect(throws: ExtractionError.self) {
            try await InMemorySearchIndex().search(SearchRequest(tenant: .local, text: "a", fusion: fusion))
        }
        #expect(error?.code == .invalidRequest)
    }

    @Test func `puts equal scores in the order of documents and chunks`() async throws {
        let index = InMemorySearchIndex()
        try await index.replace(document(["same", "same"], id: "b"))
        try await index.replace(document(["same"], id: "a"))
        let hits = try await index.search(SearchRequest(tenant: .local, text: "same"))
        #expect(hits.map { "\($0.documentID)\($0.chunk.index)" } == ["a0", "b0", "b1"])
    }

    @Test func `finds the best of many as if all were put in order`() async throws {
        let index = InMemorySearchIndex()
        let texts = (0..<500).map { number in (0...(number * 7_919 % 13)).map { _ in "rain" }.joined(separator: " ") + " day \(number % 5)"
        }
        try await index.replace(document(texts))
        let all = try await index.search(SearchRequest(tenant: .local, text: "rain 3", limit: 500))
        let some = try await index.search(SearchRequest(tenant: .local, text: "rain 3", limit: 7))
        #expect(all.count == 500)
        #expect(some == Array(all.prefix(7)))
    }

    @Test func `is the same after many changes as one that is made of what is left`() async throws {
        let changed = InMemorySearchIndex(space: Self.plane), fresh = InMemorySearchIndex(space: Self.plane)
        for round in 0..<120 {
            var document = try placed((0..<20).map { [Float($0 + 1), Float(round + 1)] }, id: "d\(round % 12)")
            for index in document.chunks.indices { document.chunks[index].chunk.text = "word\(index) round\(round)" }
            try await changed.replace(document)
            if round >= 108, round != 110 { try await fresh.replace(document) }
        }
        try await changed.remove(documentID: "d2", of: .local)
        for request in [
            SearchRequest(tenant: .local, text: "word3 round119 round2", limit: 50),
            try SearchRequest(tenant: .local, embedding: placed([1, 9]), limit: 50),
        ] {
            let expected = try await fresh.search(request)
            #expect(try await changed.search(request) == expected)
            #expect(!expected.isEmpty)
        }
    }

    @Test(arguments: [[1], [1, 2, 3], [.nan, 1], [.infinity, 0]] as [[Float]])
    func `never meets a vector that its space can't hold`(components: [Float]) {
        var embedding = Embedding(normalizing: [])
        embedding.components = components
        let error = #expect(throws: ExtractionError.self) { try PlacedEmbedding(embedding, in: Self.plane) }
        #expect(error?.code == .invalidRequest)
    }

    private func document(_ texts: [String], id: String = "a") -> IndexedDocument {
        IndexedDocument(
            tenant: .local, id: id,
            chunks: texts.enumerated().map { index, text in
                IndexedChunk(Chunk(index: index, span: TextSpan(offset: 0, length: text.utf8.count), text: text, pages: [1]))
            })
    }

    private func placed(_ components: [Float]) throws -> PlacedEmbedding {
        try PlacedEmbedding(Embedding(normalizing: components), in: Self.plane)
    }

    private func placed(_ vectors: [[Float]], id: String = "a") throws -> IndexedDocument {
        var document = document(vectors.map { _ in "" }, id: id)
        for (index, vector) in vectors.enumerated() { document.chunks[index].embedding = try placed(vector) }
        return document
    }
}
