public import ExtractionKit

/// Judges every pair of a reader and an extractor, and of a reader and a chunker, on the same documents in one run.
///
/// Every document is read once by each reader, and every extractor and chunker works on what was read: a second one costs no recognition. A document
/// that fails is a row like any other. Everything but times and memory follows from the documents, the plugins and the bootstrap's seed.
public struct Matrix: Sendable {
    /// What reads documents, by the name that reports use. Mostly each with another OCR engine.
    public var readers: [(name: String, reader: any DocumentReader)]
    /// What finds fields, by name.
    public var extractors: [(name: String, extractor: any FieldExtractor)]
    /// What cuts documents for search, by name. Not every run needs one.
    public var chunkers: [ChunkerSetup]
    /// The kinds of documents that the extractors choose from.
    public var schemas: [RecordSchema]
    /// What a document may cost. One that is to exceed its deadline gets ``hopelessSeconds`` a page.
    public var limits: DocumentLimits
    /// How many documents are worked on at once. Times are most telling with 1.
    public var jobs: Int
    /// Where readings are kept for the next run, if anywhere.
    public var folder: ReadingFolder?
    /// How intervals and comparisons are made.
    public var bootstrap: Bootstrap
    /// How values are compared.
    public var comparison: ValueComparison

    /// The seconds that a page of a document may take whose truth is that it takes too long.
    public static let hopelessSeconds = 2.0

    /// Creates a matrix.
    public init(
        readers: [(name: String, reader: any DocumentReader)], extractors: [(name: String, extractor: any FieldExtractor)],
        chunkers: [ChunkerSetup] = [], schemas: [RecordSchema], limits: DocumentLimits = DocumentLimits(), jobs: Int = 1,
        folder: ReadingFolder? = nil,
        bootstrap: Bootstrap = Bootstrap(), comparison: ValueComparison = ValueComparison()
    ) {
        self.readers = readers
        self.extractors = extractors
        self.chunkers = chunkers
        self.schemas = schemas
        self.limits = limits
        self.jobs = max(1, jobs)
        self.folder = folder
        self.bootstrap = bootstrap
        self.comparison = comparison
    }

    /// A chunker with the name that reports use, and what embeds its chunks.
    public struct ChunkerSetup: Sendable {
        /// The name.
        public var name: String
        /// The chunker.
        public var chunker: any Chunker
        /// Embeds the chunks, for the time it takes; `nil` for no embedding.
        public var embedder: (any Embedder)?

        /// Creates a setup.
        public init(name: String, chunker: any Chunker, embedder: (any Embedder)? = nil) {
            self.name = name
            self.chunker = chunker
            self.embedder = embedder
        }
    }

    /// Where a run stands.
    public struct Progress: Sendable {
        /// What is at work, such as `tesseract` or `tesseract × rules`.
        public var work: String
        /// The documents done by it.
        public var done: Int
        /// Of how many.
        public var documents: Int
        /// What is counted, where it isn't documents.
        public var unit = "documents"
    }

