import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import Foundation
import Synchronization
import Testing

@Suite struct `A matrix of retrieval` {
    private static let texts = [
        "pets": "Dogs and cats are not allowed in the flat.\n\nBirds are welcome.",
        "rent": "The rent is due on the third day.\n\nPay it to the owner's account.",
        "yard": "Cars stand in the yard.\n\nBicycles stand in the cellar.",
    ]

    private static func track(asking passage: String = "Birds are welcome.") -> RetrievalTrack {
        func question(_ id: String, _ document: String, _ text: String, _ passage: String, _ form: String) -> RetrievalQuestion {
            RetrievalQuestion(id: id, document: document, form: form, question: text, passage: passage)
        }
        return RetrievalTrack(
            documents: texts.mapValues { ReadDocument(typeset: $0) },
            questions: [
                question("1", "pets", "Are birds welcome?", passage, "literal"),
                question("2", "pets", "May I keep dogs?", "Dogs and cats are not allowed", "paraphrase"),
                question("3", "rent", "When is the rent due?", "The rent is due on the third day.", "literal"),
                question("4", "yard", "Where do bicycles stand?", "Bicycles stand in the cellar.", "literal"),
            ])
    }

    private static func matrix(
        _ track: RetrievalTrack = track(), embedders: [(name: String, embedder: any Embedder)]
    ) throws -> RetrievalMatrix {
        var configuration = FixedChunker.Configuration()
        configuration.length = 40
        return try RetrievalMatrix(
            track: track, chunkers: [("layout", LayoutChunker()), ("short", FixedChunker(configuration: configuration))],
            embedders: embedders,
            indexes: [
                .init(name: "memory") { InMemorySearchIndex(space: $0) },
                .init(name: "int8") { InMemorySearchIndex(space: $0, precision: .int8) },
            ], bootstrap: Bootstrap(resamples: 100))
    }

