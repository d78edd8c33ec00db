import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `A hashing embedder` {
    @Test(arguments: [8, 512, 65_536]) func `keeps its contract`(dimensions: Int) async throws {
        // What doesn't depend on the dimensions needn't take its time thrice.
        let (many, longest) = dimensions == 512 ? (1_000, 1 << 20) : (10, 10_000)
        try await EmbedderConformance(embedder(dimensions), others: [embedder(16)], many: many, longest: longest).check()
    }

    @Test func `puts texts that share words nearer than texts that don't`() async throws {
        let texts = ["The invoice is due in March", "In March an invoice was due", "Cannabinoids by liquid chromatography"]
        let vectors = try await embedder(512).embed(EmbeddingRequest(texts: texts, purpose: .passage))
        #expect(vectors[0].similarity(to: vectors[1]) > vectors[0].similarity(to: vectors[2]) + 0.3)
    }

    @Test func `puts a word near its inflections`() async throws {
        let vectors = try await embedder(512).embed(EmbeddingRequest(texts: ["invoice", "invoices", "parcel"], purpose: .query))
        #expect(vectors[0].similarity(to: vectors[1]) > vectors[0].similarity(to: vectors[2]) + 0.05)
    }

    @Test func `knows the order of two words, and parts of words without blanks`() async throws {
        let pairs = try await embedder(4_096).embed(
            EmbeddingRequest(texts: ["red house blue door", "house red door blue", "blue door"], purpose: .query))
        #expect(pairs[0].similarity(to: pairs[2]) > pairs[1].similarity(to: pairs[2]) + 0.05)
        let words = try await embedder(4_096).embed(EmbeddingRequest(texts: ["東京都の税金", "税金", "天気"], purpose: .query))
        #expect(words[0].similarity(to: words[1]) > words[0].similarity(to: words[2]) + 0.2)
    }

    @Test func `counts what comes often less than in proportion`() async throws {
        let often = (["apple"] + [String](repeating: "pear", count: 9)).joined(separator: ", ")
        let vectors = try await embedder(4_096).embed(EmbeddingRequest(texts: ["apple", often], purpose: .query))
        // By proportion an apple among nine pears would be nearer to 1 in 9.
        #expect(vectors[0].similarity(to: vectors[1]) > 0.2)
    }

    @Test func `looks at neither case nor punctuation`() async throws {
        let vectors = try await embedder(512).embed(EmbeddingRequest(texts: ["TOTAL: 12", "total 12"], purpose: .passage))
        #expect(vectors[0] == vectors[1])
    }

    @Test(arguments: ["", " \n", "!?"]) func `gives a text without words a vector of zeros`(text: String) async throws {
        let vectors = try await embedder(8).embed(EmbeddingRequest(texts: [text], purpose: .passage))
        #expect(vectors.map(\.components) == [[Float](repeating: 0, count: 8)])
    }

    @Test func `has another space for other dimensions`() throws {
        #expect(try embedder(8).space != embedder(16).space)
        #expect(try embedder(8).space.model != embedder(16).space.model)
    }

    @Test(arguments: [7, 0, -1, 65_537]) func `refuses dimensions out of reach`(dimensions: Int) {
        let error = #expect(throws: ExtractionError.self) { try embedder(dimensions) }
        #expect(error?.code == .invalidConfiguration)
    }

    private func embedder(_ dimensions: Int) throws -> HashingEmbedder {
        var configuration = HashingEmbedder.Configuration()
        configuration.dimensions = dimensions
        return try HashingEmbedder(configuration: configuration)
    }
}
