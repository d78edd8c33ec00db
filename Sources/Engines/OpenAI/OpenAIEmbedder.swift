public import ExtractionKit
public import ExtractionRemote
internal import Foundation

/// Turns text into vectors with a model at any service that speaks OpenAI's interface.
///
/// A text without any character but white space, which services refuse, gets the vector of zeros and isn't sent. A text that is longer than
/// ``Configuration/longestText`` is embedded by its beginning. Texts go in parts that keep to what the service takes at once; ``embedding(_:)`` says what
/// the calls cost.
public struct OpenAIEmbedder: Embedder {
    /// The settings of the embedder.
    ///
    /// Keys in a file: those of ``OpenAIConfiguration`` for the service under `connection`, and `dimensions`, `asks_for_dimensions`, `batch`,
    /// `longest_text`.
    public struct Configuration: PluginConfiguration, Hashable {
        /// `connection`: the service and the model, such as `text-embedding-3-small`.
        public var connection = OpenAIConfiguration(model: "text-embedding-3-small")
        /// `dimensions`: the number of components that the model gives.
        public var dimensions = 1_536
        /// `asks_for_dimensions`: whether the service is asked for that number, as models can that were made for it.
        public var asksForDimensions = false
        /// `batch`: how many texts are sent at once at most, from 1 to 2,048. Fewer are where they are long: no call has more than 600,000 bytes, since
        /// OpenAI's models take 300,000 tokens at once.
        public var batch = 128
        /// `longest_text`: how much of a text is sent, in bytes of UTF-8, from 100 to 1,000,000. OpenAI's models take 8,191 tokens, of mostly three bytes
        /// or more; the service refuses what is longer still.
        public var longestText = Self.defaultLongestText
        static let defaultLongestText = 24_000

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
        guard (100...1_000_000).contains(configuration.longestText) else {
            throw ExtractionError(.invalidConfiguration, "'longest_text' must be from 100 to 1,000,000 bytes.")
        }
        self.configuration = configuration
        let connection = configuration.connection
        let isShortened = configuration.longestText != Configuration.defaultLongestText
        space = EmbeddingSpace(
            model: PluginIdentity(
                id: Self.id, version: connection.model,
                settings: connection.endpoint + (isShortened ? ",\(configuration.longestText)" : "")),
            dimensions: configuration.dimensions)
        service = try connection.service(Self.id, transport: transport, key: key, ledger: ledger, clock: clock)
    }

    /// Embeds texts, in batches.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidAnswer`, `budgetExceeded`, `deadlineExceeded`, and those of
    ///   ``/ExtractionRemote/ServiceClient/send(_:repeatability:until:meter:explaining:)``.
    public func embed(_ request: EmbeddingRequest) async throws -> [Embedding] { try await embedding(request).embeddings }

    /// Embeds texts, and says what that cost.
    ///
    /// - Throws: As ``embed(_:)``.
    public func embedding(_ request: EmbeddingRequest) async throws -> EmbeddingResult {
        var usage = Usage()
        var result = [Embedding](
            repeating: Embedding(normalizing: [Float](repeating: 0, count: configuration.dimensions)), count: request.texts.count)
        try request.check()
        for part in parts(of: request.texts) {
            try request.check()
            let (vectors, record) = try await vectors(of: part.map(\.text), until: request.deadline)
            usage += record.usage
            for (place, vector) in zip(part.map(\.place), vectors) { result[place] = Embedding(normalizing: vector) }
        }
        return EmbeddingResult(embeddings: result, usage: usage)
    }

    /// The largest number of bytes in a call.
    private static let longestCall = 600_000

    /// The texts that are to be sent and their places, in parts for a call each.
    private func parts(of texts: [String]) -> [[(place: Int, text: String)]] {
        var parts: [[(place: Int, text: String)]] = []
        var bytes = 0
        for (place, text) in texts.enumerated() where text.contains(where: { !$0.isWhitespace }) {
            let text = text.beginning(bytes: configuration.longestText)
            bytes += text.utf8.count
            if let last = parts.last, last.count < configuration.batch, bytes <= Self.longestCall {
                parts[parts.count - 1].append((place, text))
            } else {
                parts.append([(place, text)])
                bytes = text.utf8.count
            }
        }
        return parts
    }

    private func vectors(of texts: [String], until deadline: Deadline) async throws -> (value: [[Float]], record: CallRecord) {
        let model = configuration.connection.model
        var body: [String: JSONValue] = [
            "model": .string(model), "input": .array(texts.map { .string($0) }), "encoding_format": "base64",
        ]
        if configuration.asksForDimensions { body["dimensions"] = .number(.init(configuration.dimensions)) }
        let expected = Consumption(promptTokens: texts.reduce(0) { $0 + $1.utf8.count / 3 + 1 }, completionTokens: 0)
        return try await service.client.metered("embed", model: model, expecting: expected) { meter in
            let whole = try await service.post("embeddings", .object(body), model: model, until: deadline, meter)
            let answer = try EmbeddingAnswer(whole.body)
            meter.consumed(answer.promptTokens.map { Consumption(promptTokens: $0, completionTokens: 0) } ?? expected)
            return try answer.vectors(count: texts.count, dimensions: configuration.dimensions)
        }
    }
}

extension String {
    /// So many bytes of it, or some fewer where a character would be cut.
    fileprivate func beginning(bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var end = utf8.index(startIndex, offsetBy: bytes)
        while end > startIndex, String.Index(end, within: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
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
