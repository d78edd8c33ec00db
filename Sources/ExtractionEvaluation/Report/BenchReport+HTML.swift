internal import ExtractionKit
internal import ExtractionOutput

extension BenchReport {
    /// The page. Everything that documents, datasets and plugins say is escaped.
    public func html() async throws -> String {
        let pictures = try await ReportPictures(run, loader: loader)
        let title = "Benchmark: \(run.datasets.map(\.name).joined(separator: ", "))"
        let documents = run.results.first?.rows.count ?? 0
        var sections: [Section] = []
        if let comparison {
            sections.append(
                Section("Baseline", "<p class=\"verdict\(HTML(stringLiteral: comparison.passes ? "" : " bad"))\">\(comparison.text)</p>"))
        }
        sections.append(
            Section(
                "Leaderboard",
                """
                <p class="note">Best first, by fields, then by words. In brackets the interval that holds \(Int((run.bootstrap.level * 100).rounded())) % \
                of the bootstrap's resamples of documents: two configurations whose intervals overlap may still differ, see the comparisons.</p>
                \(run.leaderboard.html)
                """))
        sections.append(Section("Accuracy, speed and cost", plots))
        sections.append(Section("All metrics", run.metricsTable.html))
        if let table = run.comparisonTable { sections.append(Section("Comparisons", "<h3>\(table.title)</h3>\(table.html)")) }
        if let table = run.wordConfidenceTable { sections.append(Section("Words", "<h3>\(table.title)</h3>\(table.html)")) }
        if let table = run.agreementTable { sections.append(Section("Agreement", "<h3>\(table.title)</h3>\(table.html)")) }
        let fields = run.ranked.map { run.fieldTable(of: $0) }.filter { !$0.rows.isEmpty }
        if !fields.isEmpty { sections.append(Section("Fields", fields.map { "<h3>\($0.title)</h3>\($0.html)" as HTML }.joined())) }
        if let table = run.chunkTable {
            sections.append(
                Section(
                    "Chunks",
                    "<p class=\"note\">How documents were cut for search. Large chunks cut through less; neither count nor length is good or bad by itself.</p>\(table.html)"
                ))
        }
        if !run.disagreements.isEmpty { sections.append(Section("Where engines disagree", disagreements(pictures))) }
        sections.append(Section("Worst documents", run.ranked.map { worst(of: $0, pictures) }.joined()))
        sections.append(Section("Definitions", definitions))
        sections.append(Section("Settings and versions", versions))
        return ReportPage(
            title: title,
            note:
                "\(documents) documents, \(run.results.count) configuration\(run.results.count == 1 ? "" : "s"), ↑ more is better, ↓ less is better.",
            sections: sections
        ).markup
    }

    private typealias Section = ReportPage.Section

    private var plots: HTML {
        var figures: [HTML] = []
        for (metric, name) in [(MetricDefinition.fieldF1, "field F1, %"), (.bagOfWordsF1, "word F1, %")] {
            func points(_ x: (ConfigurationResult) -> Double?) -> [ScatterPlot.Point] {
                run.results.compactMap { result in
                    guard let interval = result.metrics[metric.id], let x = x(result) else { return nil }
                    return ScatterPlot.Point(
                        label: result.configuration.title, x: x, y: interval.estimate,
                        interval: min(interval.lower, interval.upper)...max(interval.lower, interval.upper))
                }
            }
            let speed = points { $0.speed.pagesPerSecond }
            guard !speed.isEmpty else { continue }
            let plot = ScatterPlot(xTitle: "pages per second (logarithmic)", yTitle: name, isLogarithmic: true, points: speed)
            figures.append(figure(plot.svg, "\(metric.title) against speed. Up and to the right is better; bars are intervals."))
            if run.results.contains(where: { $0.speed.usage.dollars > 0 }) {
                let cost = points { $0.speed.pages > 0 ? $0.speed.usage.dollars / Double($0.speed.pages) * 1_000 : nil }
                let plot = ScatterPlot(xTitle: "US dollars for 1000 pages", yTitle: name, points: cost)
                figures.append(figure(plot.svg, "\(metric.title) against cost. Up and to the left is better."))
            } else if case let processor = points({ $0.speed.processorSecondsPerPage }), !processor.isEmpty {
                let plot = ScatterPlot(xTitle: "processor time per page, s", yTitle: name, points: processor)
                figures.append(figure(plot.svg, "\(metric.title) against cost. Up and to the left is better; no money was spent."))
            }
        }
        let curves = run.results.filter { !$0.reliability.bins.isEmpty }.map { ($0.configuration.title, $0.reliability.bins) }
        if !curves.isEmpty {
            let coverage = run.results.map { result -> String in
                let threshold = result.coverage.threshold.map { "from a confidence of \($0.fixed(3)) on" } ?? "at no confidence"
                let share = ((result.coverage.value ?? 0) * 100).fixed(1)
                return "\(result.configuration.title): 99 % are right \(threshold), which is \(share) % of the answers."
            }
            figures.append(
                figure(
                    CalibrationPlot(curves: curves).svg,
                    "Share of answers that are right against their confidence, in bins of equal mass. On the diagonal, confidence means what it says. "
                        + coverage.joined(separator: " ")))
        }
        return "<div class=\"plots\">\(figures.joined())</div>"
    }

