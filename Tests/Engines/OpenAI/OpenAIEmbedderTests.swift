import ExtractionKit
import ExtractionOpenAI
import ExtractionRemote
import ExtractionTesting
import Foundation
import Synchronization
import Testing

private func embedder(_ bodies: [String], batch: Int = 128) throws -> (OpenAIEmbedder, ReplayingHTTPTransport) {
    let transport = ReplayingHTTPTransport(bodies.map { .answer(HTTPAnswer(status: 200, body: Array($0.utf8))) })
    var configuration = OpenAIEmbedder.Configuration()
    configuration.dimensions = 3
    configuration.batch = batch
    return (try OpenAIEmbedder(configuration, transport: transport, key: nil), transport)
}

/// Answers any number of requests for embeddings: each vector follows from its text.
private final class EmbeddingService: HTTPTransport {
    private let log = Mutex<[[String]]>([])
    var requests: [[String]] { log.withLock { $0 } }
    static let dimensions = 16

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let texts = (try JSONValue(json: request.body)["input"]?.array ?? []).compactMap(\.string)
        log.withLock { $0.append(texts) }
        let items = texts.enumerated().map { index, text in
            var components = [Float](repeating: 0, count: Self.dimensions)
            var hash: UInt64 = 7
            for byte in text.utf8.prefix(256) {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
                components[Int(hash >> 41 % 16)] += 1
            }
            let bytes = components.flatMap { component in (0..<4).map { UInt8(truncatingIfNeeded: component.bitPattern >> (8 * $0)) } }
            return "{\"index\": \(index), \"embedding\": \"\(Data(bytes).base64EncodedString())\"}"
        }
        // As services may: in any order.
        let body = "{\"data\": [\(items.reversed().joined(separator: ","))], \"usage\": {\"prompt_tokens\": \(texts.count)}}"
        return HTTPResponse(status: 200, fields: HTTPFields(), body: HTTPBody(Array(body.utf8)))
    }

    func embedder(_ change: (inout OpenAIEmbedder.Configuration) -> Void = { _ in }) throws -> OpenAIEmbedder {
        var configuration = OpenAIEmbedder.Configuration()
        configuration.dimensions = Self.dimensions
        change(&configuration)
        return try OpenAIEmbedder(configuration, transport: self, key: nil)
    }
}

@Suite struct `A model that embeds` {
    @Test func `keeps the contract of an embedder`() async throws {
        let service = EmbeddingService()
        let others: [any Embedder] = try [
            service.embedder { $0.connection.model = "text-embedding-3-large" }, service.embedder { $0.dimensions = 8 },
            service.embedder { $0.connection.endpoint = "https://models.example/v1" }, service.embedder { $0.longestText = 1_000 },
        ]
        try await EmbedderConformance(service.embedder(), others: others).check()
        #expect(service.requests.allSatisfy { (1...128).contains($0.count) })
    }

    @Test func `gets no more at once than it takes, however many and long texts are`() async throws {
        let service = EmbeddingService()
        let embedder = try service.embedder {
            $0.batch = 2_048
            $0.longestText = 10_000
        }
        // Cut where no character is: two bytes each.
        let texts = (0..<10_000).map { $0 % 100 == 0 ? "\($0)" + String(repeating: "ä", count: 6_000) : "text \($0)" }
        let result = try await embedder.embedding(EmbeddingRequest(texts: texts, purpose: .passage))
        #expect(result.embeddings.count == 10_000 && result.usage.calls == service.requests.count)
        #expect(service.requests.joined().count == 10_000)
        for request in service.requests {
            #expect(request.count <= 2_048 && request.reduce(0) { $0 + $1.utf8.count } <= 600_000)
            #expect(request.allSatisfy { (1...10_000).contains($0.utf8.count) })
        }
        #expect(zip(service.requests.joined(), texts).allSatisfy { $1.hasPrefix($0) })
        for place in [0, 2_047, 2_048, 9_999] {
            let alone = try await embedder.embed(EmbeddingRequest(texts: [texts[place]], purpose: .passage))
            #expect(alone == [result.embeddings[place]])
        }
    }

