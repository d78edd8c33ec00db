public import ExtractionKit

/// Asks the same questions of every index of every embedder over every chunker, in one run: by words, by vectors, and by both.
///
/// Words alone are what the others must beat; hybrid search is compared with both of its parts. Documents are cut once by each chunker, and embedded once
/// by each embedder for all indexes. Everything but costs follows from the documents, the questions, the plugins and the bootstrap's seed.
public struct RetrievalMatrix: Sendable {
    /// The documents and the questions.
    public var track: RetrievalTrack
    /// What cuts documents, by name.
    public var chunkers: [(name: String, chunker: any Chunker)]
    /// What embeds chunks, by name. None for words alone.
    public var embedders: [(name: String, embedder: any Embedder)]
    /// What is searched.
    public var indexes: [Index]
    /// Whether fusion by ranks is asked for besides the index's own.
    public var comparesRanks: Bool
    /// How intervals and comparisons are made.
    public var bootstrap: Bootstrap

    /// A kind of index.
    public struct Index: Sendable {
        /// The name that reports use.
        public var name: String
        /// Makes an empty one for a space; `nil` for words alone.
        public var make: @Sendable (EmbeddingSpace?) async throws -> any SearchIndex

        /// Creates a kind of index.
        public init(name: String, make: @escaping @Sendable (EmbeddingSpace?) async throws -> any SearchIndex) {
            self.name = name
            self.make = make
        }
    }

    /// Creates a matrix.
    public init(
        track: RetrievalTrack, chunkers: [(name: String, chunker: any Chunker)], embedders: [(name: String, embedder: any Embedder)],
        indexes: [Index], comparesRanks: Bool = false, bootstrap: Bootstrap = Bootstrap()
    ) {
        self.track = track
        self.chunkers = chunkers
        self.embedders = embedders
        self.indexes = indexes
        self.comparesRanks = comparesRanks
        self.bootstrap = bootstrap
    }

    /// Runs every configuration.
    ///
    /// - Parameter progress: Is told where the run stands.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidRequest` for a question whose passage doesn't stand in its document, and where there is no
    ///   chunker, index or question; what the parts throw; `CancellationError`.
    public func run(progress: (Matrix.Progress) -> Void = { _ in }) async throws -> RetrievalRun {
        guard !chunkers.isEmpty, !indexes.isEmpty, !track.questions.isEmpty else {
            throw ExtractionError(.invalidRequest, "There is nothing to compare; give a question, a chunker and an index at least.")
        }
        let passages = try track.passages()
        var run = RetrievalRun(track, bootstrap: bootstrap)
        for (chunkerName, chunker) in chunkers {
            let documents = track.documents.count
            let cut = try await track.cut(by: chunker, passages: passages) {
                progress(Matrix.Progress(work: chunkerName, done: $0, documents: documents))
            }
            /// Asks one kind of index in some modes.
            func ask(
                _ kind: Index, _ modes: [RetrievalTrack.Mode], _ embedder: (name: String, embedder: any Embedder)?,
                _ vectors: RetrievalTrack.Vectors?
            ) async throws -> [RetrievalResult] {
                let index = try await kind.make(embedder?.embedder.space)
                try await track.fill(index, with: cut, vectors)
                var results: [RetrievalResult] = []
                for mode in modes {
                    let configuration = RetrievalResult.Configuration(
                        chunker: chunkerName, embedder: mode == .text ? nil : embedder?.name, index: kind.name, mode: mode,
                        chunkerIdentity: chunker.identity, space: mode == .text ? nil : embedder?.embedder.space)
                    let result = try await track.ask(index, mode, cut, vectors) {
                        progress(
                            Matrix.Progress(work: configuration.title, done: $0, documents: track.questions.count, unit: "questions"))
                    }
                    results.append(
                        RetrievalResult(
                            configuration, result, of: track, bootstrap: bootstrap, usage: mode == .text ? nil : vectors?.usage))
                }
                return results
            }
            var words: [RetrievalResult] = []
            for kind in indexes { words += try await ask(kind, [.text], nil, nil) }
            run.results += words
            for embedder in embedders {
                let vectors = try await track.vectors(of: cut, by: embedder.embedder) {
                    progress(Matrix.Progress(work: "\(chunkerName) × \(embedder.name)", done: $0, documents: $1, unit: "texts"))
                }
                for (kind, words) in zip(indexes, words) {
                    let results = try await ask(kind, [.vector, .hybrid] + (comparesRanks ? [.ranks] : []), embedder, vectors)
                    run.results += results
                    // Both parts with what is made of them, and what is made by ranks with what is made otherwise.
                    for part in [words, results[0]] + results.dropFirst(2) {
                        run.comparisons += RetrievalComparison(of: results[1], with: part, bootstrap: bootstrap).map { [$0] } ?? []
                    }
                }
            }
        }
        return run
    }
}
