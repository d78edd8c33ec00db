public import ExtractionKit

/// How a chunker cut a document, as far as that can be told without questions and answers: how large the chunks are, what they cut through,
/// and whether text was lost.
///
/// Sentences and rows are those of the reading: a chunker is judged on what it was given. One chunk for the whole document cuts through nothing
/// and loses nothing, so look at the sizes as well.
public struct ChunkScores: Hashable, Sendable, Codable {
    /// The length of each chunk in characters (Unicode scalars), in the chunker's order.
    public var lengths: [Int]
    /// Of the chunks that hold text of sentences, those that hold a sentence in part. Paragraphs with cells of tables are left out.
    public var cutSentences: Score
    /// Of the chunks that hold text of table rows, those that hold a row in part. Cells that span rows are left out.
    public var cutRows: Score
    /// Of the content's characters without white space, those that stand in a chunk. A chunk whose text isn't the content at its span holds none.
    public var coverage: Score

    /// Judges the chunks of a document.
    public init(_ chunks: [Chunk], of document: ReadDocument) {
        lengths = chunks.map(\.text.unicodeScalars.count)
        let cells = document.pages.flatMap(\.layout.tables).flatMap(\.cells)
        let tables = Stretches(cells.map(\.spans))
        let sentences = document.pages.flatMap(\.layout.paragraphs)
            .filter { !tables.meets($0.span).isTouched }
            .flatMap { paragraph in
                sentenceRanges(of: document.text(of: paragraph.span)).map { [TextSpan($0).shifted(by: paragraph.span.offset)] }
            }
        let rows = document.pages.flatMap(\.layout.tables).flatMap { table in
            Dictionary(grouping: table.cells.filter { $0.rowSpan == 1 }, by: \.row).values.map { $0.flatMap(\.spans) }
        }
        cutSentences = Self.cuts(through: sentences, chunks)
        cutRows = Self.cuts(through: rows, chunks)
        coverage = Score(whole: Double(document.content.inkCount))
        var end = 0
        let faithful = chunks.filter { chunk in document.content[chunk.span].map { $0 == chunk.text } ?? false }
        for chunk in faithful.sorted(by: { $0.span.offset < $1.span.offset }) where chunk.span.end > end {
            coverage.part += Double(document.text(of: TextSpan(max(end, chunk.span.offset)..<chunk.span.end)).inkCount)
            end = chunk.span.end
        }
    }

    private static func cuts(through units: [[TextSpan]], _ chunks: [Chunk]) -> Score {
        let stretches = Stretches(units)
        return chunks.reduce(into: Score()) { rate, chunk in
            let meeting = stretches.meets(chunk.span)
            if meeting.isTouched { rate.count(meeting.isCut) }
        }
    }
}

/// Things that stand in one or more stretches of a text, to be looked up by place.
private struct Stretches {
    private var pieces: [(span: TextSpan, unit: Int)]
    private var lengths: [Int]

    init(_ units: [[TextSpan]]) {
        pieces = units.enumerated().flatMap { unit, spans in spans.filter { $0.length > 0 }.map { ($0, unit) } }
            .sorted { $0.0.offset < $1.0.offset }
        lengths = units.map { $0.reduce(0) { $0 + $1.length } }
    }

    /// Whether a span holds something of any of them, and whether it holds one in part.
    func meets(_ span: TextSpan) -> (isTouched: Bool, isCut: Bool) {
        // Pieces don't overlap, so their ends are in order, too.
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].span.end <= span.offset { low = middle + 1 } else { high = middle }
        }
        var held: [Int: Int] = [:]
        for piece in pieces[low...].prefix(while: { $0.span.offset < span.end }) {
            held[piece.unit, default: 0] += min(piece.span.end, span.end) - max(piece.span.offset, span.offset)
        }
        return (!held.isEmpty, held.contains { $0.value < lengths[$0.key] })
    }
}

