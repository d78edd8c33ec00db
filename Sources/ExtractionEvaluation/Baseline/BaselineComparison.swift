internal import ExtractionKit

/// What changed since a baseline, and whether that is a regression.
///
/// Two kinds of change are regressions:
/// - a drop of a metric of ``headlines`` of at least ``leastDrop`` whose paired bootstrap interval over documents leaves out 0;
/// - a document of which more pages are read the wrong way, more values don't stand where they say, more fails, or that is refused
///   with another code (``hard``): each of these is a fault by itself, whatever the others do.
///
/// Everything else that moved is named, so that a person can look at it, and isn't held against the run.
public struct BaselineComparison: Sendable, Codable {
    /// What makes the comparison fail.
    public var regressions: [Change]
    /// Headline metrics that moved otherwise: better, or by no more than luck.
    public var changes: [Change]
    /// The fields whose outcome moved, with the documents.
    public var fields: [FieldChange]
    /// Configurations of other versions or settings than the baseline's: what moved may be theirs.
    public var engines: [String]
    /// Documents and configurations that could not be compared, with the reason.
    public var notes: [String]
    /// How many documents were compared, over all configurations.
    public var documents: Int

    /// A change of a metric.
    public struct Change: Hashable, Sendable, Codable {
        /// The configuration's title.
        public var configuration: String
        /// The metric's id.
        public var metric: String
        /// The metric in the baseline; `nil` where it had nothing to judge.
        public var before: Double?
        /// The metric now.
        public var after: Double?
        /// How much better it is now (worse below 0), with its interval, where intervals decide.
        public var gain: ConfidenceInterval?
        /// The documents that are worse, the worst first.
        public var worse: [String]
        /// The documents that are better.
        public var better: [String]
    }

    /// A field whose outcome moved.
    public struct FieldChange: Hashable, Sendable, Codable {
        /// The configuration's title.
        public var configuration: String
        /// The document.
        public var document: String
        /// The field.
        public var field: String
        /// The outcome in the baseline; `nil` for a field that wasn't judged.
        public var before: FieldJudgement.Outcome?
        /// The outcome now; `nil` for a field that isn't judged.
        public var after: FieldJudgement.Outcome?
    }

    /// The metrics of which a significant drop is a regression.
    public static let headlines: [MetricDefinition] = [
        .bagOfWordsF1, .characterErrorRate, .fieldF1, .anlsStar, .lineItemEntityF1, .documentTypeAccuracy, .retrievalGain,
        .retrievalRecall10, .reciprocalRank,
    ]
    /// The metrics of which any document must not get worse.
    public static let hard: [MetricDefinition] = [
        .routingErrorRate, .groundingTextHitRate, .groundingPlaceHitRate, .errorCodeAccuracy, .failureRate,
    ]
    /// The smallest drop that counts: a fifth of a point. Below it, a character in every document would be a regression.
    public static let leastDrop = 0.002

    /// Whether nothing regressed.
    public var passes: Bool { regressions.isEmpty }

    /// Compares results with a baseline.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` where there is nothing to compare: a gate that compares nothing must
    ///   not pass.
    public init(_ results: [ConfigurationResult], against baseline: Baseline, bootstrap: Bootstrap = Bootstrap()) throws {
        try self.init(
            results.map { result in
                Measured(
                    title: result.configuration.title, engines: result.configuration.engines,
                    rows: result.rows.map { ($0.document, Baseline.Entry($0)) })
            }, against: baseline, bootstrap: bootstrap)
    }

    /// Compares a retrieval run with a baseline.
    ///
    /// - Throws: As ``init(_:against:bootstrap:)-([ConfigurationResult],_,_)``.
    public init(_ run: RetrievalRun, against baseline: Baseline) throws {
        try self.init(
            run.results.map { result in
                Measured(
                    title: result.configuration.title, engines: result.configuration.engines,
                    rows: result.rows.map { ($0.document, Baseline.Entry($0)) })
            }, against: baseline, bootstrap: run.bootstrap)
    }

    /// A configuration as baselines see it.
    private struct Measured {
        var title: String
        var engines: String
        var rows: [(document: String, entry: Baseline.Entry)]
    }

