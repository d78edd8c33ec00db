/// An embedder that keeps what another embedder made, and doesn't embed the same text twice.
///
/// A text is the same when its bytes are; its vector is when the embedder's space and the purpose are too, so that another version or another setting
/// embeds again.
///
/// - Vectors from the store cost nothing: the result's usage is that of what was asked for this time.
/// - Of a request, each text that isn't in the store is asked for once, however often it stands there. A text that several callers want at the same time
///   is embedded once; if the one who embeds it fails or is cancelled, the next one does.
/// - Texts are asked for in parts of ``partLength``, and each part is kept before the next one is asked for: what was paid for isn't lost when a later
///   part fails. Failures aren't kept.
/// - A store that fails makes the request fail, with the stage `storage`: a vector that couldn't be kept would be paid for twice without anybody knowing.
///   An entry that is damaged is embedded again.
/// - Keep apart what must stay apart: everybody with the same text gets what the store has on it, and how long that takes tells whether anybody asked
///   before. Give each tenant a store.
public struct CachingEmbedder: Embedder {
    /// Embeds what isn't in the store.
    public let embedder: any Embedder
    /// Keeps vectors.
    public let store: any EmbeddingStore
    private let calls = SharedCalls<EmbeddingKey, Embedding>()

    /// How many texts are asked for at once, at most.
    public static let partLength = 512

    /// Puts a store before an embedder.
    public init(_ embedder: some Embedder, store: some EmbeddingStore = InMemoryEmbeddingStore()) {
        self.embedder = embedder
        self.store = store
    }

    /// The embedder's: the vectors are the same.
    public var space: EmbeddingSpace { embedder.space }

    /// Gives the vectors from the store or the embedder.
    public func embed(_ request: EmbeddingRequest) async throws -> [Embedding] { try await embedding(request).embeddings }

    /// Gives the vectors from the store or the embedder, and says what the embedder's cost.
    ///
    /// - Throws: What the embedder and the store throw; ``ExtractionError`` with the code `engineFailure` for an embedder that gives another number of
    ///   vectors, or vectors that aren't of its space.
    public func embedding(_ request: EmbeddingRequest) async throws -> EmbeddingResult {
        let keys = request.texts.map { EmbeddingKey($0, for: request.purpose, in: space) }
        let texts = Dictionary(zip(keys, request.texts), uniquingKeysWith: { first, _ in first })
        var usage = Usage()
        var vectors: [EmbeddingKey: Embedding] = [:]
        var seen: Set<EmbeddingKey> = []
        let unique = keys.filter { seen.insert($0).inserted }
        for start in stride(from: 0, to: unique.count, by: Self.partLength) {
            try request.check()
            let part = Array(unique[start..<min(start + Self.partLength, unique.count)])
            let found = try await calls.values(for: part, deadline: request.deadline, "Waiting for another embedding of a text") { keys in
                var known = try await staged(.storage) { try await store.embeddings(for: keys) }
                let missing = keys.filter { known[$0] == nil }
                guard !missing.isEmpty else { return known }
                let asked = EmbeddingRequest(texts: missing.compactMap { texts[$0] }, purpose: request.purpose, deadline: request.deadline)
                let (made, cost) = try await embedder.placed(asked)
                usage += cost
                let kept = Dictionary(zip(missing, made.map(\.embedding)), uniquingKeysWith: { first, _ in first })
                try await staged(.storage) { try await store.save(kept) }
                known.merge(kept) { $1 }
                return known
            }
            vectors.merge(found) { $1 }
        }
        return EmbeddingResult(embeddings: keys.compactMap { vectors[$0] }, usage: usage)
    }

    /// How many callers wait for another's embedding, for tests.
    func waiterCount(for key: EmbeddingKey) -> Int { calls.waiterCount(for: key) }
}