    private func figure(_ content: HTML, _ caption: String) -> HTML {
        "<figure>\(content)<figcaption>\(caption)</figcaption></figure>"
    }

    private func disagreements(_ pictures: ReportPictures) -> HTML {
        run.disagreements.enumerated().map { index, example -> HTML in
            let readings = zip(example.engines, example.texts).map { engine, text -> HTML in
                let mark = example.trueEngine == engine ? " ✓ as in the truth" : ""
                return "<tr><th scope=\"row\">\(engine)\(mark)</th><td>\(text.isEmpty ? "(nothing)" : text)</td></tr>"
            }
            let picture: HTML =
                if let uri = pictures.disagreements[index] {
                    "<img class=\"crop\" alt=\"That place on the page\" src=\"\(uri)\">"
                } else { "" }
            return """
                <figure><figcaption>\(example.document), page \(example.page)</figcaption>
                \(picture)
                <div class="scroll"><table><tbody>\(readings.joined())</tbody></table></div></figure>
                """
        }.joined()
    }

    private func worst(of result: ConfigurationResult, _ pictures: ReportPictures) -> HTML {
        let table = run.worstTable(of: result)
        guard !table.rows.isEmpty else { return "<h3>\(result.configuration.title)</h3><p class=\"note\">Nothing is wrong.</p>" }
        let worst = result.worst(Self.worstCount)
        let first = (worst.first { pictures.has($0) } ?? worst.first)?.document
        let cases = worst.map { row -> HTML in
            let texts = run.texts[row.document]
            let wrong = row.fields.filter { [.wrong, .invented, .omitted].contains($0.judgement.outcome) }
            let fields = ReportTable(
                title: "", columns: ["field", "outcome", "true", "found"],
                rows: wrong.map { [$0.judgement.field, $0.judgement.outcome.rawValue, $0.truth.shown, $0.found?.shown ?? ""] })
            let diff: HTML? =
                if let truth = texts?.truth, let read = texts?.read[result.configuration.ocr] {
                    """
                    <h3>Text</h3><p class="note"><del>missing</del> <ins>too much</ins>, against the truth</p>\(TextDiff(truth: truth, read: read).html)
                    """
                } else { nil }
            return """
                <details\(row.document == first ? HTML(stringLiteral: " open") : "")><summary>\(row.document) <span class="note">\(row.faults.joined(separator: "; "))</span></summary>
                <div class="case"><div>\(pictures.page(of: row))</div>
                <div>\(wrong.isEmpty ? "" : fields.html)\(diff ?? "")</div></div></details>
                """
        }
        return "<h3>\(result.configuration.title)</h3>\(table.html)\(cases.joined())"
    }

    private var definitions: HTML {
        let metrics = MetricDefinition.ofRuns.map { metric -> HTML in
            return """
                <dt>\(metric.title)</dt><dd>\(metric.definition) <span class="note"><code>\(metric.id)</code>, \(metric.direction.title). Source: \(metric.source)</span></dd>
                """
        }
        return """
            <dl>\(metrics.joined())</dl>
            <p class="note">Text is compared after: \(TextNormalisation.standard.description). A document that failed counts as read with no text and \
            without fields. The fields of a document that was taken for one of another kind count as missed. Documents that have to be refused \
            count for error codes alone. Character and word error rates count text in another order as errors, bag-of-words F1 doesn't: where the \
            truth isn't in reading order, such as the line lists of some receipt datasets, compare words. Where readings were kept from an earlier run, times and costs of recognition are those of that run.</p>
            """
    }

    private var versions: HTML {
        var rows = settings.map { [$0.0, $0.1] }
        rows += run.datasets.map { ["dataset \($0.name)", "\($0.documents) documents, \($0.licence)"] }
        for result in run.results {
            rows.append(["reader \(result.configuration.ocr)", result.configuration.reader.description])
            rows.append(["extractor \(result.configuration.extractor)", result.configuration.fields.description])
        }
        for chunking in run.chunkings {
            rows.append(["chunker \(chunking.chunker)", chunking.identity.description])
            if let embedder = chunking.embedder { rows.append(["embedder of \(chunking.chunker)", embedder.description]) }
        }
        rows.append(["documents at once", "\(run.jobs)"])
        rows.append(["bootstrap", "\(run.bootstrap.resamples) resamples of documents, seed \(run.bootstrap.seed)"])
        rows.append([
            "peak memory of the whole run",
            run.peakResidentBytes.map { MetricDefinition.peakResidentSize.formatted(Double($0)) } ?? "not known",
        ])
        var seen: Set<[String]> = []
        return ReportTable(title: "", columns: ["setting", "value"], rows: rows.filter { seen.insert($0).inserted }).html
    }
}

extension JSONValue {
    /// The value on a line.
    fileprivate var shown: String {
        switch self {
        case .null: "(nothing)"
        case .bool, .number, .string: plainText ?? ""
        case .array(let elements): "\(elements.count) rows"
        case .object(let members): members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.shown)" }.joined(separator: ", ")
        }
    }
}
