public import ExtractionKit
public import ExtractionRemote
internal import Foundation

/// Turns text into vectors with a model at any service that speaks OpenAI's interface.
///
/// A text without any character but white space, which services refuse, gets the vector of zeros and isn't sent.
/// ``embedding(_:)`` says what the calls cost.
public struct OpenAIEmbedder: Embedder {
    /// The settings of the embedder.
    ///
    /// Keys in a file: those of ``OpenAIConfiguration`` for the service under `connection`, and `dimensions`, `asks_for_dimensions`, `batch`.
    public struct Configuration: PluginConfiguration, Hashable {
        /// `connection`: the service and the model, such as `text-embedding-3-small`.
        public var connection = OpenAIConfiguration(model: "text-embedding-3-small")
        /// `dimensions`: the number of components that the model gives.
        public var dimensions = 1_536
        /// `asks_for_dimensions`: whether the service is asked for that number, as models can that were made for it.
        public var asksForDimensions = false
        /// `batch`: how many texts are sent at once.
        public var batch = 128

        /// Creates the default settings.
        public init() {}
    }

    /// The settings of the embedder.
    public let configuration: Configuration
    /// The model's space.
    public let space: EmbeddingSpace
    private let service: ChatService

    /// Creates an embedder.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration`.
    public init(
        _ configuration: Configuration = Configuration(), transport: any HTTPTransport, key: Secret?, ledger: CallLedger = CallLedger(),
        clock: ServiceClock = .system
    ) throws {
        try configuration.connection.check()
        guard (1...65_536).contains(configuration.dimensions), (1...2_048).contains(configuration.batch) else {
            throw ExtractionError(.invalidConfiguration, "'dimensions' must be from 1 to 65,536 and 'batch' from 1 to 2,048.")
        }
        self.configuration = configuration
        let connection = configuration.connection
        space = EmbeddingSpace(
            model: PluginIdentity(id: Self.id, version: connection.model, settings: connection.endpoint),
            dimensions: configuration.dimensions)
        service = try connection.service(Self.id, transport: transport, key: key, ledger: ledger, clock: clock)
    }

    /// Embeds texts, in batches.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidAnswer`, `budgetExceeded`, and those of
    ///   ``/ExtractionRemote/ServiceClient/send(_:repeatability:until:meter:explaining:)``.
    public func embed(_ request: EmbeddingRequest) async throws -> [Embedding] { try await embedding(request).embeddings }

    /// Embeds texts, and says what that cost.
    ///
    /// - Throws: As ``embed(_:)``.
    public func embedding(_ request: EmbeddingRequest) async throws -> EmbeddingResult {
        var usage = Usage()
        var result = [Embedding](
            repeating: Embedding(normalizing: [Float](repeating: 0, count: configuration.dimensions)), count: request.texts.count)
        let wanted = request.texts.indices.filter { request.texts[$0].contains { !$0.isWhitespace } }
        for start in stride(from: 0, to: wanted.count, by: configuration.batch) {
            try Task.checkCancellation()
            let numbers = wanted[start..<min(wanted.count, start + configuration.batch)]
            let (vectors, record) = try await vectors(of: numbers.map { request.texts[$0] })
            usage += record.usage
            for (number, vector) in zip(numbers, vectors) { result[number] = Embedding(normalizing: vector) }
        }
        return EmbeddingResult(embeddings: result, usage: usage)
    }

    private func vectors(of texts: [String]) async throws -> (value: [[Float]], record: CallRecord) {
        let model = configuration.connection.model
        var body: [String: JSONValue] = [
            "model": .string(model), "input": .array(texts.map { .string($0) }), "encoding_format": "base64",
        ]
        if configuration.asksForDimensions { body["dimensions"] = .number(.init(configuration.dimensions)) }
        let expected = Consumption(promptTokens: texts.reduce(0) { $0 + $1.utf8.count / 3 + 1 }, completionTokens: 0)
        return try await service.client.metered("embed", model: model, expecting: expected) { meter in
            let whole = try await service.post("embeddings", .object(body), model: model, until: .never, meter)
            let answer = try EmbeddingAnswer(whole.body)
            meter.consumed(answer.promptTokens.map { Consumption(promptTokens: $0, completionTokens: 0) } ?? expected)
            return try answer.vectors(count: texts.count, dimensions: configuration.dimensions)
        }
    }
}

/// The vectors of an answer.
private struct EmbeddingAnswer {
    private var wire: Wire
    var promptTokens: Int? { wire.usage?.promptTokens }

    private struct Wire: Decodable {
        var data: [Item]
        var usage: Usage?
        struct Usage: Decodable { var promptTokens: Int? }
        struct Item: Decodable {
            var index: Int
            var embedding: Vector
        }
        /// Numbers, or the bytes of 32-bit numbers in Base64, the lowest first.
        struct Vector: Decodable {
            var components: [Float]
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                guard let text = try? container.decode(String.self) else {
                    components = try container.decode([Float].self)
                    return
                }
                guard let bytes = Base64.decoded(text), bytes.count.isMultiple(of: 4) else {
                    throw DecodingError.dataCorruptedError(in: container, debugDescription: "not the bytes of 32-bit numbers")
                }
                components = stride(from: 0, to: bytes.count, by: 4).map { start in
                    Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
                }
            }
        }
    }

    init(_ bytes: [UInt8]) throws {
        do {
            wire = try JSONDecoder.snakeCase.decode(Wire.self, from: Data(bytes))
        } catch {
            throw ExtractionError(
                .invalidAnswer, "The answer of the service isn't one of an embedding model; check 'endpoint' and 'model'.", cause: error)
        }
    }

    /// The vectors in the order of the texts.
    func vectors(count: Int, dimensions: Int) throws -> [[Float]] {
        var result = [[Float]?](repeating: nil, count: count)
        for item in wire.data {
            guard result.indices.contains(item.index), result[item.index] == nil, item.embedding.components.count == dimensions,
                item.embedding.components.allSatisfy(\.isFinite)
            else {
                throw ExtractionError(
                    .invalidAnswer, "The model's vectors aren't as expected; set 'dimensions' to the number that it gives.")
            }
            result[item.index] = item.embedding.components
        }
        let whole = result.compactMap(\.self)
        guard whole.count == count else {
            throw ExtractionError(.invalidAnswer, "The model gave fewer vectors than texts; lower 'batch'.")
        }
        return whole
    }
}

extension OpenAIEmbedder: EstimatingEngine {
    /// The text of the pages, 4,000 bytes each, in batches of chunks of 1,000 bytes.
    public func estimate(pages: Int) -> CallEstimate {
        let bytes = min(max(0, pages), 1_000_000) * 4_000
        let calls = (bytes / 1_000 + configuration.batch - 1) / configuration.batch
        return service.client.estimate(
            model: configuration.connection.model, calls: calls, consumption: Consumption(promptTokens: bytes / 3, completionTokens: 0))
    }
}

extension OpenAIEmbedder: ConfigurablePlugin {
    /// `openai`.
    public static let id: PluginID = "openai"
    /// One sentence for people.
    public static let summary = "Embeds text with a model behind OpenAI's interface; the text leaves the machine."

    /// Makes the embedder, with the key from the environment.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration` and `missingResource`.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        try self.init(
            configuration, transport: environment.requiredTransport(of: "'openai'"),
            key: configuration.connection.key(in: environment), ledger: environment.callLedger ?? CallLedger())
    }

    /// Says whether a key is there. The service isn't asked: an answer costs money.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        await OpenAIFieldExtractor.check(environment: environment)
    }
}
