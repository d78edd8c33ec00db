public import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The report of a run: a page for a browser that needs no network, and the same as data and for a pull request.
///
/// The page shows texts and pictures of the documents: treat it as you treat these.
public struct BenchReport: Sendable {
    /// What is reported.
    public var run: BenchmarkRun
    /// What changed since a baseline, if that was asked.
    public var comparison: BaselineComparison?
    /// Opens documents to draw their pages; without one there are no pictures.
    public var loader: (any DocumentLoader)?
    /// What is said of how the run was made, in order.
    public var settings: [(String, String)]

    /// Documents that are shown with a picture and a comparison of texts, of each configuration.
    static let worstCount = 6

    /// Creates a report.
    public init(
        _ run: BenchmarkRun, comparison: BaselineComparison? = nil, loader: (any DocumentLoader)? = nil,
        settings: [(String, String)] = []
    ) {
        self.run = run
        self.comparison = comparison
        self.loader = loader
        self.settings = settings
    }

    /// Writes `report.html`, `report.json`, `rows.csv`, `chunks.csv` and `summary.md` into a folder, over those of an earlier run.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnwritable`, and `CancellationError`.
    public func write(to folder: String) async throws {
        let files = try await [
            ("report.html", html()), ("report.json", run.json(with: comparison)), ("rows.csv", run.csv),
            ("chunks.csv", run.chunksCSV), ("summary.md", markdown),
        ]
        try ReportFolder.write(files, to: folder)
    }

    /// The summary for a pull request.
    public var markdown: String {
        var parts = ["## Benchmark: \(ReportTable.escaped(run.datasets.map(\.name).joined(separator: ", ")))\n"]
        if let comparison {
            parts.append(comparison.passes ? "**No regression** against the baseline.\n" : "**Regression** against the baseline.\n")
            parts.append("```text\n\(comparison.text.replacing("```", with: "'''"))\n```\n")
        }
        parts.append(run.leaderboard.markdown)
        parts.append(run.metricsTable.markdown)
        parts += [run.comparisonTable, run.agreementTable, run.wordConfidenceTable, run.chunkTable].compactMap { $0?.markdown }
        for result in run.ranked {
            let (fields, worst) = (run.fieldTable(of: result), run.worstTable(of: result, count: 5))
            parts += [fields, worst].filter { !$0.rows.isEmpty }.map(\.markdown)
        }
        return parts.joined(separator: "\n")
    }
}
