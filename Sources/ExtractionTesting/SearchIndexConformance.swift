public import ExtractionKit

/// Checks a search index against the contract of its role.
public struct SearchIndexConformance: Sendable {
    private let index: any SearchIndex

    /// Creates a suite for an empty index. An index of vectors needs a space of at least two dimensions.
    public init(_ index: some SearchIndex) { self.index = index }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The search index")
        conformance.expect(try await index.search(SearchRequest(text: "nothing")).isEmpty, "an empty index should find nothing")
        let corpus = [
            ("pets", ["The cat sleeps on the warm mat.", "A dog barks at the cat."]),
            ("trade", ["An invoice lists what was delivered.", "The Größe of the parcel is small."]),
        ]
        for (document, texts) in corpus {
            try await index.upsert(texts.enumerated().map { chunk(document, $0.offset, $0.element) })
        }
        try await checkRequests(&conformance)
        try await checkText(&conformance)
        if let space = index.space { try await checkVectors(in: space, &conformance) }
        try await checkChanges(&conformance)
        try await checkConcurrency(&conformance)
        try conformance.finish()
    }

    private func checkRequests(_ conformance: inout Conformance) async throws {
        await conformance.expectError([.invalidRequest], when: "for a search for nothing") { _ = try await index.search(SearchRequest()) }
        await conformance.expectError([.invalidRequest], when: "for a search with a limit of 0") {
            _ = try await index.search(SearchRequest(text: "cat", limit: 0))
        }
        let foreign = EmbeddingSpace(model: PluginIdentity(id: "foreign", version: "1"), dimensions: index.space?.dimensions ?? 2)
        let vector = try PlacedEmbedding(axis(0, of: foreign), in: foreign)
        await conformance.expectError([.conflict], when: "for a search by a vector of another space") {
            _ = try await index.search(SearchRequest(embedding: vector))
        }
        await conformance.expectError([.conflict], when: "for a chunk with a vector of another space") {
            try await index.upsert([
                chunk("foreign", 0, "cat foreigner"), IndexedChunk(documentID: "foreign", chunk: text(1, "cat"), embedding: vector),
            ])
        }
        let hits = try await index.search(SearchRequest(text: "foreigner"))
        conformance.expect(hits.isEmpty, "nothing of a refused call should be indexed")
    }

    private func checkText(_ conformance: inout Conformance) async throws {
        let cats = try await index.search(SearchRequest(text: "CAT"))
        conformance.expect(
            Set(cats.map(\.place)) == ["pets 0", "pets 1"], "a word should be found whatever its case, and only where it stands")
        conformance.expect(
            cats.first { $0.place == "pets 0" }?.chunk == text(0, "The cat sleeps on the warm mat."),
            "a hit should be the chunk that was added")
        let either = try await index.search(SearchRequest(text: "dog invoice"))
        conformance.expect(Set(either.map(\.place)) == ["pets 1", "trade 0"], "any word of a search should count")
        let best = try await index.search(SearchRequest(text: "dog cat"))
        conformance.expect(best.first?.place == "pets 1", "a chunk with both words should come before one with the commoner word")
        conformance.expect(zip(best, best.dropFirst()).allSatisfy { $0.score >= $1.score }, "hits should come the best first")
        conformance.expect(try await index.search(SearchRequest(text: "größe")).count == 1, "words beyond ASCII should be found")
        for text in ["unicorn", "", "\"", "'; --", "cat\" OR *"] {
            let hits = try await index.search(SearchRequest(text: text))
            conformance.expect(
                hits.allSatisfy { $0.documentID == "pets" && text.hasPrefix("cat") },
                "no text should be taken for anything but words: \(text)")
        }
        conformance.expect(try await index.search(SearchRequest(text: "cat", limit: 1)).count == 1, "the limit should hold")
        for documents: Set in [["trade"], []] {
            let hits = try await index.search(SearchRequest(text: "cat the", documentIDs: documents))
            conformance.expect(hits.allSatisfy { documents.contains($0.documentID) }, "only the documents asked for should be searched")
        }
    }

    private func checkVectors(in space: EmbeddingSpace, _ conformance: inout Conformance) async throws {
        try await index.upsert([
            IndexedChunk(documentID: "vectors", chunk: text(0, "aardvark"), embedding: PlacedEmbedding(axis(0, of: space), in: space)),
            IndexedChunk(documentID: "vectors", chunk: text(1, "badger"), embedding: PlacedEmbedding(axis(1, of: space), in: space)),
            IndexedChunk(documentID: "vectors", chunk: text(2, "wordless")),
        ])
        let query = try PlacedEmbedding(
            Embedding(normalizing: zip(axis(0, of: space).components, axis(1, of: space).components).map { $0 + 3 * $1 }), in: space)
        let near = try await index.search(SearchRequest(embedding: query))
        conformance.expect(near.map(\.place) == ["vectors 1", "vectors 0"], "chunks with vectors should be found, the nearest first")
        let both = try await index.search(SearchRequest(text: "aardvark", embedding: query))
        conformance.expect(
            both.first?.place == "vectors 0" && Set(both.map(\.place)) == ["vectors 0", "vectors 1"],
            "a search by both should put a chunk that both find before one that only one finds")
        try await index.remove(documentID: "vectors")
        conformance.expect(try await index.search(SearchRequest(embedding: query)).isEmpty, "a removed vector should not be found")
    }

    private func checkChanges(_ conformance: inout Conformance) async throws {
        try await index.upsert([chunk("pets", 0, "The hamster runs.")])
        let cats = try await index.search(SearchRequest(text: "cat"))
        conformance.expect(cats.map(\.place) == ["pets 1"], "a chunk should take the place of the one with its number")
        conformance.expect(
            try await index.search(SearchRequest(text: "hamster")).map(\.place) == ["pets 0"],
            "a replaced chunk should be found by its new words")
        try await index.remove(documentID: "pets")
        try await index.remove(documentID: "pets")
        conformance.expect(try await index.search(SearchRequest(text: "cat hamster")).isEmpty, "a removed document should not be found")
        conformance.expect(try await index.search(SearchRequest(text: "invoice")).count == 1, "removing a document should leave the others")
    }

    private func checkConcurrency(_ conformance: inout Conformance) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask { [index] in try await index.upsert([chunk("busy", number, "Bees at work.")]) }
            }
            try await group.waitForAll()
        }
        let bees = try await index.search(SearchRequest(text: "bees", limit: 100))
        conformance.expect(Set(bees.map(\.chunk.index)).count == 50, "none of 50 chunks added at once should be lost")
    }

    private func text(_ index: Int, _ text: String) -> Chunk {
        Chunk(index: index, span: TextSpan(offset: index * 100, length: text.utf8.count), text: text, pages: [index + 1])
    }

    private func chunk(_ document: String, _ index: Int, _ text: String) -> IndexedChunk {
        IndexedChunk(documentID: document, chunk: self.text(index, text))
    }

    private func axis(_ number: Int, of space: EmbeddingSpace) -> Embedding {
        Embedding(normalizing: (0..<space.dimensions).map { $0 == number ? 1 : 0 })
    }
}

extension SearchHit {
    fileprivate var place: String { "\(documentID) \(chunk.index)" }
}
