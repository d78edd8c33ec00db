public import ExtractionKit

/// Measures how well passages are found: documents are cut, embedded and indexed, and questions are asked whose passages are known.
///
/// A chunk is relevant to a question when it holds at least half of the passage that answers it.
public struct RetrievalTrack: Sendable {
    /// The documents by id.
    public var documents: [String: ReadDocument]
    /// The questions.
    public var questions: [RetrievalQuestion]

    /// Creates a track.
    public init(documents: [String: ReadDocument], questions: [RetrievalQuestion]) {
        self.documents = documents
        self.questions = questions
    }

    /// What part of a search is used.
    public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        /// The words.
        case text
        /// The vectors.
        case vector
        /// Both, fused.
        case hybrid
    }

    /// How one configuration did.
    public struct Result: Sendable {
        /// What was used.
        public var mode: Mode
        /// The number of chunks in the index.
        public var chunkCount: Int
        /// The rankings, one a question, in the order of the questions.
        public var rankings: [RetrievalRanking]

        /// Creates a result.
        public init(mode: Mode, chunkCount: Int, rankings: [RetrievalRanking]) {
            self.mode = mode
            self.chunkCount = chunkCount
            self.rankings = rankings
        }
    }

    /// Cuts and embeds the documents, puts them in an index, and asks every question in every mode.
    ///
    /// - Parameters:
    ///   - chunker: Cuts the documents.
    ///   - embedder: Embeds chunks and questions; `nil` for words alone.
    ///   - index: An empty index of the embedder's space.
    ///   - fusion: How both rankings become one; `nil` for the index's own way.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidRequest` for a question whose passage doesn't stand in its document; what the
    ///   parts throw.
    public func run(
        chunker: any Chunker, embedder: (any Embedder)?, index: any SearchIndex, fusion: SearchFusion? = nil
    ) async throws -> [Result] {
        var chunks: [String: [Chunk]] = [:]
        for (id, document) in documents.sorted(by: { $0.key < $1.key }) {
            let cut = try await chunker.chunks(of: document)
            chunks[id] = cut
            let vectors = try await embedded(cut.map(\.textInContext), .passage, embedder)
            try await index.replace(
                IndexedDocument(
                    tenant: .local, id: id,
                    chunks: zip(cut, vectors).map { IndexedChunk($0, embedding: $1) }))
        }
        let asked = try await embedded(questions.map(\.question), .query, embedder)
        let relevant = try questions.map { question in try relevantChunks(for: question, among: chunks) }
        var results: [Result] = []
        for mode in Mode.allCases where mode == .text || embedder != nil {
            var rankings: [RetrievalRanking] = []
            for (place, question) in questions.enumerated() {
                let request = SearchRequest(
                    tenant: .local, text: mode == .vector ? nil : question.question, embedding: mode == .text ? nil : asked[place],
                    limit: 20, fusion: fusion)
                let hits = try await index.search(request)
                rankings.append(
                    RetrievalRanking(
                        hits: hits.map { $0.documentID == question.document && relevant[place].contains($0.chunk.index) },
                        relevantCount: relevant[place].count))
            }
            results.append(Result(mode: mode, chunkCount: chunks.values.reduce(0) { $0 + $1.count }, rankings: rankings))
        }
        return results
    }

    /// The interval of a metric's mean over questions, by drawing documents.
    public func interval(
        of result: Result, form: String? = nil, bootstrap: Bootstrap = Bootstrap(), metric: (RetrievalRanking) -> Double
    ) -> ConfidenceInterval? {
        bootstrap.interval(of: byDocument(result, form, metric), statistic: Self.mean)
    }

    /// Whether a second result is better than a first one, by drawing documents in pairs.
    public func comparison(
        _ first: Result, _ second: Result, bootstrap: Bootstrap = Bootstrap(), metric: (RetrievalRanking) -> Double
    ) -> PairedComparison? {
        PairedComparison(
            byDocument(first, nil, metric), byDocument(second, nil, metric), bootstrap: bootstrap, statistic: Self.mean)
    }

    /// The values of a metric, those of a document together: its questions are easy or hard together.
    private func byDocument(_ result: Result, _ form: String?, _ metric: (RetrievalRanking) -> Double) -> [[Double]] {
        let asked = zip(questions, result.rankings).filter { form == nil || $0.0.form == form }
        return Dictionary(grouping: asked, by: { $0.0.document }).sorted { $0.key < $1.key }.map { $0.value.map { metric($0.1) } }
    }

    private static func mean(_ documents: [[Double]]) -> Double? {
        let values = documents.flatMap(\.self)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private func embedded(
        _ texts: [String], _ purpose: EmbeddingRequest.Purpose, _ embedder: (any Embedder)?
    ) async throws -> [PlacedEmbedding?] {
        guard let embedder else { return texts.map { _ in nil } }
        return try await embedder.embed(EmbeddingRequest(texts: texts, purpose: purpose)).map {
            try PlacedEmbedding($0, in: embedder.space)
        }
    }

    /// The numbers of the chunks that hold at least half of a question's passage.
    private func relevantChunks(for question: RetrievalQuestion, among chunks: [String: [Chunk]]) throws -> Set<Int> {
        guard let document = documents[question.document], let span = question.span(in: document) else {
            throw ExtractionError(
                .invalidRequest, "The passage of the question '\(question.id)' doesn't stand in its document; generate the questions anew.")
        }
        return Set(
            (chunks[question.document] ?? []).filter { chunk in
                let shared = min(chunk.span.end, span.end) - max(chunk.span.offset, span.offset)
                return shared * 2 >= span.length
            }.map(\.index))
    }
}
