public import ExtractionKit

/// Measures how well passages are found: documents are cut, embedded and indexed, and questions are asked whose passages are known.
///
/// A chunk is relevant to a question when it holds at least half of the passage that answers it.
public struct RetrievalTrack: Sendable {
    /// The documents by id.
    public var documents: [String: ReadDocument]
    /// The questions.
    public var questions: [RetrievalQuestion]
    /// The SHA-256 of the documents' files, by id, where they are known: baselines compare nothing else.
    public var digests: [String: String]

    /// Creates a track.
    public init(documents: [String: ReadDocument], questions: [RetrievalQuestion], digests: [String: String] = [:]) {
        self.documents = documents
        self.questions = questions
        self.digests = digests
    }

    /// What part of a search is used.
    public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        /// The words.
        case text
        /// The vectors.
        case vector
        /// Both, fused as the index does.
        case hybrid
        /// Both, fused by ranks: what services give.
        case ranks
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
        let cut = try await cut(by: chunker, passages: passages())
        var vectors: Vectors?
        if let embedder { vectors = try await self.vectors(of: cut, by: embedder) }
        try await fill(index, with: cut, vectors)
        var results: [Result] = []
        for mode in [Mode.text, .vector, .hybrid] where mode == .text || embedder != nil {
            try await results.append(ask(index, mode, cut, vectors, fusion: fusion))
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
    private func byDocument(_ result: Result, _ form: String?, _ metric: (RetrievalRanking) -> Double) -> [Score] {
        scores(of: result, form: form, metric).map(\.score)
    }

    /// The sums of a metric over the questions of each document, by document.
    func scores(
        of result: Result, form: String? = nil, _ metric: (RetrievalRanking) -> Double
    ) -> [(document: String, score: Score)] {
        let asked = zip(questions, result.rankings).filter { form == nil || $0.0.form == form }
        return Dictionary(grouping: asked, by: { $0.0.document }).sorted { $0.key < $1.key }.map { document, asked in
            (document, Score(part: asked.reduce(0) { $0 + metric($1.1) }, whole: Double(asked.count)))
        }
    }

    private static func mean(_ documents: [Score]) -> Double? {
        Score(part: documents.reduce(0) { $0 + $1.part }, whole: documents.reduce(0) { $0 + $1.whole }).value
    }
}
