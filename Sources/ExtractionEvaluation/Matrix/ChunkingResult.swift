public import ExtractionKit

/// What a chunker made of all documents as one reader reads them.
public struct ChunkingResult: Sendable, Codable {
    /// The reader's name.
    public var ocr: String
    /// The chunker's name.
    public var chunker: String
    /// The chunker with its version and settings.
    public var identity: PluginIdentity
    /// The embedder that embedded the chunks, if any.
    public var embedder: PluginIdentity?
    /// Each metric with its interval over documents, by the metric's id. What no document speaks of isn't there.
    public var metrics: [String: ConfidenceInterval]
    /// The longest chunk in characters; `nil` for no chunk.
    public var longest: Int?
    /// The time of cutting a document.
    public var latency: LatencySummary?
    /// The time of embedding a document's chunks.
    public var embedding: LatencySummary?
    /// What embedding the chunks of all documents cost; `nil` without an embedder.
    public var embeddingUsage: Usage?
    /// The documents that could be read.
    public var rows: [ChunkingRow]

    /// The name for people, such as `tesseract × paragraphs`.
    public var title: String { "\(ocr) × \(chunker)" }

    init(ocr: String, _ setup: Matrix.ChunkerSetup, rows: [ChunkingRow], bootstrap: Bootstrap) {
        self.ocr = ocr
        chunker = setup.name
        identity = setup.chunker.identity
        embedder = setup.embedder?.space.model
        self.rows = rows
        let values: [(MetricDefinition, (ChunkScores) -> Score)] = [
            (.chunkCount, { Score(part: Double($0.lengths.count), whole: 1) }),
            (.chunkLength, { Score(part: Double($0.lengths.reduce(0, +)), whole: Double($0.lengths.count)) }),
            (.chunkSentenceCuts, \.cutSentences), (.chunkRowCuts, \.cutRows),
            (.chunkCoverage, \.coverage),
        ]
        metrics = [:]
        for (metric, value) in values {
            metrics[metric.id] = bootstrap.interval(of: rows.map { value($0.scores) }) { metric.combined($0) }
        }
        metrics[MetricDefinition.failureRate.id] = bootstrap.interval(of: rows.map { Score($0.error != nil) }) {
            MetricDefinition.failureRate.combined($0)
        }
        // Sorts every length again for every resample.
        var coarse = bootstrap
        coarse.resamples = min(bootstrap.resamples, 400)
        metrics[MetricDefinition.chunkLengthP95.id] = coarse.interval(of: rows.map { $0.scores.lengths.map(Double.init) }) { lengths in
            percentile(0.95, of: lengths.joined())
        }
        longest = rows.compactMap { $0.scores.lengths.max() }.max()
        latency = LatencySummary(rows.map(\.seconds))
        embedding = LatencySummary(rows.compactMap(\.embeddingSeconds))
        embeddingUsage = setup.embedder.map { _ in rows.compactMap(\.embeddingUsage).reduce(Usage(), +) }
    }
}

/// What a chunker made of one document.
public struct ChunkingRow: Sendable, Codable {
    /// The dataset's name and the document's id in it.
    public var document: String
    /// How it was cut.
    public var scores: ChunkScores
    /// Why cutting or embedding failed. Of a document that couldn't be cut, all text counts as lost.
    public var error: ErrorSummary?
    /// The time of cutting.
    public var seconds: Double
    /// The time of embedding; `nil` without an embedder.
    public var embeddingSeconds: Double?
    /// What embedding cost; `nil` without an embedder.
    public var embeddingUsage: Usage?

    static func of(_ document: ReadDocument, named name: String, _ setup: Matrix.ChunkerSetup) async throws -> ChunkingRow {
        var chunks: [Chunk] = []
        var row = ChunkingRow(document: name, scores: ChunkScores([], of: document), seconds: 0)
        do {
            let start = ContinuousClock.now
            chunks = try await setup.chunker.chunks(of: document)
            row.seconds = start.secondsToNow
            row.scores = ChunkScores(chunks, of: document)
            if let embedder = setup.embedder, !chunks.isEmpty {
                let start = ContinuousClock.now
                let result = try await embedder.embedding(EmbeddingRequest(texts: chunks.map(\.text), purpose: .passage))
                let vectors = result.embeddings
                row.embeddingSeconds = start.secondsToNow
                row.embeddingUsage = result.usage
                guard vectors.count == chunks.count, vectors.allSatisfy({ $0.components.count == embedder.space.dimensions }) else {
                    throw ExtractionError(.engineFailure, "The embedder gave other vectors than it should; run its conformance suite.")
                }
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            row.error = ErrorSummary(ExtractionError(wrapping: error))
        }
        return row
    }
}
