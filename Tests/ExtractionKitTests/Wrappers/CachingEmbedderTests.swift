import ExtractionTesting
import Foundation
import Synchronization
import Testing

@testable import ExtractionKit

@Suite struct `A caching embedder` {
    private let asked: AskedTexts
    private let store = InMemoryEmbeddingStore()

    init() throws { asked = try AskedTexts() }

    private var embedder: CachingEmbedder { asked.cached(in: store) }

    private func embed(_ texts: [String], _ purpose: EmbeddingRequest.Purpose = .passage) async throws -> EmbeddingResult {
        try await embedder.embedding(EmbeddingRequest(texts: texts, purpose: purpose))
    }

    /// A folder for the time of a closure.
    private func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vectors-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    private func files(in folder: String) -> [String] {
        (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".vector") }
            .map { folder + "/" + $0 }
    }

    @Test(arguments: [true, false]) func `keeps the contract of an embedder`(isOnDisk: Bool) async throws {
        try await withFolder { folder in
            let store: any EmbeddingStore = isOnDisk ? FolderEmbeddingStore(path: folder) : store
            var configuration = HashingEmbedder.Configuration()
            configuration.dimensions = 64
            let other = CachingEmbedder(try HashingEmbedder(), store: store)
            let embedder = CachingEmbedder(try HashingEmbedder(configuration: configuration), store: store)
            // What was embedded once keeps the contract too.
            for _ in 1...2 { try await EmbedderConformance(embedder, others: [other], many: 300, longest: 100_000).check() }
        }
    }

    @Test func `asks for what is missing, each text once, and keeps the order`() async throws {
        let hashing = try HashingEmbedder()
        #expect(embedder.space == hashing.space)
        let first = try await embed(["a", "b", "a"])
        #expect(asked.requests == [["a", "b"]] && first.usage == Usage(pages: 0, calls: 1, promptTokens: 2))
        let second = try await embed(["c", "b", "d", "c", "a"])
        #expect(asked.requests == [["a", "b"], ["c", "d"]] && second.usage.promptTokens == 2)
        let direct = try await hashing.embed(EmbeddingRequest(texts: ["c", "b", "d", "c", "a"], purpose: .passage))
        #expect(second.embeddings == direct)
        #expect(try await embed(["b", "a"]).usage == Usage() && asked.requests.count == 2)
        #expect(try await embed([]).embeddings.isEmpty && asked.requests.count == 2)
    }

    @Test func `asks again for another purpose, for other bytes and for another space`() async throws {
        _ = try await embed(["caf\u{E9}"])
        _ = try await embed(["caf\u{E9}"], .query)
        _ = try await embed(["cafe\u{301}"])
        #expect(asked.requests.count == 3)
        let other = try AskedTexts(dimensions: 64)
        let vectors = try await other.cached(in: store).embed(EmbeddingRequest(texts: ["caf\u{E9}"], purpose: .passage))
        #expect(other.requests.count == 1 && vectors[0].components.count == 64)
    }

    @Test func `keeps each part before it asks for the next, and no failures`() async throws {
        let texts = (0..<1_100).map { "text \($0)" }
        asked.failures.withLock { $0 = ["text 600"] }
        await #expect(throws: ExtractionError.self) { try await embed(texts) }
        #expect(asked.requests.map(\.count) == [512, 512])
        asked.failures.withLock { $0 = [] }
        let result = try await embed(texts)
        #expect(asked.requests.map(\.count) == [512, 512, 512, 76] && result.embeddings.count == 1_100)
        let hashing = try HashingEmbedder()
        #expect(try await result.embeddings == hashing.embed(EmbeddingRequest(texts: texts, purpose: .passage)))
    }

    @Test func `believes nothing that a store or an embedder can't have meant`() async throws {
        try await withFolder { folder in
            let embedder = asked.cached(in: FolderEmbeddingStore(path: folder))
            let request = EmbeddingRequest(texts: ["a", "b"], purpose: .passage)
            let vectors = try await embedder.embed(request)
            let files = files(in: folder)
            #expect(files.count == 2 && asked.requests.count == 1)
            for damage in 0..<4 {
                for file in files {
                    var bytes = try [UInt8](Data(contentsOf: URL(filePath: file)))
                    #expect(bytes.count == 40 + 4 * embedder.space.dimensions)
                    switch damage {
                    case 0: bytes[700] ^= 1
                    case 1: bytes.removeLast()
                    case 2: bytes = []
                    default: bytes = Array("not a vector at all, but long enough to be one if nobody looked".utf8)
                    }
                    try Data(bytes).write(to: URL(filePath: file))
                }
                #expect(try await embedder.embed(request) == vectors)
                #expect(asked.requests.count == 2 + damage)
            }
            #expect(try await embedder.embed(request) == vectors && asked.requests.count == 5)
            // A file under another key's name is whole, and says the wrong thing.
            let other = try Data(contentsOf: URL(filePath: files[0]))
            try other.write(to: URL(filePath: files[1]))
            #expect(try await embedder.embed(request) == vectors && asked.requests.count == 6)
        }
        asked.forgets.withLock { $0 = true }
        let error = await #expect(throws: ExtractionError.self) { try await embed(["e", "f"]) }
        #expect(error?.code == .engineFailure)
        asked.forgets.withLock { $0 = false }
        #expect(try await embed(["e", "f"]).embeddings.count == 2)
    }

    @Test func `says that it was the store that failed`() async throws {
        let embedder = asked.cached(in: BrokenEmbeddingStore())
        let error = await #expect(throws: ExtractionError.self) {
            try await embedder.embed(EmbeddingRequest(texts: ["a"], purpose: .query))
        }
        #expect(error?.scope.stage == .storage)
    }

    @Test(.timeLimit(.minutes(30))) func `embeds once for all who want the same at the same time`() async throws {
        let gate = Gate(), embedder = embedder
        asked.gate.withLock { $0 = gate }
        let vectors = try await withThrowingTaskGroup(of: [Embedding].self) { group in
            let request = EmbeddingRequest(texts: ["a", "b"], purpose: .passage)
            for _ in 1...5 { group.addTask { try await embedder.embed(request) } }
            let key = EmbeddingKey("a", for: .passage, in: embedder.space)
            await eventually { embedder.waiterCount(for: key) == 4 }
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(asked.requests == [["a", "b"]] && vectors.count == 5 && Set(vectors).count == 1)
    }

    @Test(.timeLimit(.minutes(30))) func `passes to the next when the one who embeds is cancelled`() async throws {
        let gate = Gate(), embedder = embedder
        asked.gate.withLock { $0 = gate }
        let request = EmbeddingRequest(texts: ["a"], purpose: .passage)
        let key = EmbeddingKey("a", for: .passage, in: embedder.space)
        let first = Task { try await embedder.embed(request) }
        await eventually { asked.requests.count == 1 }
        let second = Task { try await embedder.embed(request) }
        await eventually { embedder.waiterCount(for: key) == 1 }
        first.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(try await second.value.count == 1 && asked.requests.count == 2)
    }

    @Test func `forgets in memory what was asked for longest ago`() async throws {
        let store = InMemoryEmbeddingStore(capacity: 8)
        func key(_ text: String) -> EmbeddingKey {
            EmbeddingKey(text, for: .query, in: EmbeddingSpace(model: PluginIdentity(id: "x", version: "1"), dimensions: 2))
        }
        for text in ["a", "b", "c", "d"] { try await store.save([key(text): Embedding(normalizing: [1, 0])]) }
        _ = try await store.embeddings(for: [key("a")])
        try await store.save([key("e"): Embedding(normalizing: [0, 1])])
        let found = try await store.embeddings(for: ["a", "b", "c", "d", "e"].map(key))
        #expect(found[key("a")] != nil && found[key("e")]?.components == [0, 1] && found[key("b")] == nil)
        try await store.save([key("long"): Embedding(normalizing: [Float](repeating: 1, count: 9))])
        #expect(try await store.embeddings(for: [key("long")]).isEmpty)
    }

    @Test func `is made from a pipeline's settings`() async throws {
        try await withFolder { folder in
            var registry = PluginRegistry()
            registry.register(embedder: CachingEmbedder.self)
            registry.register(embedder: HashingEmbedder.self)
            let choice = PluginChoice(
                "caching", settings: ["embedder": ["id": "hashing", "settings": ["dimensions": 64]], "folder": .string(folder)])
            let embedder = try await registry.embedder(choice)
            #expect(embedder.space.model.id == "hashing" && embedder.space.dimensions == 64)
            _ = try await embedder.embed(EmbeddingRequest(texts: ["a", "b", "a"], purpose: .passage))
            #expect(files(in: folder).count == 2)
            for wrong: JSONValue in [["embedder": ["id": "hashing"]], ["folder": "vectors"], ["embedder": ["id": "hashing"], "file": "x"]] {
                let error = await #expect(throws: ExtractionError.self) {
                    try await registry.embedder(PluginChoice("caching", settings: wrong))
                }
                #expect(error?.code == .invalidConfiguration)
            }
        }
    }
}