    @Test func `asks everything of every configuration, and embeds once for all indexes`() async throws {
        let embedder = try CountingEmbedder()
        let told = Mutex<[String]>([])
        let run = try await Self.matrix(embedders: [("hashing", embedder)]).run { progress in told.withLock { $0.append(progress.work) } }
        #expect(
            run.results.prefix(6).map(\.configuration.title) == [
                "layout × memory: words", "layout × int8: words", "layout × hashing × memory: vectors", "layout × hashing × memory: hybrid",
                "layout × hashing × int8: vectors", "layout × hashing × int8: hybrid",
            ])
        #expect(run.results.count == 12 && run.comparisons.count == 8)
        #expect(run.comparisons[0].first == "layout × memory: words" && run.comparisons[1].first == "layout × hashing × memory: vectors")
        // Each chunker's chunks once, and the questions once for each.
        #expect(embedder.texts.withLock { $0 } == run.results[0].chunkCount + run.results[6].chunkCount + 2 * 4)
        for result in run.results {
            #expect(Set(result.metrics.keys) == ["ndcg_at_10", "recall_at_1", "recall_at_10", "mrr"])
            #expect(result.rankings.count == 4 && result.rows.map(\.document) == ["pets", "rent", "yard"])
            #expect(result.rows[0].scores["mrr"]?.whole == 2 && result.forms["literal"]?["mrr"] != nil)
        }
        let words = try #require(run.results[0].metrics["recall_at_10"])
        #expect(words.estimate == 1 && words.documents == 3)
        #expect(Set(told.withLock { $0 }).isSuperset(of: ["layout", "layout × hashing", "short × int8: words"]))
    }

    @Test func `needs no embedder for words alone`() async throws {
        let run = try await Self.matrix(embedders: []).run()
        #expect(run.results.count == 4 && run.comparisons.isEmpty && run.comparisonTable == nil)
        #expect(run.results.allSatisfy { $0.configuration.mode == .text && $0.usage == nil })
    }

    @Test func `is written as tables, as a sheet and as JSON`() async throws {
        let run = try await Self.matrix(embedders: [("hashing", HashingEmbedder())]).run()
        #expect(run.text.contains("4 questions on 3 documents") && run.text.contains("nDCG@10 of paraphrase"))
        #expect(run.markdown.contains("| layout | – | memory | words |"))
        let lines = run.csv.split(separator: "\r\n")
        #expect(lines.count == 1 + 12 * 4)
        #expect(
            lines[0].hasPrefix("chunker,embedder,index,search,question") && lines[1].hasPrefix("layout,,memory,text,1,pets,literal,1,1,"))
        let object = try #require(JSONSerialization.jsonObject(with: Data(run.json().utf8)) as? [String: Any])
        let results = try #require(object["results"] as? [[String: Any]])
        #expect(results.count == 12 && (results[0]["metrics"] as? [String: Any])?["ndcg_at_10"] != nil)
        #expect(!Self.texts.values.contains { text in run.csv.contains(text.prefix(20)) })
    }

    @Test func `is held against a baseline document by document`() async throws {
        let embedders: [(name: String, embedder: any Embedder)] = [("hashing", try HashingEmbedder())]
        let run = try await Self.matrix(embedders: embedders).run()
        let baseline = try Baseline(json: Array(Baseline(run).json().utf8))
        let same = try BaselineComparison(run, against: baseline)
        #expect(same.passes && same.changes.isEmpty && same.notes.isEmpty && same.documents == 12 * 3)
        // The same documents with another question: nothing to compare on one of them.
        let other = try await Self.matrix(Self.track(asking: "Birds are"), embedders: embedders).run()
        let comparison = try BaselineComparison(other, against: baseline)
        #expect(comparison.documents == 12 * 2 && comparison.notes.count == 12 && comparison.notes[0].contains("pets"))
        var better = baseline
        for title in better.configurations.keys {
            for document in Self.texts.keys { better.configurations[title]?[document]?.scores["mrr"] = Score(part: 9, whole: 1) }
        }
        let worse = try BaselineComparison(run, against: better)
        #expect(!worse.passes && worse.regressions.count == 12 && worse.text.contains("MRR"))
    }

    @Test func `refuses what it can't judge`() async throws {
        let lost = try Self.matrix(Self.track(asking: "Fish are welcome."), embedders: [])
        let error = await #expect(throws: ExtractionError.self) { try await lost.run() }
        #expect(error?.code == .invalidRequest && error?.message.contains("'1'") == true)
        let forgetful = try Self.matrix(embedders: [("forgetful", ForgetfulEmbedder())])
        let fewer = await #expect(throws: ExtractionError.self) { try await forgetful.run() }
        #expect(fewer?.code == .engineFailure)
        var empty = try Self.matrix(embedders: [])
        empty.chunkers = []
        await #expect(throws: ExtractionError.self) { try await empty.run() }
    }

    @Test func `ends when it is cancelled`() async throws {
        let matrix = try Self.matrix(embedders: [("hashing", HashingEmbedder())])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await matrix.run()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

/// Hashes words, and counts texts.
private final class CountingEmbedder: Embedder {
    let texts = Mutex(0)
    private let hashing: HashingEmbedder
    var space: EmbeddingSpace { hashing.space }

    init() throws { hashing = try HashingEmbedder() }

    func embed(_ request: EmbeddingRequest) async throws -> [Embedding] {
        texts.withLock { $0 += request.texts.count }
        return try await hashing.embed(request)
    }
}

/// Forgets the last text.
private struct ForgetfulEmbedder: Embedder {
    let space = EmbeddingSpace(model: PluginIdentity(id: "forgetful", version: "1"), dimensions: 2)
    func embed(_ request: EmbeddingRequest) async throws -> [Embedding] {
        request.texts.dropLast().map { _ in Embedding(normalizing: [1, 0]) }
    }
}
