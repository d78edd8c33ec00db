public import ExtractionKit

/// A pair of a reader and an extractor, as a row of a leaderboard.
public struct Configuration: Hashable, Sendable, Codable {
    /// The reader's name, mostly its OCR engine's.
    public var ocr: String
    /// The extractor's name.
    public var extractor: String
    /// The reader with its parts' versions and settings.
    public var reader: PluginIdentity
    /// The extractor with its version and settings.
    public var fields: PluginIdentity

    /// The name for people, such as `tesseract × rules`.
    public var title: String { "\(ocr) × \(extractor)" }
}

/// What a configuration made of all documents.
public struct ConfigurationResult: Sendable, Codable {
    /// The configuration.
    public var configuration: Configuration
    /// Each metric with its interval over documents, by the metric's id. What no document speaks of isn't there.
    public var metrics: [String: ConfidenceInterval]
    /// What became of each field over all documents, by name.
    public var fields: [FieldSummary]
    /// The answers by confidence, for a calibration curve.
    public var reliability: ReliabilityBins
    /// The least confidence at which 99 % of the answers are right.
    public var coverage: CoverageAtAccuracy
    /// How fast it was, and what it cost. Documents that have to be refused don't count.
    public var speed: SpeedSummary
    /// The documents.
    public var rows: [DocumentRow]

    /// Sums up rows.
    ///
    /// - Parameters:
    ///   - configuration: What made them.
    ///   - rows: One for each document.
    ///   - wallSeconds: How long all of them took.
    ///   - bootstrap: How intervals are made.
    public init(_ configuration: Configuration, rows: [DocumentRow], wallSeconds: Double, bootstrap: Bootstrap = Bootstrap()) {
        self.configuration = configuration
        self.rows = rows
        metrics = [:]
        for metric in MetricDefinition.perDocument {
            let scores = rows.compactMap { $0.scores[metric.id] }
            metrics[metric.id] = bootstrap.interval(of: scores) { metric.combined($0) }
        }
        let scored = rows.map { FieldScores($0.fields.map(\.judgement)) }.filter { !$0.judgements.isEmpty }
        metrics[MetricDefinition.fieldMacroF1.id] = bootstrap.interval(of: scored.map(\.countsByField)) { drawn in
            var sums: [String: MatchCounts] = [:]
            for counts in drawn { sums.merge(counts) { $0 + $1 } }
            return sums.sorted { $0.key < $1.key }.map(\.value.f1).meanOfDefined()
        }
        let answers = scored.map(\.confidentAnswers)
        let all = answers.flatMap(\.self)
        // Each of these sorts every answer again for every resample.
        var coarse = bootstrap
        coarse.resamples = min(bootstrap.resamples, 400)
        let statistics: [(MetricDefinition, ([ConfidentAnswer]) -> Double?)] = [
            (.expectedCalibrationError, { ReliabilityBins($0, binning: .equalWidth).expectedCalibrationError }),
            (.expectedCalibrationErrorEqualMass, { ReliabilityBins($0, binning: .equalMass).expectedCalibrationError }),
            (.brierScore, brierScore), (.auroc, auroc), (.coverageAtAccuracy, { CoverageAtAccuracy($0).value }),
        ]
        for (metric, statistic) in statistics {
            metrics[metric.id] = coarse.interval(of: answers) { statistic($0.flatMap(\.self)) }
        }
        reliability = ReliabilityBins(all, binning: .equalMass)
        coverage = CoverageAtAccuracy(all)
        fields = FieldSummary.all(of: scored.flatMap(\.judgements))
        let timed = rows.filter { !$0.isToBeRefused }
        let read = timed.filter { $0.pages > 0 }
        let processor = read.compactMap(\.timing.processor)
        let pages = read.reduce(0) { $0 + $1.pages }
        speed = SpeedSummary(
            firstPageSeconds: timed.compactMap(\.timing.firstPage), seconds: timed.map(\.timing.total),
            pages: pages, wallSeconds: wallSeconds,
            processorSecondsPerPage: processor.count == read.count && pages > 0 ? processor.reduce(0, +) / Double(pages) : nil,
            usage: timed.reduce(Usage()) { $0 + $1.usage })
    }
}

/// What became of one field over all documents.
public struct FieldSummary: Hashable, Sendable, Codable {
    /// The field's name.
    public var field: String
    /// How often each outcome came.
    public var outcomes: [FieldJudgement.Outcome: Int]
    /// How often the raw text was the truth byte for byte.
    public var untouched: Int
    /// Precision, recall and F1 are here, values compared in normal form.
    public var counts: MatchCounts

    /// How often an outcome came.
    public func count(_ outcome: FieldJudgement.Outcome) -> Int { outcomes[outcome] ?? 0 }

    static func all(of judgements: [FieldJudgement]) -> [FieldSummary] {
        Dictionary(grouping: judgements, by: \.field).sorted { $0.key < $1.key }.map { field, judgements in
            FieldSummary(
                field: field, outcomes: Dictionary(grouping: judgements, by: \.outcome).mapValues(\.count),
                untouched: judgements.count(where: \.isUntouched), counts: FieldScores(judgements).counts)
        }
    }
}
