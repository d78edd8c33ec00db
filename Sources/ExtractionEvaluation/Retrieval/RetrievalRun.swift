public import ExtractionKit

/// Everything that a run of a ``RetrievalMatrix`` found out.
public struct RetrievalRun: Sendable {
    /// How many documents there were.
    public var documents: Int
    /// The questions.
    public var questions: [RetrievalQuestion]
    /// How each configuration did.
    public var results: [RetrievalResult]
    /// Hybrid search against each of its parts.
    public var comparisons: [RetrievalComparison]
    /// How intervals were made.
    public var bootstrap: Bootstrap

    init(_ track: RetrievalTrack, bootstrap: Bootstrap) {
        documents = track.documents.count
        questions = track.questions
        results = []
        comparisons = []
        self.bootstrap = bootstrap
    }

    /// The forms of questions, in the order of the alphabet.
    public var forms: [String] { Set(questions.map(\.form)).sorted() }
}

/// How one configuration did.
public struct RetrievalResult: Sendable {
    /// What was run.
    public var configuration: Configuration
    /// The number of chunks in the index.
    public var chunkCount: Int
    /// Each metric of ``MetricDefinition/ofRetrieval`` with its interval over documents, by the metric's id.
    public var metrics: [String: ConfidenceInterval]
    /// The same over the questions of a form, by form.
    public var forms: [String: [String: ConfidenceInterval]]
    /// What embedding chunks and questions cost; `nil` for words alone.
    public var usage: Usage?
    /// How each document's questions did.
    public var rows: [RetrievalRow]
    /// What each question gave, in the order of the run's questions.
    public var rankings: [RetrievalRanking]

    /// What was run.
    public struct Configuration: Hashable, Sendable, Codable {
        /// The chunker's name.
        public var chunker: String
        /// The embedder's name; `nil` for words alone.
        public var embedder: String?
        /// The index's name.
        public var index: String
        /// What part of the search was used.
        public var mode: RetrievalTrack.Mode
        /// The chunker with its version and settings.
        public var chunkerIdentity: PluginIdentity
        /// The embedder's space.
        public var space: EmbeddingSpace?

        /// The name for people, such as `layout × hashing × memory: hybrid`.
        public var title: String { [chunker, embedder, index].compactMap(\.self).joined(separator: " × ") + ": \(mode.title)" }
    }

    init(
        _ configuration: Configuration, _ result: RetrievalTrack.Result, of track: RetrievalTrack, bootstrap: Bootstrap, usage: Usage?
    ) {
        self.configuration = configuration
        self.usage = usage
        chunkCount = result.chunkCount
        rankings = result.rankings
        metrics = [:]
        forms = [:]
        var rows: [String: RetrievalRow] = [:]
        let named = Set(track.questions.map(\.form))
        for metric in MetricDefinition.ofRetrieval {
            let value = { (ranking: RetrievalRanking) in ranking.value(of: metric) }
            metrics[metric.id] = track.interval(of: result, bootstrap: bootstrap, metric: value)
            for form in named where named.count > 1 {
                forms[form, default: [:]][metric.id] = track.interval(of: result, form: form, bootstrap: bootstrap, metric: value)
            }
            for (document, score) in track.scores(of: result, value) {
                rows[document, default: RetrievalRow(document: document, sha256: track.digest(of: document))].scores[metric.id] = score
            }
        }
        self.rows = rows.values.sorted { $0.document < $1.document }
    }
}

/// How the questions on one document did.
public struct RetrievalRow: Sendable, Codable {
    /// The document's id.
    public var document: String
    /// The SHA-256 of the document's own together with its questions: where it differs, scores can't be compared.
    public var sha256: String
    /// The sum of each metric over the questions, and their number, by the metric's id.
    public var scores: [String: Score] = [:]
}

/// Whether hybrid search is better than one of its parts, by ``MetricDefinition/retrievalGain``.
public struct RetrievalComparison: Sendable, Codable {
    /// The title of the part.
    public var first: String
    /// The title of the hybrid search.
    public var second: String
    /// The metric's id.
    public var metric: String
    /// The comparison: a positive difference says that hybrid search is better.
    public var paired: PairedComparison

    init?(of hybrid: RetrievalResult, with part: RetrievalResult, bootstrap: Bootstrap) {
        let metric = MetricDefinition.retrievalGain
        func scores(_ result: RetrievalResult) -> [Score] { result.rows.compactMap { $0.scores[metric.id] } }
        guard let paired = PairedComparison(scores(part), scores(hybrid), bootstrap: bootstrap, gainIn: metric) else { return nil }
        first = part.configuration.title
        second = hybrid.configuration.title
        self.metric = metric.id
        self.paired = paired
    }
}

extension RetrievalTrack.Mode {
    /// The mode for people.
    var title: String {
        switch self {
        case .text: "words"
        case .vector: "vectors"
        case .hybrid: "hybrid"
        case .ranks: "hybrid, by ranks"
        }
    }
}

extension RetrievalTrack {
    /// Changes with a document and with its questions.
    fileprivate func digest(of document: String) -> String {
        let content = digests[document] ?? BlobID(of: Array((documents[document]?.content ?? "").utf8)).rawValue
        let asked = questions.filter { $0.document == document }.sorted { $0.id < $1.id }
            .flatMap { [$0.id, $0.form, $0.question, $0.passage] }
        return BlobID(of: Array(([content] + asked).joined(separator: "\u{0}").utf8)).rawValue
    }
}
