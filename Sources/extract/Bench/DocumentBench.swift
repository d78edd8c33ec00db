internal import ArgumentParser
internal import ExtractionEvaluation
internal import ExtractionKit
internal import ExtractionSchemas
internal import Foundation

/// `extract bench`, by its other name `extract bench documents`
struct DocumentBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "documents",
        abstract: "Judge engines on documents whose truth is known.",
        discussion: """
            Every OCR engine is combined with every extractor and every chunker; each document is recognised once by each engine:
              extract bench Fixtures
              extract bench --ocr tesseract --ocr fast.yaml --report report my-dataset
              extract bench --chunker paragraphs --chunker small.yaml my-dataset

            An engine is named by its id, or by a pipeline file with its settings; an embedder that a chunker's file or '--embedder' names is timed \
            on the chunks. A gate for continuous integration, which exits with \
            status 1 only when a drop is more than luck or a page is routed, grounded or failed that wasn't before:
              extract bench Fixtures --baseline Benchmarks/baseline.json
              extract bench Fixtures --baseline Benchmarks/baseline.json --update-baseline
            """)

    @Argument(help: "The datasets: folders with a manifest.json, or in a layout that is known (see the documentation).")
    var datasets: [String]

    @OptionGroup var reading: DatasetReadingOptions

    @Option(help: ArgumentHelp("A field extractor, or a pipeline file; several are compared.", valueName: "ID|FILE.yaml"))
    var extractor: [String] = []

    @Option(help: ArgumentHelp("A chunker, or a pipeline file; several are compared.", valueName: "ID|FILE.yaml"))
    var chunker: [String] = []

    @Option(help: "The embedder that is timed on the chunks of chunkers whose files name none; see 'extract plugins'.")
    var embedder: String?

    @Option(help: ArgumentHelp("Write report.html, report.json, rows.csv, chunks.csv and summary.md into this folder.", valueName: "DIR"))
    var report: String?

    @Option(
        help: ArgumentHelp("Write what the confidences of each OCR engine's words mean into this folder: ENGINE.json.", valueName: "DIR"))
    var calibrate: String?

    @OptionGroup var gate: BaselineOptions

    @Flag(help: "Print the run as JSON.")
    var json = false

    func run() async throws {
        let datasets = try reading.selected(datasets)
        let matrix = try await matrix(over: datasets)
        let progress = BenchProgress()
        let interruption = Interruption { progress.summary }
        defer { interruption.end() }
        let earlier = try gate.earlier()
        let run = try await matrix.run(datasets) { progress.show($0) }
        Console.clearProgress()
        let comparison = try earlier.map { try BaselineComparison(run.results, against: $0, bootstrap: run.bootstrap) }
        if let report {
            try await BenchReport(run, comparison: comparison, loader: DatasetReadingOptions.loader(), settings: settings).write(to: report)
        }
        if let calibrate { try write(run.words, to: calibrate) }
        try gate.update(with: Baseline(run))
        try Console.result(json ? run.json(with: comparison) : Console.printable(run.text))
        try BaselineOptions.conclude(comparison)
    }

    /// Writes a calibration for each engine that states confidences.
    private func write(_ words: [WordConfidence], to folder: String) throws {
        guard !words.isEmpty else {
            throw ExtractionError(
                .invalidRequest, "There is nothing to calibrate: no engine states confidences for words of documents with a true text.")
        }
        // Where this fails, so does the first file, and says so.
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for engine in words { try OutputFile.write(engine.calibration.json(), to: "\(folder)/\(engine.engine).json") }
    }

    /// What the report says of how it was made.
    private var settings: [(String, String)] {
        [
            ("version", Extract.configuration.version), ("datasets", datasets.joined(separator: ", ")),
        ] + reading.settings + [
            ("made at", Date.now.formatted(.iso8601))
        ]
    }

    private func matrix(over datasets: [Dataset]) async throws -> Matrix {
        let registry = reading.registry()
        let readers = try await reading.readers(over: datasets, in: registry)
        var extractors: [(name: String, extractor: any FieldExtractor)] = []
        for name in extractor.isEmpty ? ["rules"] : extractor {
            let choice = try PipelineFile.named(name) { $0.extractor = PluginChoice(PluginID(rawValue: name)) }.extractor
            try await extractors.append((PipelineFile.title(name), registry.extractor(choice)))
        }
        var chunkers: [Matrix.ChunkerSetup] = []
        for name in chunker.isEmpty ? ["paragraphs"] : chunker {
            let file = try PipelineFile.named(name) { $0.chunker = PluginChoice(PluginID(rawValue: name)) }
            var setup = try await Matrix.ChunkerSetup(name: PipelineFile.title(name), chunker: registry.chunker(file.chunker))
            if let embedder = file.embedder ?? embedder.map({ PluginChoice(PluginID(rawValue: $0)) }) {
                setup.embedder = try await registry.embedder(embedder)
            }
            chunkers.append(setup)
        }
        for names in [extractors.map(\.name), chunkers.map(\.name)] where Set(names).count < names.count {
            throw ExtractionError(.invalidRequest, "Two plugins have the same name; give each once, and pipeline files other names.")
        }
        return Matrix(
            readers: readers, extractors: extractors, chunkers: chunkers, schemas: BuiltInSchemas.all, jobs: reading.jobs,
            folder: reading.folder)
    }
}
