/// Everything that a run of a ``Matrix`` found out.
public struct BenchmarkRun: Sendable {
    /// The datasets.
    public var datasets: [Source]
    /// The configurations: for each extractor every reader.
    public var results: [ConfigurationResult]
    /// How documents were cut for search: for each chunker every reader.
    public var chunkings: [ChunkingResult]
    /// Which are better than which.
    public var comparisons: [ConfigurationComparison]
    /// How much OCR engines agree; `nil` for one engine.
    public var agreement: EngineAgreement?
    /// Examples of where they don't.
    public var disagreements: [Disagreement]
    /// What the confidences are worth that engines give their words; engines without any aren't there.
    public var words: [WordConfidence]
    /// The greatest resident set of the process in bytes, that of its largest child that has ended added. It is of the whole run.
    public var peakResidentBytes: Int?
    /// How many documents were worked on at once.
    public var jobs: Int
    /// How intervals were made.
    public var bootstrap: Bootstrap
    /// Files and texts, by document: for reports with diffs and crops. Not part of the run's JSON.
    public var texts: [String: DocumentTexts]

    /// A dataset.
    public struct Source: Sendable, Codable {
        /// Its name.
        public var name: String
        /// Its licence.
        public var licence: String
        /// How many of its documents were used.
        public var documents: Int
    }
}

/// What a document says, and what engines read.
public struct DocumentTexts: Sendable {
    /// Where the file is.
    public var path: String
    /// The true text.
    public var truth: String?
    /// The text by engine.
    public var read: [String: String]
}

extension BenchmarkRun: Encodable {
    private enum CodingKeys: String, CodingKey {
        case version, datasets, results, chunkings, comparisons, agreement, words, disagreements, peakResidentBytes, jobs, bootstrap
        case definitions
    }

    /// Writes the run, with the definitions of its metrics and without texts.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .version)
        try container.encode(datasets, forKey: .datasets)
        try container.encode(results, forKey: .results)
        try container.encode(chunkings, forKey: .chunkings)
        try container.encode(comparisons, forKey: .comparisons)
        try container.encodeIfPresent(agreement, forKey: .agreement)
        if !words.isEmpty { try container.encode(words, forKey: .words) }
        try container.encode(disagreements, forKey: .disagreements)
        try container.encodeIfPresent(peakResidentBytes, forKey: .peakResidentBytes)
        try container.encode(jobs, forKey: .jobs)
        try container.encode(bootstrap, forKey: .bootstrap)
        try container.encode(MetricDefinition.ofRuns, forKey: .definitions)
    }
}