extension String {
    /// Characters that aren't white space.
    fileprivate var inkCount: Int { unicodeScalars.count { !$0.properties.isWhitespace } }
}

extension MetricDefinition {
    /// How many chunks.
    public static let chunkCount = MetricDefinition(
        id: "chunks", title: "Chunks", definition: "Chunks of all documents.", source: "Defined here.", direction: .neither, unit: .count)
    /// The mean size.
    public static let chunkLength = MetricDefinition(
        id: "chunk_length_mean", title: "Chunk length, mean",
        definition: "Characters (Unicode scalars, white space included) of all chunks divided by the number of chunks.",
        source: "Defined here.",
        direction: .neither, unit: .characters)
    /// A large size.
    public static let chunkLengthP95 = MetricDefinition(
        id: "chunk_length_p95", title: "Chunk length, p95",
        definition: "The length that nineteen of twenty chunks don't pass, over the chunks of all documents.",
        source: "Hyndman and Fan, The American Statistician 50(4), 1996, type 7.", direction: .neither, unit: .characters)
    /// The greatest size.
    public static let chunkLengthMaximum = MetricDefinition(
        id: "chunk_length_max", title: "Chunk length, maximum",
        definition: "The length of the longest chunk; without an interval, since resampling says nothing of maxima.",
        source: "Defined here; Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 7.4 (failure for extremes).",
        direction: .neither, unit: .characters)
    /// Chunks with half sentences.
    public static let chunkSentenceCuts = MetricDefinition(
        id: "chunk_sentence_cuts", title: "Chunks that cut a sentence",
        definition:
            "Of the chunks that hold text outside of tables, the share that holds a sentence in part; a sentence longer than the chunker's limit counts, too.",
        source: "Defined here; sentences after Unicode Standard Annex #29, within the paragraphs of the reading and without abbreviations.",
        direction: .lowerIsBetter, unit: .ratio)
    /// Chunks with half rows.
    public static let chunkRowCuts = MetricDefinition(
        id: "chunk_row_cuts", title: "Chunks that cut a table row",
        definition: "Of the chunks that hold text of table rows, the share that holds a row in part.",
        source: "Defined here; rows as the reading has them, cells that span rows left out.", direction: .lowerIsBetter, unit: .ratio)
    /// The text that chunks hold.
    public static let chunkCoverage = MetricDefinition(
        id: "chunk_coverage", title: "Text in chunks",
        definition: "Share of the content's characters, white space aside, that stand in a chunk whose text is the content at its span.",
        source: "Defined here: anything below 100 % is lost to search.", direction: .higherIsBetter, unit: .ratio)
    /// The time of a chunker.
    public static let chunkLatency = MetricDefinition(
        id: "chunking_seconds", title: "Chunking",
        definition: "Wall time of cutting a document that has been read, median and 95th percentile over documents.",
        source: "Hyndman and Fan, The American Statistician 50(4), 1996, type 7.", direction: .lowerIsBetter, unit: .seconds)
    /// The time of an embedder.
    public static let embeddingLatency = MetricDefinition(
        id: "embedding_seconds", title: "Embedding",
        definition: "Wall time of embedding all chunks of a document in one request, median and 95th percentile over documents.",
        source: "Hyndman and Fan, The American Statistician 50(4), 1996, type 7.", direction: .lowerIsBetter, unit: .seconds)
    /// The money for embedding.
    public static let embeddingCost = MetricDefinition(
        id: "embedding_cost", title: "Cost of embedding", definition: "Money billed for embedding the chunks of all documents.",
        source: "As the embedder states it, by the prices in its settings.", direction: .lowerIsBetter, unit: .dollars)

    /// The metrics of chunkers, in the order of a report.
    public static let ofChunks: [MetricDefinition] = [
        .chunkCount, .chunkLength, .chunkLengthP95, .chunkLengthMaximum, .chunkSentenceCuts, .chunkRowCuts, .chunkCoverage, .chunkLatency,
        .embeddingLatency, .embeddingCost,
    ]
}
