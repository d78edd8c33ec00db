import ExtractionKit
import ExtractionMiniLM
import ExtractionTesting
import Foundation
import Testing

/// The embedder where it is installed. Elsewhere the tests that need it are skipped, which the log says.
let installedEmbedder: MiniLMEmbedder? = {
    do {
        var configuration = MiniLMEmbedder.Configuration()
        configuration.threads = 2
        return try MiniLMEmbedder(
            configuration: configuration, environment: PluginEnvironment(variables: ProcessInfo.processInfo.environment))
    } catch {
        print("Skipping the tests that embed with MiniLM: \(error)")
        return nil
    }
}()

@Suite(.enabled(if: installedEmbedder != nil)) struct `A MiniLM embedder` {
    private let embedder: MiniLMEmbedder

    init() throws { embedder = try #require(installedEmbedder) }

    @Test func `keeps the contract of an embedder`() async throws {
        var settings = MiniLMEmbedder.Configuration()
        settings.longestText = 128
        let other = try MiniLMEmbedder(
            configuration: settings, environment: PluginEnvironment(variables: ProcessInfo.processInfo.environment))
        try await EmbedderConformance(embedder, others: [other], many: 300).check()
    }

    @Test func `finds the passage that means the same in other words`() async throws {
        let passages = [
            "The amount is due within a fortnight.", "The sample was free of heavy metals.", "Two coffees and a slice of cake.",
        ]
        let vectors = try await embedder.embed(EmbeddingRequest(texts: passages, purpose: .passage))
        for (question, answer) in [("When must I pay?", 0), ("Was any lead or arsenic found?", 1), ("What did they eat and drink?", 2)] {
            let vector = try await embedder.embed(EmbeddingRequest(texts: [question], purpose: .query))[0]
            let nearest = vectors.indices.max { vectors[$0].similarity(to: vector) < vectors[$1].similarity(to: vector) }
            #expect(nearest == answer, "\(question)")
        }
    }

    @Test func `gives exactly the same vector whatever stands beside a text`() async throws {
        let texts = (0..<12).map { String(repeating: "item \($0) ", count: $0 * 3 + 1) }
        let together = try await embedder.embed(EmbeddingRequest(texts: texts, purpose: .passage))
        for (text, vector) in zip(texts, together) {
            #expect(try await embedder.embed(EmbeddingRequest(texts: [text], purpose: .query)) == [vector])
        }
    }

    @Test func `takes an empty text, and of a long one its end as well as its beginning`() async throws {
        let long = String(repeating: "The tenant shall keep the garden in good order. ", count: 40)
        let texts = [
            "", long, long + String(repeating: "A tank of fuel is filled with diesel. ", count: 40), "How much diesel goes into the tank?",
        ]
        let vectors = try await embedder.embed(EmbeddingRequest(texts: texts, purpose: .passage))
        #expect(vectors.count == 4)
        #expect(vectors[2].similarity(to: vectors[3]) > vectors[1].similarity(to: vectors[3]) + 0.1)
        #expect(vectors[2].similarity(to: vectors[1]) > 0.5)
    }

    @Test func `stops when it is cancelled`() async throws {
        let texts = (0..<2_000).map { "\($0) " + String(repeating: "word ", count: 250) }
        let task = Task { [embedder] in try await embedder.embed(EmbeddingRequest(texts: texts, purpose: .passage)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

@Suite struct `A MiniLM embedder's settings` {
    @Test(arguments: [("longest_text", 2), ("longest_text", 513), ("threads", 0), ("threads", 65)])
    func `are refused out of their ranges`(_ key: String, _ value: Int) throws {
        let configuration = try ConfigurationDecoder.decode(
            MiniLMEmbedder.Configuration.self, from: .object([key: .number(Decimal(value))]), of: "minilm")
        let error = #expect(throws: ExtractionError.self) {
            try MiniLMEmbedder(configuration: configuration, environment: PluginEnvironment())
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains(key) == true)
    }

    @Test func `say how to install a model that isn't there`() async throws {
        let environment = PluginEnvironment(variables: ["HOME": "/nowhere"])
        let error = #expect(throws: ExtractionError.self) { try MiniLMEmbedder(environment: environment) }
        #expect(error?.code == .missingResource)
        #expect(error?.message.contains("./install-engine minilm") == true)
        guard case .absent(let advice) = await MiniLMEmbedder.check(environment: environment) else {
            Issue.record("An embedder that isn't installed should be absent.")
            return
        }
        #expect(advice.contains("./install-engine minilm"))
    }
}
