import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@Suite struct Tokens {
    /// The bytes alone and a few merges: "th", "the", " the", "in", "ing".
    static let ranks: [UInt8] = {
        let singles = (0...255).map { [UInt8($0)] }
        let merged = ["th", "the", " t", " the", "in", "ing", "11", "é"].map { Array($0.utf8) }
        let lines = (singles + merged).enumerated().map { Data($0.element).base64EncodedString() + " \($0.offset)\n" }
        return Array(lines.joined().utf8)
    }()

    static let pieces = Array(
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\ncat\nun\n##aff\n##able\n,\n.\nstrasse\n文\n書\n".utf8)

    @Test(arguments: [
        ("the", 1), (" the", 1), ("thing", 2), ("1111", 3), ("the the", 2), ("", 0), ("é", 1), ("x'll", 4), ("a\n\nb", 4), ("a  b", 4),
    ])
    func `of byte pairs are counted as they are merged, the lowest rank first`(text: String, count: Int) throws {
        #expect(try BytePairTokenCounter(ranks: Self.ranks).count(text) == count)
    }

    @Test(arguments: [
        ("The cat.", 3), ("unaffable", 3), ("unaffable, the", 5), ("xyz", 1), ("", 0), ("文書", 2), ("Straße", 1), ("  ", 0), ("thecat", 1),
    ])
    func `of word pieces are the longest that the vocabulary has`(text: String, count: Int) throws {
        #expect(try WordPieceTokenCounter(vocabulary: Self.pieces).count(text) == count)
    }

    @Test(arguments: [("", 0), ("word", 1), ("longer words", 3), ("1234", 2), ("a, b", 3), ("文書", 2), ("Größe", 4)])
    func `are estimated by letters, digits and marks`(text: String, count: Int) {
        #expect(ApproximateTokenCounter().count(text) == count)
    }

    @Test func `come from files that are what they should be`() {
        for bytes in [[], Array("no ranks here\n".utf8), Array("YQ== 0\n".utf8)] as [[UInt8]] {
            #expect(throws: ExtractionError.self) { try BytePairTokenCounter(ranks: bytes) }
            #expect(throws: ExtractionError.self) { try WordPieceTokenCounter(vocabulary: bytes) }
        }
        var configuration = TokenChunker.Configuration()
        configuration.tokens = .bytepair
        let missing = #expect(throws: ExtractionError.self) { try TokenChunker(configuration: configuration) }
        #expect(missing?.code == .invalidConfiguration)
        configuration.vocabulary = "/nowhere"
        let absent = #expect(throws: ExtractionError.self) { try TokenChunker(configuration: configuration) }
        #expect(absent?.code == .fileUnreadable)
    }

    @Test(
        arguments: [
            ["maximum_tokens": 0], ["maximum_tokens": 5, "maximum_length": 5], ["tokens": "wordpiece"],
            ["maximum_tokens": 5, "tokens": "wordpiece"], ["vocabulary": "vocab.txt"],
        ] as [JSONValue])
    func `are a size of the layout chunker in place of characters, not beside them`(settings: JSONValue) async throws {
        var registry = PluginRegistry()
        registry.register(chunker: LayoutChunker.self)
        let refused = await #expect(throws: ExtractionError.self) {
            _ = try await registry.chunker(PluginChoice(LayoutChunker.id, settings: settings))
        }
        #expect(refused?.code == .invalidConfiguration)
        let tokens = try await registry.chunker(PluginChoice(LayoutChunker.id, settings: ["maximum_tokens": 1_000]))
        #expect(tokens.identity != (try await registry.chunker(PluginChoice(LayoutChunker.id)).identity))
    }

    @Test(arguments: ["approximate", "wordpiece", "bytepair"])
    func `are a hard limit of chunks`(kind: String) async throws {
        let counter: any TokenCounter =
            switch kind {
            case "wordpiece": try WordPieceTokenCounter(vocabulary: Self.pieces)
            case "bytepair": try BytePairTokenCounter(ranks: Self.ranks)
            default: ApproximateTokenCounter()
            }
        for seed in 1...30 as ClosedRange<UInt64> {
            let document = try await ReadDocument(monospacedPages: MadeUpPages.make(seed))
            let size = [1, 5, 12, 60][Int(seed % 4)]
            for overlap in [0, size / 3] {
                let chunks = try await make(size, overlap, counter).chunks(of: document)
                for chunk in chunks {
                    #expect(counter.count(chunk.text) <= size || chunk.text.count == 1, "\(chunk.text)")
                }
                MadeUpPages.expectSound(chunks, of: document)
                #expect(overlap > 0 || zip(chunks, chunks.dropFirst()).allSatisfy { $0.span.end <= $1.span.offset })
            }
        }
    }

    @Test func `begin a chunk again at a word`() async throws {
        let document = try await ReadDocument(monospacedPages: ["the cat the cat the cat the cat"])
        let chunks = try await make(4, 2, WordPieceTokenCounter(vocabulary: Self.pieces)).chunks(of: document)
        #expect(chunks.map(\.text) == ["the cat the cat", "the cat the cat", "the cat the cat"])
    }

    private func make(_ size: Int, _ overlap: Int, _ counter: some TokenCounter) throws -> TokenChunker {
        try TokenChunker(maximumTokens: size, overlap: overlap, counter: counter)
    }
}

@Suite struct `A semantic chunker` {
    @Test func `keeps the contract of its role`() async throws {
        for size in [1_000, 120] {
            var configuration = SemanticChunker.Configuration()
            configuration.maximumLength = size
            try await ChunkerConformance(SemanticChunker(HashingEmbedder(), configuration: configuration), maximum: size).check()
        }
    }

    @Test func `cuts where the text turns to something else`() async throws {
        let pumps = "The pump moves water. A pump needs a seal. Water leaks past the seal of the pump."
        let music = "The violin plays a melody. A melody has notes. The notes of the violin sing."
        var configuration = SemanticChunker.Configuration()
        configuration.minimumLength = 40
        configuration.window = 2
        configuration.share = 0.2
        let chunker = try SemanticChunker(HashingEmbedder(), configuration: configuration)
        let chunks = try await chunker.chunks(of: ReadDocument(monospacedPages: [pumps + " " + music]))
        #expect(chunks.map(\.text) == [pumps, music])
    }

    @Test func `keeps its sizes whatever comes`() async throws {
        for seed in 1...30 as ClosedRange<UInt64> {
            let document = try await ReadDocument(monospacedPages: MadeUpPages.make(seed))
            var configuration = SemanticChunker.Configuration()
            configuration.maximumLength = [1, 20, 90, 400][Int(seed % 4)]
            configuration.minimumLength = [0, 10, 500][Int(seed % 3)]
            configuration.share = [0, 0.3, 1][Int(seed % 3)]
            let chunks = try await SemanticChunker(HashingEmbedder(), configuration: configuration).chunks(of: document)
            for chunk in chunks {
                #expect(chunk.text.unicodeScalars.count <= configuration.maximumLength || chunk.text.count == 1, "\(chunk.text)")
            }
            MadeUpPages.expectSound(chunks, of: document)
        }
    }

    @Test func `is made by its name with the embedder of its settings`() async throws {
        var registry = PluginRegistry()
        registry.register(chunker: SemanticChunker.self)
        registry.register(embedder: HashingEmbedder.self)
        let settings: JSONValue = ["embedder": ["id": "hashing", "settings": ["dimensions": 64]]]
        let chunker = try await registry.chunker(PluginChoice("semantic", settings: settings))
        #expect(chunker.identity != (try await registry.chunker(PluginChoice("semantic")).identity))
    }
}
