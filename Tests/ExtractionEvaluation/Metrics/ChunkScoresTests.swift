import ExtractionKit
import ExtractionTesting
import Testing

@testable import ExtractionEvaluation

@Suite struct `Scores of chunks` {
    @Test(arguments: [
        ("", []), ("One line", ["One line"]), ("It rains. We stay.", ["It rains.", "We stay."]),
        ("He said \"Go.\" She went.", ["He said \"Go.\"", "She went."]),
        ("About 3.14 m. and more. End", ["About 3.14 m. and more.", "End"]),
        ("Wait... What?! Yes.", ["Wait...", "What?!", "Yes."]), ("今日は。明日も。", ["今日は。", "明日も。"]), ("  a\nb.  ", ["a\nb."]),
        ("Größe zählt. Ärger nicht.", ["Größe zählt.", "Ärger nicht."]),
    ])
    func `know sentences`(text: String, sentences: [String]) {
        let utf8 = Array(text.utf8)
        #expect(sentenceRanges(of: text).map { String(decoding: utf8[$0], as: UTF8.self) } == sentences)
    }

    private static let prose = ReadDocument(typeset: "It rains again. We stay at home. Tea is ready.")

    private static func chunks(_ document: ReadDocument, _ spans: [Range<Int>]) -> [Chunk] {
        spans.enumerated().map { index, range in
            Chunk(index: index, span: TextSpan(range), text: document.text(of: TextSpan(range)), pages: [1])
        }
    }

    @Test(arguments: [
        // The whole; between sentences, with the blank on either side; inside the second; overlapping, one of both whole; a word.
        ([0..<46], 0, 1), ([0..<15, 16..<46], 0, 2), ([0..<16, 16..<46], 0, 2), ([0..<20, 21..<46], 2, 2),
        ([0..<32, 19..<46], 1, 2), ([16..<18], 1, 1),
    ])
    func `count chunks that hold a sentence in part`(spans: [Range<Int>], cut: Int, of count: Int) {
        let scores = ChunkScores(Self.chunks(Self.prose, spans), of: Self.prose)
        #expect(scores.cutSentences == Score(part: Double(cut), whole: Double(count)))
        #expect(scores.cutRows == Score())
    }

    @Test func `count text once, and none that isn't the content`() {
        let total = Double(Self.prose.content.count { !$0.isWhitespace })
        func covered(_ spans: [Range<Int>]) -> Double { ChunkScores(Self.chunks(Self.prose, spans), of: Self.prose).coverage.part }
        #expect(covered([0..<46]) == total)
        #expect(covered([0..<30, 10..<46, 12..<20]) == total)
        #expect(covered([0..<15]) == 13)
        #expect(covered([]) == 0)
        let invented = Chunk(index: 0, span: TextSpan(0..<15), text: "It shines again", pages: [1])
        #expect(ChunkScores([invented], of: Self.prose).coverage == Score(part: 0, whole: total))
        let outside = Chunk(index: 0, span: TextSpan(40..<60), text: "", pages: [1])
        #expect(ChunkScores([outside], of: Self.prose).coverage.part == 0)
    }

    @Test func `count chunks that hold a row of a table in part, and take its text for no sentence`() {
        var document = ReadDocument(typeset: "Tea 4\nMilk 2")
        var page = document.pages[0]
        let box = Polygon(Rect(x: 0, y: 0, width: 1, height: 1))
        func cell(_ row: Int, _ column: Int, _ span: Range<Int>) -> Table.Cell {
            Table.Cell(row: row, column: column, polygon: box, spans: [TextSpan(span)])
        }
        let cells = [cell(0, 0, 0..<3), cell(0, 1, 4..<5), cell(1, 0, 6..<10), cell(1, 1, 11..<12)]
        page.layout.tables = [Table(rowCount: 2, columnCount: 2, polygon: box, cells: cells)]
        document = ReadDocument(pageCount: 1, outcomes: [.read(page)])
        func rows(_ spans: [Range<Int>]) -> Score { ChunkScores(Self.chunks(document, spans), of: document).cutRows }
        #expect(rows([0..<12]) == Score(part: 0, whole: 1))
        #expect(rows([0..<5, 6..<12]) == Score(part: 0, whole: 2))
        #expect(rows([0..<10, 11..<12]) == Score(part: 2, whole: 2))
        #expect(ChunkScores(Self.chunks(document, [0..<10]), of: document).cutSentences == Score())
    }

    @Test func `sum up over documents, with failures as lost text`() async throws {
        let setup = Matrix.ChunkerSetup(name: "whole", chunker: WholeChunker(), embedder: try HashingEmbedder())
        var rows: [ChunkingRow] = []
        for (name, text) in [("a", "One two."), ("b", "Three"), ("c", "fails")] {
            try await rows.append(.of(ReadDocument(typeset: text), named: name, setup))
        }
        let result = ChunkingResult(ocr: "one", setup, rows: rows, bootstrap: Bootstrap(resamples: 20))
        func value(_ metric: MetricDefinition) -> Double? { result.metrics[metric.id]?.estimate }
        #expect(value(.chunkCount) == 2)
        #expect(value(.chunkLength) == 6.5)
        #expect(result.longest == 8)
        #expect(value(.chunkSentenceCuts) == 0)
        #expect(value(.chunkRowCuts) == nil)
        #expect(value(.chunkCoverage).map { abs($0 - 12.0 / 17) < 1e-9 } == true)
        #expect(value(.failureRate).map { abs($0 - 1.0 / 3) < 1e-9 } == true)
        #expect(result.embedding?.count == 2)
        #expect(rows[2].error?.code == .engineFailure)
    }

    /// One chunk for all of a document; fails where the text says so.
    private struct WholeChunker: Chunker {
        let identity = PluginIdentity(id: "whole", version: "1")

        func chunks(of document: ReadDocument) async throws -> [Chunk] {
            if document.content == "fails" { throw ExtractionError(.engineFailure, "Broken.") }
            return [Chunk(index: 0, span: TextSpan(0..<document.content.utf8.count), text: document.content, pages: [1])]
        }
    }
}