    private init(_ results: [Measured], against baseline: Baseline, bootstrap: Bootstrap) throws {
        regressions = []
        changes = []
        fields = []
        engines = []
        notes = []
        documents = 0
        for result in results {
            let title = result.title
            guard let entries = baseline.configurations[title] else {
                notes.append("\(title): not in the baseline")
                continue
            }
            if let before = baseline.engines?[title], before != result.engines {
                engines.append("\(title): \(before) -> \(result.engines)")
            }
            var pairs: [Pair] = []
            for (document, after) in result.rows {
                guard let before = entries[document] else {
                    notes.append("\(title): \(document): not in the baseline")
                    continue
                }
                guard before.sha256 == after.sha256 else {
                    notes.append("\(title): \(document): the file is another one than in the baseline")
                    continue
                }
                pairs.append(Pair(document: document, before: before, after: after))
            }
            let missing = entries.count - result.rows.count { entries[$0.document] != nil }
            if missing > 0 { notes.append("\(title): \(missing) documents of the baseline were not run") }
            documents += pairs.count
            compare(pairs, of: title, bootstrap)
        }
        for title in baseline.configurations.keys.sorted() where !results.contains(where: { $0.title == title }) {
            notes.append("\(title): in the baseline, not run")
        }
        guard documents > 0 else {
            throw ExtractionError(
                .invalidRequest,
                "The baseline has none of these documents and configurations; give the options it was written with, or write it anew with '--update-baseline'."
            )
        }
    }

    private struct Pair {
        var document: String
        var before: Baseline.Entry
        var after: Baseline.Entry
    }

    private mutating func compare(_ pairs: [Pair], of title: String, _ bootstrap: Bootstrap) {
        for metric in Self.headlines + Self.hard {
            let isHard = Self.hard.contains(metric)
            let scored = pairs.compactMap { pair -> (document: String, before: Score, after: Score)? in
                switch (pair.before.scores[metric.id], pair.after.scores[metric.id]) {
                case (let before?, let after?): (pair.document, before, after)
                // What had nothing to judge before can have a fault now, and the other way round.
                case (nil, let after?) where isHard: (pair.document, Score(), after)
                case (let before?, nil) where isHard: (pair.document, before, Score())
                default: nil
                }
            }
            let moved = scored.filter { $0.before != $0.after }
            guard !moved.isEmpty else { continue }
            let losses = moved.map { (document: $0.document, loss: metric.loss(from: $0.before, to: $0.after, countsFaults: isHard)) }
                .sorted { ($1.loss, $0.document) < ($0.loss, $1.document) }
            var change = Change(
                configuration: title, metric: metric.id, before: metric.combined(scored.map(\.before)),
                after: metric.combined(scored.map(\.after)), gain: nil,
                worse: losses.filter { $0.loss > 0 }.map(\.document), better: losses.filter { $0.loss < 0 }.map(\.document))
            if isHard {
                if change.worse.isEmpty { changes.append(change) } else { regressions.append(change) }
                continue
            }
            change.gain = PairedComparison(scored.map(\.before), scored.map(\.after), bootstrap: bootstrap, gainIn: metric)?.difference
            let isDrop = change.gain.map { $0.upper < 0 && $0.estimate <= -Self.leastDrop } ?? false
            if isDrop { regressions.append(change) } else { changes.append(change) }
        }
        for pair in pairs {
            for field in Set(pair.before.fields.keys).union(pair.after.fields.keys).sorted() {
                let (before, after) = (pair.before.fields[field], pair.after.fields[field])
                guard before != after else { continue }
                fields.append(
                    FieldChange(configuration: title, document: pair.document, field: field, before: before, after: after))
            }
        }
    }
}

extension MetricDefinition {
    /// How much worse a document became: in faults where these are counted, otherwise in the metric.
    fileprivate func loss(from before: Score, to after: Score, countsFaults: Bool) -> Double {
        func faults(_ score: Score) -> Double { direction == .lowerIsBetter ? score.part : score.whole - score.part }
        if countsFaults { return faults(after) - faults(before) }
        return gain(from: after.value ?? 0, to: before.value ?? 0)
    }
}
