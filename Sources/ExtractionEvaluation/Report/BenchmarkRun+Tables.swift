internal import ExtractionKit

extension BenchmarkRun {
    /// Every metric of every configuration with its interval: a row a metric.
    public var metricsTable: ReportTable {
        var rows: [[String]] = []
        for metric in MetricDefinition.ofRuns {
            let cells = results.map { $0.formatted(metric) }
            if cells.contains(where: { $0 != nil }) { rows.append([metric.heading] + cells.map { $0 ?? "" }) }
        }
        if let peakResidentBytes, results.allSatisfy({ $0.speed.peakResidentBytes == nil }) {
            let metric = MetricDefinition.peakResidentSize
            rows.append([metric.heading + ", whole run"] + results.map { _ in metric.formatted(Double(peakResidentBytes)) })
        }
        let level = Int((bootstrap.level * 100).rounded())
        return ReportTable(
            title: "Metrics with \(level) % intervals over documents", columns: ["metric"] + results.map(\.configuration.title), rows: rows)
    }

    /// How chunkers cut: a row a metric.
    public var chunkTable: ReportTable? {
        guard !chunkings.isEmpty else { return nil }
        let rows = (MetricDefinition.ofChunks + [.failureRate]).compactMap { metric -> [String]? in
            let cells = chunkings.map { $0.formatted(metric) }
            return cells.contains { $0 != nil }
                ? [metric.unit == .seconds ? "\(metric.title), ms ↓" : metric.heading] + cells.map { $0 ?? "" } : nil
        }
        return ReportTable(title: "Chunks", columns: ["metric"] + chunkings.map(\.title), rows: rows)
    }

    /// The configurations, best first: by fields, then by words.
    public var leaderboard: ReportTable {
        let metrics: [MetricDefinition] = [
            .fieldF1, .anlsStar, .bagOfWordsF1, .characterErrorRate, .groundingTextHitRate, .latency, .pagesPerSecond, .peakResidentSize,
            .processorTime,
            .cost,
        ]
        let shown = metrics.filter { metric in results.contains { $0.formatted(metric) != nil } }
        return ReportTable(
            title: "Leaderboard", columns: ["configuration"] + shown.map(\.heading),
            rows: ranked.map { result in [result.configuration.title] + shown.map { result.formatted($0) ?? "" } })
    }

    /// The results, best first.
    var ranked: [ConfigurationResult] {
        func key(_ result: ConfigurationResult) -> [Double] {
            [.fieldF1, .bagOfWordsF1].map { (metric: MetricDefinition) in result.metrics[metric.id]?.estimate ?? -1 }
        }
        return results.enumerated().sorted { left, right in
            let (one, two) = (key(left.element), key(right.element))
            return one == two ? left.offset < right.offset : two.lexicographicallyPrecedes(one)
        }.map(\.element)
    }

    /// What became of each field.
    public func fieldTable(of result: ConfigurationResult) -> ReportTable {
        let outcomes: [FieldJudgement.Outcome] = [.correct, .wrong, .omitted, .invented, .absent]
        return ReportTable(
            title: "Fields: \(result.configuration.title)",
            columns: ["field", "F1, %", "precision", "recall"] + outcomes.map(\.rawValue) + ["untouched"],
            rows: result.fields.map { field in
                [field.field]
                    + [field.counts.f1, field.counts.precision, field.counts.recall].map { $0.map { ($0 * 100).fixed(1) } ?? "" }
                    + outcomes.map { String(field.count($0)) } + [String(field.untouched)]
            })
    }

    /// The documents with the most wrong, worst first.
    public func worstTable(of result: ConfigurationResult, count: Int = 10) -> ReportTable {
        ReportTable(
            title: "Worst documents: \(result.configuration.title)",
            columns: ["document", "field F1, %", "word F1, %", "CER, %", "what is wrong"],
            rows: result.worst(count).map { row in
                [row.document]
                    + [MetricDefinition.fieldF1, .bagOfWordsF1, .characterErrorRate].map { metric in
                        row.scores[metric.id]?.value.map { ($0 * 100).fixed(1) } ?? ""
                    } + [row.faults.joined(separator: "; ")]
            })
    }

    /// Which configurations differ, and whether that is more than luck.
    public var comparisonTable: ReportTable? {
        guard !comparisons.isEmpty else { return nil }
        return ReportTable(
            title: "Paired comparisons",
            columns: [
                "second against first", "metric", "gain, points", "interval", "p (permutation)", "better / worse documents", "significant",
            ],
            rows: comparisons.map { comparison in
                let paired = comparison.paired
                return [
                    "\(comparison.second) against \(comparison.first)", comparison.metric,
                    (paired.difference.estimate * 100).fixed(2),
                    "[\((paired.difference.lower * 100).fixed(2)), \((paired.difference.upper * 100).fixed(2))]",
                    paired.permutationP.fixed(4), "\(paired.wins) / \(paired.losses)", paired.isSignificant ? "yes" : "no",
                ]
            })
    }

