internal import ExtractionKit
internal import ExtractionOutput

extension RetrievalRun {
    /// A page for a browser that needs no network.
    func html(_ comparison: BaselineComparison?, _ settings: [(String, String)]) -> String {
        var sections: [ReportPage.Section] = []
        if let comparison {
            sections.append(
                ReportPage.Section(
                    "Baseline", "<p class=\"verdict\(HTML(stringLiteral: comparison.passes ? "" : " bad"))\">\(comparison.text)</p>"))
        }
        sections.append(ReportPage.Section("Configurations", "<p class=\"note\">\(resultTable.title)</p>\(resultTable.html)"))
        if let table = comparisonTable {
            sections.append(ReportPage.Section("Hybrid search", "<p class=\"note\">\(table.title)</p>\(table.html)"))
        }
        let metrics = MetricDefinition.ofRetrieval.map { metric -> HTML in
            "<dt>\(metric.title)</dt><dd>\(metric.definition) <span class=\"note\"><code>\(metric.id)</code>. Source: \(metric.source)</span></dd>"
        }
        sections.append(ReportPage.Section("Definitions", "<dl>\(metrics.joined())</dl>"))
        var rows = settings.map { [$0.0, $0.1] }
        for configuration in results.map(\.configuration) {
            rows.append(["chunker \(configuration.chunker)", configuration.chunkerIdentity.description])
            if let name = configuration.embedder, let space = configuration.space {
                rows.append(["embedder \(name)", "\(space.model), \(space.dimensions) dimensions"])
            }
        }
        rows.append(["bootstrap", "\(bootstrap.resamples) resamples of documents, seed \(bootstrap.seed)"])
        var seen: Set<[String]> = []
        let versions = ReportTable(title: "", columns: ["setting", "value"], rows: rows.filter { seen.insert($0).inserted })
        sections.append(ReportPage.Section("Settings and versions", versions.html))
        return ReportPage(
            title: "Benchmark: how passages are found",
            note: "\(questions.count) questions on \(documents) documents, \(results.count) configurations, ↑ more is better.",
            sections: sections
        ).markup
    }
}