/// Hashes words, remembers what it was asked for, and costs a token for each text.
private final class AskedTexts: Embedder {
    let failures = Mutex<Set<String>>([])
    let forgets = Mutex(false)
    let gate = Mutex<Gate?>(nil)
    private let log = Mutex<[[String]]>([])
    private let hashing: HashingEmbedder

    init(dimensions: Int? = nil) throws {
        var configuration = HashingEmbedder.Configuration()
        if let dimensions { configuration.dimensions = dimensions }
        hashing = try HashingEmbedder(configuration: configuration)
    }

    var space: EmbeddingSpace { hashing.space }
    var requests: [[String]] { log.withLock { $0 } }

    func embed(_ request: EmbeddingRequest) async throws -> [Embedding] { try await embedding(request).embeddings }

    func embedding(_ request: EmbeddingRequest) async throws -> EmbeddingResult {
        log.withLock { $0.append(request.texts) }
        await gate.withLock { $0 }?.wait()
        if request.texts.contains(where: { text in failures.withLock { $0.contains(text) } }) {
            throw ExtractionError(.engineFailure, "It failed.")
        }
        var vectors = try await hashing.embed(request)
        if forgets.withLock({ $0 }) { vectors.removeLast() }
        return EmbeddingResult(embeddings: vectors, usage: Usage(pages: 0, calls: 1, promptTokens: request.texts.count))
    }
}

private struct BrokenEmbeddingStore: EmbeddingStore {
    func embeddings(for keys: [EmbeddingKey]) async throws -> [EmbeddingKey: Embedding] { [:] }
    func save(_ embeddings: [EmbeddingKey: Embedding]) async throws { throw ExtractionError(.fileUnwritable, "There is no space.") }
}
