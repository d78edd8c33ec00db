extension BaselineComparison {
    /// The comparison for people: the verdict first, then what moved and where. Long lists say how much is left out.
    public var text: String {
        var lines = [
            passes
                ? "Baseline: no regression in \(documents) documents."
                : "Baseline: \(regressions.count) regression\(regressions.count == 1 ? "" : "s") in \(documents) documents."
        ]
        for change in regressions { lines += ["REGRESSION  \(change.line)"] + change.documents }
        for change in changes { lines.append("            \(change.line)") }
        if !fields.isEmpty {
            lines.append("Fields that moved:")
            lines += Self.shortened(
                fields.map { "\($0.configuration): \($0.document): \($0.field): \($0.before.name) -> \($0.after.name)" }, limit: 40)
        }
        if !engines.isEmpty { lines += ["Other versions or settings than the baseline's:"] + Self.shortened(engines, limit: 10) }
        if !notes.isEmpty { lines += ["Not compared:"] + Self.shortened(notes, limit: 10) }
        return lines.joined(separator: "\n")
    }

    fileprivate static func shortened(_ lines: [String], limit: Int) -> [String] {
        lines.prefix(limit).map { "  \($0)" } + (lines.count > limit ? ["  … and \(lines.count - limit) more"] : [])
    }
}

extension FieldJudgement.Outcome? {
    fileprivate var name: String { self?.rawValue ?? "not judged" }
}

extension BaselineComparison.Change {
    fileprivate var line: String {
        let definition = (MetricDefinition.perDocument + MetricDefinition.ofRetrieval).first { $0.id == metric }
        func shown(_ value: Double?) -> String { value.map { definition?.formatted($0) ?? $0.fixed(4) } ?? "nothing" }
        let (old, new) = (shown(before), shown(after))
        let interval = gain.map { gain in
            ", gain \((gain.estimate * 100).fixed(2)) points [\((gain.lower * 100).fixed(2)), \((gain.upper * 100).fixed(2))]"
        }
        return "\(configuration): \(definition?.title ?? metric): \(old) -> \(new)\(interval ?? "")"
            + " (\(worse.count) documents worse, \(better.count) better)"
    }

    fileprivate var documents: [String] { BaselineComparison.shortened(worse.map { "            worse: \($0)" }, limit: 10) }
}
