import ExtractionKit
import ExtractionOutput
import Foundation
import Testing

@testable import ExtractionEvaluation

@Suite struct `A report` {
    private static let hostile = "<script>alert(1)</script>\"'&|`"

    private static func run() throws -> BenchmarkRun {
        let configuration = Configuration(
            ocr: hostile, extractor: "rules", reader: PluginIdentity(id: "one", version: hostile),
            fields: PluginIdentity(id: "two", version: "1"))
        let judgement = FieldJudgement(field: hostile, outcome: .wrong, isUntouched: false, confidence: 0.7)
        var row = DocumentRow(
            document: hostile, sha256: "", tags: ["=cmd"], expectedType: hostile, foundType: hostile, errors: [],
            scores: [MetricDefinition.fieldF1.id: Score(part: 0, whole: 2), MetricDefinition.bagOfWordsF1.id: Score(part: 3, whole: 4)],
            fields: [FieldOutcome(judgement: judgement, truth: .string(hostile), found: .string(hostile), raw: hostile, regions: [])],
            timing: DocumentRow.Timing(firstPage: 0.1, reading: 0.2, fields: 0.1, isKept: false), pages: 1, usage: Usage())
        var other = row
        other.document = "other"
        row.errors = [ErrorSummary(ExtractionError(.engineFailure, hostile))]
        let result = ConfigurationResult(configuration, rows: [row, other], wallSeconds: 1, bootstrap: Bootstrap(resamples: 20))
        var answers = WordAnswers()
        answers.stated = [ConfidentAnswer(confidence: 0.9, isCorrect: true), ConfidentAnswer(confidence: 0.8, isCorrect: false)]
        let uncut = ChunkingRow(document: hostile, scores: ChunkScores([], of: ReadDocument(pageCount: 0, outcomes: [])), seconds: 1)
        let chunking = try ChunkingResult(
            ocr: hostile, Matrix.ChunkerSetup(name: hostile, chunker: ParagraphChunker()), rows: [uncut],
            bootstrap: Bootstrap(resamples: 20))
        return BenchmarkRun(
            datasets: [BenchmarkRun.Source(name: hostile, licence: hostile, documents: 2)], results: [result], chunkings: [chunking],
            comparisons: [],
            agreement: nil,
            disagreements: [Disagreement(document: hostile, page: 1, texts: [hostile, ""], engines: [hostile, "b"], regions: [])],
            words: [WordConfidence(engine: hostile, [answers])].compactMap(\.self), peakResidentBytes: 1 << 20, jobs: 1,
            bootstrap: Bootstrap(resamples: 20),
            texts: [hostile: DocumentTexts(path: "/absent", truth: "a b \(hostile)", read: [hostile: "a c"])])
    }

    @Test func `escapes everything, and loads nothing from anywhere`() async throws {
        let html = try await BenchReport(Self.run(), settings: [(Self.hostile, Self.hostile)]).html()
        #expect(!html.contains("<script"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;|`"))
        for pattern in ["http:", "https:", "src=\"//", "@import", "url("] { #expect(!html.contains(pattern), "\(pattern)") }
        #expect(html.contains("default-src 'none'"))
    }

    @Test func `is well-formed and has every part`() async throws {
        let html = try await BenchReport(Self.run()).html()
        for part in [
            "Leaderboard", "All metrics", "Fields", "Worst documents", "Where engines disagree", "Chunks", "Definitions",
            "Settings and versions",
        ] {
            #expect(html.contains("<h2>\(part)</h2>"))
        }
        for metric in MetricDefinition.ofRuns { #expect(html.contains("<code>\(metric.id)</code>")) }
        #expect(html.contains("<del>b &lt;script"))
        #expect(html.contains("<ins>c</ins>"))
        #expect(html.contains("<svg viewBox"))
        for tag in ["table", "tr", "td", "th", "svg", "section", "details", "figure", "div", "p", "ins", "del", "dl", "text"] {
            let opened = try html.matches(of: Regex("<\(tag)[ >]")).count
            let closed = try html.matches(of: Regex("</\(tag)>")).count
            #expect(opened == closed, "\(tag)")
        }
        // Markup that was taken for text.
        for escaped in ["&lt;img", "&lt;div", "&lt;p", "&lt;svg", "&lt;td"] { #expect(!html.contains(escaped), "\(escaped)") }
    }

    @Test func `is written as a page, as data, as a sheet and for a pull request`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await BenchReport(Self.run()).write(to: folder.path)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                "chunks.csv", "report.html", "report.json", "rows.csv", "summary.md",
            ])
        let json = try JSONValue(json: Array(Data(contentsOf: folder.appending(path: "report.json"))))
        #expect(json["results"]?.array?.count == 1)
        #expect(json["peak_resident_bytes"] == 1_048_576)
        #expect(json["definitions"]?.array?.count == MetricDefinition.ofRuns.count)
        let csv = try String(contentsOf: folder.appending(path: "rows.csv"), encoding: .utf8)
        #expect(csv.contains(",'=cmd,"))
        #expect(csv.components(separatedBy: "\r\n").count == 4)
        let markdown = try String(contentsOf: folder.appending(path: "summary.md"), encoding: .utf8)
        #expect(!markdown.replacing("\\<", with: "").contains("<script"))
    }

    @Test func `names every metric with a definition and a source`() {
        let metrics = MetricDefinition.ofRuns
        #expect(Set(metrics.map(\.id)).count == metrics.count)
        #expect(metrics.allSatisfy { !$0.definition.isEmpty && !$0.source.isEmpty })
    }

    @Test(arguments: [(0.125, 2, "0.13"), (-0.001, 2, "0.00"), (-1.5, 1, "−1.5"), (12.0, 0, "12"), (0.05, 1, "0.1"), (.nan, 1, "–")])
    func `prints numbers alike everywhere`(value: Double, digits: Int, text: String) {
        #expect(value.fixed(digits) == text)
    }

    @Test func `shows what changed between two texts and shortens what is equal`() {
        let equal = (0..<40).map { "w\($0)" }.joined(separator: " ")
        let html = TextDiff(truth: "\(equal) one two end", read: "\(equal) one 2 end").html.markup
        #expect(html.contains("<del>two</del> <ins>2</ins> end"))
        #expect(!html.contains("w10"))
        #expect(html.contains("equal words"))
        let changes = WordDiff(from: ["a", "b", "c"], to: ["x", "b", "c", "d"]).changes
        #expect(changes.map(\.removed) == [0..<1, 3..<3])
        #expect(changes.map(\.inserted) == [0..<1, 3..<4])
    }
}
