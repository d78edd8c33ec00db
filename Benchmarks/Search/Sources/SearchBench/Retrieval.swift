internal import ExtractionEvaluation
internal import ExtractionKit
internal import ExtractionMiniLM
internal import ExtractionSQLiteSearch
internal import ExtractionTesting
internal import Foundation
internal import Synchronization

/// Embeds a text once, however often it is asked to: every index is given the same chunks.
private final class RememberingEmbedder: Embedder {
    let embedder: any Embedder
    private let known = Mutex<[String: Embedding]>([:])
    var space: EmbeddingSpace { embedder.space }

    init(_ embedder: any Embedder) { self.embedder = embedder }

    func embed(_ request: EmbeddingRequest) async throws -> [Embedding] {
        let missing = known.withLock { known in Array(Set(request.texts.filter { known[request.purpose.rawValue + $0] == nil })) }
        let vectors = try await embedder.embed(EmbeddingRequest(texts: missing, purpose: request.purpose))
        return known.withLock { known in
            for (text, vector) in zip(missing, vectors) { known[request.purpose.rawValue + text] = vector }
            return request.texts.compactMap { known[request.purpose.rawValue + $0] }
        }
    }
}

/// How well passages are found, by chunker, embedder and index.
enum Retrieval {
    /// - Parameter folder: `Fixtures/retrieval`, or a folder like it.
    static func measure(folder: String) async throws {
        let questions = try JSONDecoder().decode(
            [RetrievalQuestion].self, from: Data(contentsOf: URL(filePath: folder + "/questions.json")))
        var documents: [String: ReadDocument] = [:]
        for id in Set(questions.map(\.document)) {
            documents[id] = try ReadDocument(typeset: String(contentsOfFile: "\(folder)/\(id).txt", encoding: .utf8))
        }
        let track = RetrievalTrack(documents: documents, questions: questions)
        let environment = PluginEnvironment(variables: ProcessInfo.processInfo.environment)
        var embedders: [any Embedder] = [RememberingEmbedder(try HashingEmbedder())]
        do {
            embedders.append(
                RememberingEmbedder(try MiniLMEmbedder(configuration: MiniLMEmbedder.Configuration(), environment: environment)))
        } catch {
            FileHandle.standardError.write(Data("minilm is not installed (./install-engine minilm) and is left out\n".utf8))
        }
        print("\(questions.count) questions on \(documents.count) documents; 95 % intervals by drawing documents\n")
        print("| chunker | embedder | index | search | chunks | nDCG@10 | recall@1 | recall@10 | MRR | nDCG@10 of paraphrases |")
        print("|---|---|---|---|--:|--:|--:|--:|--:|--:|")
        var verdicts: [String] = []
        for chunker in try chunkers(embedders.last ?? HashingEmbedder()) {
            for embedder in embedders {
                for (name, index) in try await indexes(embedder.space) {
                    let results = try await track.run(chunker: chunker, embedder: embedder, index: index)
                    for result in results where result.mode != .text || embedder.space == embedders[0].space {
                        func cell(_ form: String? = nil, _ metric: (RetrievalRanking) -> Double) -> String {
                            guard let interval = track.interval(of: result, form: form, metric: metric) else { return "–" }
                            return "\(printed(interval.estimate, 3)) [\(printed(interval.lower, 3)), \(printed(interval.upper, 3))]"
                        }
                        let used = result.mode == .text ? "–" : embedder.space.model.id.rawValue
                        print(
                            "| \(chunker.identity.id) | \(used) | \(name) | \(result.mode.rawValue) | \(result.chunkCount) | "
                                + [
                                    cell { $0.discountedGain(at: 10) }, cell { $0.recall(at: 1) }, cell { $0.recall(at: 10) },
                                    cell { $0.reciprocalRank }, cell("paraphrase") { $0.discountedGain(at: 10) },
                                ].joined(separator: " | ") + " |")
                    }
                    guard results.count == 3 else { continue }
                    for (part, result) in [("words", results[0]), ("vectors", results[1])] {
                        guard let comparison = track.comparison(result, results[2], metric: { $0.discountedGain(at: 10) }) else { continue }
                        let difference = comparison.difference
                        verdicts.append(
                            "| \(chunker.identity.id) | \(embedder.space.model.id) | \(name) | \(part) | \(printed(difference.estimate, 3)) "
                                + "[\(printed(difference.lower, 3)), \(printed(difference.upper, 3))] | "
                                + "\(comparison.isSignificant ? "yes" : "no") |")
                    }
                }
            }
        }
        print(
            "\nHybrid less its parts, nDCG@10:\n\n| chunker | embedder | index | part | difference | significant |\n|---|---|---|---|--:|---|"
        )
        for verdict in verdicts { print(verdict) }
    }

    private static func chunkers(_ embedder: any Embedder) throws -> [any Chunker] {
        var recursive = RecursiveChunker.Configuration(), layout = LayoutChunker.Configuration(), fixed = FixedChunker.Configuration()
        var sentences = SentenceChunker.Configuration(), semantic = SemanticChunker.Configuration()
        recursive.maximumLength = 400
        layout.maximumLength = 400
        fixed.length = 400
        sentences.maximumLength = 400
        semantic.maximumLength = 400
        semantic.minimumLength = 100
        return [
            try LayoutChunker(configuration: layout), try RecursiveChunker(configuration: recursive),
            try SentenceChunker(configuration: sentences), try FixedChunker(configuration: fixed),
            try TokenChunker(maximumTokens: 100, counter: ApproximateTokenCounter()),
            try SemanticChunker(embedder, configuration: semantic),
        ]
    }

    private static func indexes(_ space: EmbeddingSpace) async throws -> [(String, any SearchIndex)] {
        let file = FileManager.default.temporaryDirectory.appending(path: "retrieval-\(UUID().uuidString).db").path
        return [
            ("memory", InMemorySearchIndex(space: space)), ("memory, int8", InMemorySearchIndex(space: space, precision: .int8)),
            ("SQLite, int8", try await SQLiteSearchIndex(path: file, space: space)),
        ]
    }
}
