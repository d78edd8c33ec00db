import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import Foundation
import RepositoryFiles
import Testing

@Suite struct `A ranking` {
    @Test func `is scored by where relevant hits stand`() {
        let ranking = RetrievalRanking(hits: [false, true, false, true], relevantCount: 3)
        // By hand: gains at the ranks 2 and 4, of an ideal with gains at 1, 2 and 3.
        let ideal = 1 + 1 / log2(3) + 0.5
        #expect(abs(ranking.discountedGain(at: 10) - (1 / log2(3) + 1 / log2(5)) / ideal) < 1e-12)
        #expect(abs(ranking.discountedGain(at: 2) - 1 / log2(3) / (1 + 1 / log2(3))) < 1e-12)
        #expect(abs(ranking.recall(at: 2) - 1 / 3.0) < 1e-12)
        #expect(abs(ranking.recall(at: 10) - 2 / 3.0) < 1e-12)
        #expect(ranking.reciprocalRank == 0.5)
    }

    @Test func `is perfect or worth nothing`() {
        let perfect = RetrievalRanking(hits: [true, true, false], relevantCount: 2)
        #expect(perfect.discountedGain(at: 10) == 1 && perfect.recall(at: 2) == 1 && perfect.reciprocalRank == 1)
        for nothing in [RetrievalRanking(hits: [], relevantCount: 2), RetrievalRanking(hits: [false], relevantCount: 0)] {
            #expect(nothing.discountedGain(at: 10) == 0 && nothing.recall(at: 10) == 0 && nothing.reciprocalRank == 0)
        }
    }
}

@Suite struct `A track of retrieval` {
    private func fixtures() async throws -> RetrievalTrack {
        try await RetrievalFolder(path: RepositoryFiles.fixture("retrieval")).track()
    }

    @Test func `has questions whose passages stand in its documents`() async throws {
        let track = try await fixtures()
        #expect(track.questions.count >= 150 && track.documents.count >= 20)
        for question in track.questions { #expect(track.documents[question.document].flatMap { question.span(in: $0) } != nil) }
        // What is called a paraphrase shares few words with its passage besides the commonest.
        let common: Set = [
            "a", "the", "is", "of", "to", "in", "it", "be", "for", "at", "and", "by", "on", "or", "not", "what", "how", "when", "with",
            "that",
        ]
        for question in track.questions where question.form == "paraphrase" {
            let asked = Set(SearchWord.all(in: question.question).map(\.text)).subtracting(common)
            let shared = asked.intersection(SearchWord.all(in: question.passage).map(\.text))
            #expect(shared.count * 3 <= asked.count, "\(question.id): \(shared)")
        }
    }

    @Test func `tells configurations apart`() async throws {
        let track = try await fixtures()
        let bootstrap = Bootstrap(resamples: 200)
        let embedder = try HashingEmbedder()
        let results = try await track.run(chunker: LayoutChunker(), embedder: embedder, index: InMemorySearchIndex(space: embedder.space))
        #expect(results.map(\.mode) == [.text, .vector, .hybrid])
        let text = try #require(track.interval(of: results[0], bootstrap: bootstrap) { $0.discountedGain(at: 10) })
        #expect(text.lower < text.estimate && text.estimate < text.upper && text.documents == track.documents.count)
        #expect(text.estimate > 0.3)
        let same = try #require(track.comparison(results[0], results[0], bootstrap: bootstrap) { $0.reciprocalRank })
        #expect(same.difference.estimate == 0 && !same.isSignificant)
        let literal = try #require(track.interval(of: results[0], form: "literal", bootstrap: bootstrap) { $0.reciprocalRank })
        let paraphrase = try #require(track.interval(of: results[0], form: "paraphrase", bootstrap: bootstrap) { $0.reciprocalRank })
        #expect(literal.estimate > paraphrase.estimate)
    }

    @Test func `refuses a passage that isn't there`() async throws {
        let document = try await ReadDocument(monospacedPages: ["Something else."])
        let question = RetrievalQuestion(id: "q", document: "d", form: "literal", question: "Where?", passage: "Not here")
        let track = RetrievalTrack(documents: ["d": document], questions: [question])
        let error = await #expect(throws: ExtractionError.self) {
            try await track.run(chunker: LayoutChunker(), embedder: nil, index: InMemorySearchIndex())
        }
        #expect(error?.code == .invalidRequest)
    }
}