    /// Runs every configuration on every document.
    ///
    /// - Parameters:
    ///   - datasets: The documents.
    ///   - progress: Is told after every document.
    /// - Throws: `CancellationError`, ``ExtractionError`` with the code `fileUnwritable` where readings can't be kept, and
    ///   `invalidRequest` where there is no document, reader or extractor.
    public func run(_ datasets: [Dataset], progress: @escaping @Sendable (Progress) -> Void = { _ in }) async throws -> BenchmarkRun {
        let sources = datasets.flatMap { dataset in dataset.documents.map { Source(key: "\(dataset.name)/\($0.id)", document: $0) } }
        guard !sources.isEmpty, !readers.isEmpty, !extractors.isEmpty else {
            throw ExtractionError(
                .invalidRequest, "There is nothing to compare; give a document, a reader and an extractor at least.")
        }
        // Documents that must fail come last, and don't count as time: a page that is given up may hold a core to the end of the program.
        let good = sources.filter { $0.document.truth.error == nil }
        let bad = sources.filter { $0.document.truth.error != nil }
        var readings: [[Reading]] = []
        var readingSeconds: [Double] = []
        var readingPeaks: [Int?] = []
        var greatestPeak: Int?
        for (name, reader) in readers {
            let peak = ResidentPeak()
            greatestPeak = [greatestPeak, peak.before].compactMap(\.self).max()
            let start = ContinuousClock.now
            try await readings.append(read(good, by: reader, named: name, progress))
            let kept = readings[readings.count - 1].filter(\.isKept)
            readingSeconds.append(
                kept.isEmpty ? start.secondsToNow : readings[readings.count - 1].reduce(0) { $0 + $1.seconds } / Double(jobs))
            readingPeaks.append(kept.isEmpty ? peak.bytes() : nil)
        }
        for (index, (name, reader)) in readers.enumerated() {
            try await readings[index] += read(bad, by: reader, named: name, progress)
        }
        let ordered = good + bad
        var results: [ConfigurationResult] = []
        for (extractorName, extractor) in extractors {
            for (index, (readerName, reader)) in readers.enumerated() {
                let title = "\(readerName) × \(extractorName)"
                let judge = DocumentJudge(schemas: schemas, comparison: comparison, extractor: extractor, limits: limits)
                let peak = ResidentPeak()
                greatestPeak = [greatestPeak, peak.before].compactMap(\.self).max()
                let start = ContinuousClock.now
                let pairs = Array(zip(ordered, readings[index]))
                let rows = try await concurrentMap(pairs, title, progress) { try await judge.row(of: $0.0, $0.1) }
                let configuration = Configuration(
                    ocr: readerName, extractor: extractorName, reader: reader.identity, fields: extractor.identity)
                let seconds = readingSeconds[index] + start.secondsToNow
                var result = ConfigurationResult(configuration, rows: rows, wallSeconds: seconds, bootstrap: bootstrap)
                if let reading = readingPeaks[index], let fields = peak.growth() { result.speed.peakResidentBytes = reading + fields }
                results.append(result)
            }
        }
        let chunkings = try await chunkings(of: ordered, readings, progress)
        let texts = zip(readers, readings).map { EngineReading(engine: $0.0.name, documents: $0.1.map(\.document)) }
        return BenchmarkRun(
            datasets: datasets.map { BenchmarkRun.Source(name: $0.name, licence: $0.licence, documents: $0.documents.count) },
            results: results, chunkings: chunkings, comparisons: ConfigurationComparison.all(results, bootstrap: bootstrap),
            agreement: EngineAgreement(texts),
            disagreements: Disagreement.examples(texts, documents: ordered.map(\.key), truths: ordered.map(\.document.truth.text)),
            words: zip(readers, readings).compactMap { reader, readings in
                WordConfidence(
                    engine: reader.name,
                    zip(ordered, readings).compactMap { source, reading in
                        reading.document.flatMap { document in source.document.truth.text.map { WordAnswers(document, truth: $0) } }
                    })
            },
            peakResidentBytes: [greatestPeak, peakResidentBytes()].compactMap(\.self).max(), jobs: jobs, bootstrap: bootstrap,
            texts: texts.first.map { first in
                Dictionary(
                    zip(ordered, ordered.indices).map { source, index in
                        (
                            source.key,
                            DocumentTexts(
                                path: source.document.path, truth: source.document.truth.text,
                                read: Dictionary(
                                    texts.compactMap { text in text.documents[index].map { (text.engine, $0.content) } },
                                    uniquingKeysWith: { $1 }))
                        )
                    }, uniquingKeysWith: { first, _ in first })
            } ?? [:])
    }

    /// A document and the name under which it is reported.
    struct Source: Sendable {
        var key: String
        var document: DatasetDocument
    }

    func read(
        _ sources: [Source], by reader: any DocumentReader, named name: String, _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> [Reading] {
        try await concurrentMap(sources, name, progress) { source in
            var limits = limits
            if source.document.truth.error == .deadlineExceeded { limits.secondsPerPage = Self.hopelessSeconds }
            return try await Reading.of(source.document, by: reader, limits: limits, folder: folder, isAlone: jobs == 1)
        }
    }

    private func chunkings(
        of sources: [Source], _ readings: [[Reading]], _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> [ChunkingResult] {
        var results: [ChunkingResult] = []
        for setup in chunkers {
            for (reader, readings) in zip(readers, readings) {
                let read = zip(sources, readings).compactMap { source, reading in reading.document.map { (source.key, $0) } }
                let rows = try await concurrentMap(read, "\(reader.name) × \(setup.name)", progress) { name, document in
                    try await ChunkingRow.of(document, named: name, setup)
                }
                results.append(ChunkingResult(ocr: reader.name, setup, rows: rows, bootstrap: bootstrap))
            }
        }
        return results
    }

    private func concurrentMap<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ work: String, _ progress: @escaping @Sendable (Progress) -> Void,
        _ body: @escaping @Sendable (Item) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var waiting = items.enumerated().makeIterator()
            func startNext() {
                guard let (index, item) = waiting.next() else { return }
                group.addTask { try await (index, body(item)) }
            }
            for _ in 0..<jobs { startNext() }
            var results: [Int: Result] = [:]
            while let (index, result) = try await group.next() {
                results[index] = result
                progress(Progress(work: work, done: results.count, documents: items.count))
                startNext()
            }
            return items.indices.compactMap { results[$0] }
        }
    }
}