    @Test func `gives vectors in the order of the texts, from bytes or numbers`() async throws {
        // The bytes are those of 0.1, -0.25 and 1.
        let body =
            #"{"data": [{"index": 1, "embedding": "zczMPQAAgL4AAIA/"}, {"index": 0, "embedding": [3, 0, 4]}], "usage": {"prompt_tokens": 8}}"#
        let (embedder, transport) = try embedder([body])
        let vectors = try await embedder.embed(EmbeddingRequest(texts: ["a", " ", "b"], purpose: .passage))
        #expect(vectors.count == 3 && vectors[0].components == [0.6, 0, 0.8] && vectors[1].components == [0, 0, 0])
        #expect(vectors[2] == Embedding(normalizing: [0.1, -0.25, 1]))
        let sent = try JSONValue(json: #require(transport.requests.first).body)
        #expect(sent["input"] == ["a", "b"] && sent["encoding_format"] == "base64" && sent["dimensions"] == nil)
    }

    @Test func `says what it cost, and beforehand what it would`() async throws {
        let bodies = [5, 7].map { #"{"data": [{"index": 0, "embedding": [1, 0, 0]}], "usage": {"prompt_tokens": \#($0)}}"# }
        let silent = #"{"data": [{"index": 0, "embedding": [1, 0, 0]}]}"#
        let transport = ReplayingHTTPTransport((bodies + [silent]).map { .answer(HTTPAnswer(status: 200, body: Array($0.utf8))) })
        var configuration = OpenAIEmbedder.Configuration()
        (configuration.dimensions, configuration.batch) = (3, 1)
        var price = Price(model: "*")
        price.perMillionPromptTokens = 1_000_000
        configuration.connection.service.prices = PriceTable([price])
        let ledger = CallLedger()
        let embedder = try OpenAIEmbedder(configuration, transport: transport, key: nil, ledger: ledger)
        let result = try await embedder.embedding(EmbeddingRequest(texts: ["a", " ", "b"], purpose: .passage))
        #expect(result.embeddings.count == 3 && result.usage.amounts == Usage(pages: 0, calls: 2, promptTokens: 12, cost: 12))
        #expect(result.usage.ledger == ledger.records && ledger.total == result.usage.amounts)
        // A service that doesn't count is paid all the same.
        #expect(try await embedder.embedding(EmbeddingRequest(texts: ["abc"], purpose: .query)).usage.cost == 2)
        let estimate = embedder.estimate(pages: 2)
        #expect(estimate.calls == 8 && estimate.consumption.promptTokens == 2_666 && estimate.cost == 2_666)
        let free = try await HashingEmbedder().embedding(EmbeddingRequest(texts: ["a"], purpose: .query))
        #expect(free.usage == Usage() && free.embeddings.count == 1)
    }

    @Test func `gets texts in batches`() async throws {
        let one = #"{"data": [{"index": 0, "embedding": [1, 0, 0]}]}"#
        let (embedder, transport) = try embedder([one, one, one], batch: 1)
        #expect(try await embedder.embed(EmbeddingRequest(texts: ["a", "b", "c"], purpose: .query)).count == 3)
        #expect(transport.requests.count == 3)
    }

    @Test(arguments: [
        #"{"data": []}"#, #"{"data": [{"index": 1, "embedding": [1, 0, 0]}]}"#, #"{"data": [{"index": 0, "embedding": [1, 0]}]}"#,
        #"{"data": [{"index": 0, "embedding": "!!"}]}"#, #"{"data": [{"index": 0, "embedding": "AAAA"}]}"#,
        #"{"data": [{"index": 0, "embedding": "AADAfwAAwH8AAMB/"}]}"#, "{}",
    ])
    func `that gives anything else isn't believed`(body: String) async throws {
        let (embedder, _) = try embedder([body])
        let error = await #expect(throws: ExtractionError.self) {
            _ = try await embedder.embed(EmbeddingRequest(texts: ["a"], purpose: .passage))
        }
        #expect(error?.code == .invalidAnswer)
    }
}