    /// What the confidences are worth that engines give their words.
    public var wordConfidenceTable: ReportTable? {
        guard !words.isEmpty else { return nil }
        func pair(_ engine: WordConfidence, _ value: (WordConfidence.Quality) -> Double?) -> [String] {
            [engine.stated, engine.calibrated].map { quality in quality.flatMap(value).map { ($0 * 100).fixed(1) } ?? "" }
        }
        return ReportTable(
            title: "Confidence of words, as stated and calibrated (\(WordConfidence.folds)-fold cross-validation over documents)",
            columns: [
                "engine", "words", "right, %", "ECE stated, %", "ECE calibrated, %", "Brier stated, %", "Brier calibrated, %",
                "AUROC stated, %",
            ],
            rows: words.map { engine in
                [engine.engine, "\(engine.words)", (engine.accuracy * 100).fixed(1)] + pair(engine, \.calibrationError)
                    + pair(engine, \.brierScore) + [engine.stated.auroc.map { ($0 * 100).fixed(1) } ?? ""]
            })
    }

    /// How much engines agree.
    public var agreementTable: ReportTable? {
        agreement.map { agreement in
            ReportTable(
                title: "Agreement of engines: word F1 of one against the other, %", columns: ["engine"] + agreement.engines,
                rows: zip(agreement.engines, agreement.f1).map { engine, row in
                    [engine] + row.map { $0.map { ($0 * 100).fixed(1) } ?? "" }
                })
        }
    }
}

extension ConfigurationResult {
    /// A metric for people, with its interval where there is one.
    func formatted(_ metric: MetricDefinition) -> String? {
        switch metric.id {
        case MetricDefinition.latency.id:
            speed.latency.map { "\(metric.formatted($0.p50)), p95 \(metric.formatted($0.p95))" }
        case MetricDefinition.firstPageLatency.id:
            speed.firstPage.map { "\(metric.formatted($0.p50)), p95 \(metric.formatted($0.p95))" }
        case MetricDefinition.pagesPerSecond.id: speed.pagesPerSecond.map(metric.formatted)
        case MetricDefinition.processorTime.id: speed.processorSecondsPerPage.map(metric.formatted)
        case MetricDefinition.peakResidentSize.id: speed.peakResidentBytes.map { metric.formatted(Double($0)) }
        case MetricDefinition.cost.id: metric.formatted(speed.usage.dollars)
        default: metrics[metric.id].map(metric.formatted)
        }
    }

    /// The documents with something wrong, worst first: failures, then by what is missing in fields, then in words.
    func worst(_ count: Int) -> [DocumentRow] {
        func badness(_ row: DocumentRow) -> [Double] {
            let isFailure = row.isToBeRefused ? row.scores[MetricDefinition.errorCodeAccuracy.id]?.part == 0 : !row.errors.isEmpty
            let isMisrouted = (row.scores[MetricDefinition.routingErrorRate.id]?.part ?? 0) > 0
            return [
                isFailure ? 1 : 0,
                1 - (row.scores[MetricDefinition.fieldF1.id]?.value ?? 1) + 1 - (row.scores[MetricDefinition.bagOfWordsF1.id]?.value ?? 1),
                isMisrouted ? 1 : 0, row.scores[MetricDefinition.documentTypeAccuracy.id]?.part == 0 ? 1 : 0,
            ]
        }
        return rows.map { (badness($0), $0) }.filter { $0.0.contains { $0 > 0 } }
            .sorted { $0.0 == $1.0 ? $0.1.document < $1.1.document : $1.0.lexicographicallyPrecedes($0.0) }
            .prefix(count).map(\.1)
    }
}

extension ChunkingResult {
    /// A metric for people, with its interval where there is one.
    func formatted(_ metric: MetricDefinition) -> String? {
        switch metric.id {
        case MetricDefinition.chunkLengthMaximum.id: longest.map { metric.formatted(Double($0)) }
        case MetricDefinition.chunkLatency.id: latency?.milliseconds
        case MetricDefinition.embeddingLatency.id: embedding?.milliseconds
        case MetricDefinition.embeddingCost.id: embeddingUsage.map { metric.formatted($0.dollars) }
        default: metrics[metric.id].map(metric.formatted)
        }
    }
}

extension LatencySummary {
    /// For what is too quick for seconds.
    fileprivate var milliseconds: String { "\((p50 * 1_000).fixed(3)), p95 \((p95 * 1_000).fixed(3))" }
}

extension DocumentRow {
    /// What is wrong with it, in words.
    var faults: [String] {
        var faults: [String] = []
        if let expectedError {
            let found = errors.first?.code
            if found != expectedError { faults.append("\(found?.rawValue ?? "no error") instead of \(expectedError)") }
        } else {
            faults += errors.map { error in "\(error.page.map { "page \($0): " } ?? "")\(error.code)" }
        }
        if let score = scores[MetricDefinition.documentTypeAccuracy.id], score.part == 0 {
            faults.append("\(foundType ?? "nothing") instead of \(expectedType ?? "unknown")")
        }
        if let routing = scores[MetricDefinition.routingErrorRate.id], routing.part > 0 {
            faults.append("\(Int(routing.part)) of \(Int(routing.whole)) pages routed wrongly")
        }
        for outcome in [FieldJudgement.Outcome.wrong, .omitted, .invented] {
            let names = fields.filter { $0.judgement.outcome == outcome }.map(\.judgement.field)
            if !names.isEmpty { faults.append("\(outcome.rawValue): \(names.joined(separator: ", "))") }
        }
        if let grounding = scores[MetricDefinition.groundingTextHitRate.id], grounding.part < grounding.whole {
            faults.append("\(Int(grounding.whole - grounding.part)) of \(Int(grounding.whole)) values not where they say")
        }
        return faults
    }
}
