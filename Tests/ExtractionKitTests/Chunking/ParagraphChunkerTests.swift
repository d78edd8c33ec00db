import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `A paragraph chunker` {
    @Test(arguments: [1, 40, 2_000]) func `keeps its contract`(maximumLength: Int) async throws {
        try await ChunkerConformance(chunker(maximumLength), maximum: maximumLength, count: \.utf8.count).check()
    }

    @Test func `joins paragraphs that fit, across pages too`() async throws {
        let document = try await ReadDocument(monospacedPages: ["One.\n\n\nTwo.", "Three."])
        let chunks = try await chunker(2_000).chunks(of: document)
        #expect(chunks.map(\.text) == [document.content])
        #expect(chunks.map(\.pages) == [[1, 2]])
    }

    @Test func `begins a new chunk with the paragraph that doesn't fit`() async throws {
        let document = try await ReadDocument(monospacedPages: ["One.\n\n\nTwo.", "Three."])
        let chunks = try await chunker(10).chunks(of: document)
        #expect(chunks.map(\.text) == ["One.\n\nTwo.", "Three."])
        #expect(chunks.map(\.pages) == [[1], [2]])
    }

    @Test func `cuts a long paragraph between words, and a longer word between characters`() async throws {
        let document = try await ReadDocument(monospacedPages: ["Größe incomprehensibilities ist da"])
        let chunks = try await chunker(12).chunks(of: document)
        #expect(chunks.map(\.text) == ["Größe", "incomprehens", "ibilities", "ist da"])
    }

    @Test func `is another one with other settings`() throws {
        #expect(try chunker(10).identity != chunker(11).identity)
        #expect(try chunker(10).identity == chunker(10).identity)
    }

    @Test(arguments: [0, -1, Int.min]) func `refuses a size of nothing`(maximumLength: Int) {
        let error = #expect(throws: ExtractionError.self) { try chunker(maximumLength) }
        #expect(error?.code == .invalidConfiguration)
    }

    private func chunker(_ maximumLength: Int) throws -> ParagraphChunker {
        var configuration = ParagraphChunker.Configuration()
        configuration.maximumLength = maximumLength
        return try ParagraphChunker(configuration: configuration)
    }
}
