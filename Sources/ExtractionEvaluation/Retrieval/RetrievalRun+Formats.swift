internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension RetrievalRun {
    /// The run for a terminal.
    public var text: String { tables.map(\.text).joined(separator: "\n\n") }

    /// The run for a pull request.
    public var markdown: String { tables.map(\.markdown).joined(separator: "\n") }

    var tables: [ReportTable] { [resultTable, comparisonTable].compactMap(\.self) }

    /// Every configuration with the intervals of its metrics: a row a configuration.
    public var resultTable: ReportTable {
        let gain = MetricDefinition.retrievalGain
        let forms = forms.count > 1 ? forms : []
        let isPaid = results.contains { $0.usage.map { $0.cost > 0 } ?? false }
        let rows = results.map { result -> [String] in
            let configuration = result.configuration
            let cells =
                MetricDefinition.ofRetrieval.map { metric in result.metrics[metric.id].map(metric.formatted) ?? "" }
                + forms.map { form in result.forms[form]?[gain.id].map(gain.formatted) ?? "" }
            return [
                configuration.chunker, configuration.embedder ?? "–", configuration.index, configuration.mode.title, "\(result.chunkCount)",
            ] + cells + (isPaid ? [result.usage.map { MetricDefinition.cost.formatted($0.dollars) } ?? ""] : [])
        }
        let level = Int((bootstrap.level * 100).rounded())
        return ReportTable(
            title: "\(questions.count) questions on \(documents) documents, with \(level) % intervals over documents",
            columns: ["chunker", "embedder", "index", "search", "chunks"] + MetricDefinition.ofRetrieval.map(\.heading)
                + forms.map { "\(gain.title) of \($0), % ↑" } + (isPaid ? ["cost"] : []),
            rows: rows)
    }

    /// Hybrid search against its parts; `nil` for words alone.
    public var comparisonTable: ReportTable? {
        guard !comparisons.isEmpty else { return nil }
        return ReportTable(
            title: "Hybrid search against its parts, \(MetricDefinition.retrievalGain.title), drawn in pairs",
            columns: ["second against first", "gain, points", "interval", "p (permutation)", "better / worse documents", "significant"],
            rows: comparisons.map { comparison in
                let paired = comparison.paired
                return [
                    "\(comparison.second) against \(comparison.first)", (paired.difference.estimate * 100).fixed(2),
                    "[\((paired.difference.lower * 100).fixed(2)), \((paired.difference.upper * 100).fixed(2))]",
                    paired.permutationP.fixed(4), "\(paired.wins) / \(paired.losses)", paired.isSignificant ? "yes" : "no",
                ]
            })
    }

    /// A row for each configuration and question (RFC 4180): the rank of the first relevant hit, and the metrics. It holds no text.
    public var csv: String {
        let metrics = MetricDefinition.ofRetrieval
        let head =
            ["chunker", "embedder", "index", "search", "question", "document", "form", "relevant_chunks", "first_rank"] + metrics.map(\.id)
        let rows = results.flatMap { result in
            zip(questions, result.rankings).map { question, ranking -> [String] in
                let configuration = result.configuration
                let named = [
                    configuration.chunker, configuration.embedder ?? "", configuration.index, configuration.mode.rawValue, question.id,
                    question.document, question.form,
                ]
                return named.map(BenchmarkRun.shielded)
                    + ["\(ranking.relevantCount)", ranking.hits.firstIndex(of: true).map { "\($0 + 1)" } ?? ""]
                    + metrics.map { "\(ranking.value(of: $0))" }
            }
        }
        return BenchmarkRun.sheet([head] + rows)
    }

    /// The run as JSON with keys in snake_case, sorted, and what changed since a baseline, if there is one. It holds no text of any document.
    public func json(with comparison: BaselineComparison? = nil) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let file = RetrievalRunFile(
            documents: documents, questions: questions.count,
            results: results.map {
                .init(
                    configuration: $0.configuration, chunks: $0.chunkCount, metrics: $0.metrics, forms: $0.forms, usage: $0.usage?.amounts,
                    rows: $0.rows)
            }, comparisons: comparisons, bootstrap: bootstrap, baseline: comparison)
        do {
            return try String(decoding: encoder.encode(file), as: UTF8.self)
        } catch {
            throw ExtractionError(.outputFailed, "The results can't be written as JSON; report this.", cause: error)
        }
    }

    /// Writes `report.html`, `report.json`, `rows.csv` and `summary.md` into a folder, over those of an earlier run.
    ///
    /// - Parameters:
    ///   - folder: The folder; it is made where there is none.
    ///   - comparison: What changed since a baseline.
    ///   - settings: What is said of how the run was made, in order.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `fileUnwritable`.
    public func write(to folder: String, comparison: BaselineComparison? = nil, settings: [(String, String)] = []) throws {
        let files = try [
            ("report.html", html(comparison, settings)), ("report.json", json(with: comparison)), ("rows.csv", csv),
            ("summary.md", markdown),
        ]
        try ReportFolder.write(files, to: folder)
    }
}

/// The run as it is written.
private struct RetrievalRunFile: Encodable {
    var version = 1
    var documents: Int
    var questions: Int
    var results: [Result]
    var comparisons: [RetrievalComparison]
    var bootstrap: Bootstrap
    var baseline: BaselineComparison?
    var definitions = MetricDefinition.ofRetrieval

    struct Result: Encodable {
        var configuration: RetrievalResult.Configuration
        var chunks: Int
        var metrics: [String: ConfidenceInterval]
        var forms: [String: [String: ConfidenceInterval]]
        var usage: Usage?
        var rows: [RetrievalRow]
    }
}
