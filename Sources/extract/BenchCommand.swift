internal import ArgumentParser
internal import ExtractionEvaluation
internal import ExtractionKit
internal import ExtractionSchemas
internal import Foundation

/// `extract bench`
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Judge engines on documents whose truth is known.",
        discussion: """
            Every OCR engine is combined with every extractor and every chunker; each document is recognised once by each engine:
              extract bench Fixtures
              extract bench --ocr tesseract --ocr fast.yaml --report report my-dataset
              extract bench --chunker paragraphs --chunker small.yaml my-dataset

            An engine is named by its id, or by a pipeline file with its settings; an embedder that a chunker's file names is timed on the \
            chunks. A gate for continuous integration, which exits with \
            status 1 only when a drop is more than luck or a page is routed, grounded or failed that wasn't before:
              extract bench Fixtures --baseline Benchmarks/baseline.json
              extract bench Fixtures --baseline Benchmarks/baseline.json --update-baseline
            """)

    /// The name under which true transcripts take part.
    private static let transcript = "transcript"

    @Argument(help: "The datasets: folders with a manifest.json, or in a layout that is known (see the documentation).")
    var datasets: [String]

    @Option(
        help: ArgumentHelp(
            "An OCR engine, or a pipeline file; several are compared. '\(transcript)' stands for what a person copied, where a dataset has it.",
            valueName: "ID|FILE.yaml"))
    var ocr: [String] = []

    @Option(help: ArgumentHelp("A field extractor, or a pipeline file; several are compared.", valueName: "ID|FILE.yaml"))
    var extractor: [String] = []

    @Option(help: ArgumentHelp("A chunker, or a pipeline file; several are compared.", valueName: "ID|FILE.yaml"))
    var chunker: [String] = []

    @Option(help: "How pages are read: auto (a good text layer, otherwise OCR), text or ocr.")
    var routing: RoutingOption?

    @Option(help: "Degrade every page before it is read: skew, blur, noise, dpi100, jpeg or light; text layers are left out.")
    var track: String?

    @Option(help: "Only the documents of this split.")
    var split: String?

    @Option(help: "Only the documents that have this tag; with several, all of them.")
    var tag: [String] = []

    @Option(help: "Only so many documents of each dataset, the first ones.")
    var limit: Int?

    @Option(
        help: ArgumentHelp("Only one of equal parts of each dataset, such as 1/2: fit on one and judge on the other.", valueName: "I/N"))
    var part: String?

    @Option(help: "How many documents are worked on at once. Times are most telling with 1.")
    var jobs = 1

    @Option(help: ArgumentHelp("Keep readings in this folder, so that a second run pays for no recognition.", valueName: "DIR"))
    var cache: String?

    @Option(help: ArgumentHelp("Write report.html, report.json, rows.csv, chunks.csv and summary.md into this folder.", valueName: "DIR"))
    var report: String?

    @Option(
        help: ArgumentHelp("Write what the confidences of each OCR engine's words mean into this folder: ENGINE.json.", valueName: "DIR"))
    var calibrate: String?

    @Option(help: ArgumentHelp("Compare with the scores of an earlier run.", valueName: "FILE"))
    var baseline: String?

    @Flag(help: "Write this run's scores to the baseline instead of comparing.")
    var updateBaseline = false

    @Flag(help: "Print the run as JSON.")
    var json = false

    func validate() throws {
        if updateBaseline, baseline == nil { throw ValidationError("'--update-baseline' needs '--baseline FILE'.") }
        if let limit, limit < 1 { throw ValidationError("'--limit' takes a number from 1.") }
        if part != nil, numberedPart == nil { throw ValidationError("'--part' takes a number of a part and their count, such as 1/2.") }
        guard (1...64).contains(jobs) else { throw ValidationError("'--jobs' takes a number from 1 to 64.") }
    }

    func run() async throws {
        let datasets = try selected()
        let matrix = try await matrix(over: datasets)
        let progress = BenchProgress()
        let interruption = Interruption { progress.summary }
        defer { interruption.end() }
        // Before hours of work: what can't be read must not be found out at their end.
        let earlier = try updateBaseline ? nil : baseline.map { try Baseline(json: Document(contentsOfFile: $0).bytes) }
        let run = try await matrix.run(datasets) { progress.show($0) }
        Console.clearProgress()
        let comparison = try earlier.map { try BaselineComparison(run.results, against: $0, bootstrap: run.bootstrap) }
        if let report {
            try await BenchReport(run, comparison: comparison, loader: loader(), settings: settings).write(to: report)
        }
        if let calibrate { try write(run.words, to: calibrate) }
        if updateBaseline, let baseline { try OutputFile.write(Baseline(run).json(), to: baseline) }
        try Console.result(json ? run.json(with: comparison) : Console.printable(run.text))
        if let comparison {
            Console.error(comparison.text, prefixed: false)
            if !comparison.passes { throw ExitStatus.someFailed }
        }
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

    /// The part that `--part` asks for.
    private var numberedPart: (number: Int, count: Int)? {
        guard let numbers = part?.split(separator: "/", omittingEmptySubsequences: false).map({ Int($0) }), numbers.count == 2,
            let number = numbers[0], let count = numbers[1], (1...1_000).contains(count), (1...count).contains(number)
        else { return nil }
        return (number, count)
    }

    /// What the report says of how it was made.
    private var settings: [(String, String)] {
        [
            ("version", Extract.configuration.version), ("datasets", datasets.joined(separator: ", ")),
            ("split", split ?? "all"), ("tags", tag.isEmpty ? "all" : tag.joined(separator: ", ")),
            ("part", part ?? "all"), ("limit", limit.map(String.init) ?? "none"), ("routing", routing?.rawValue ?? "as the pipeline says"),
            ("made at", Date.now.formatted(.iso8601)),
        ]
    }

    /// The reader with the pages of the track instead of the documents' own.
    private func degraded(_ reader: any DocumentReader) throws -> any DocumentReader {
        guard let track else { return reader }
        guard let parts = reader as? PageByPageReader else {
            throw ExtractionError(.invalidRequest, "Only readers that see pages can be given a track; leave out '--track' or 'reader'.")
        }
        return try PageByPageReader(
            loader: DegradingDocumentLoader(parts.loader, track: DegradationTrack(named: track)), ocr: parts.ocr, layout: parts.layout,
            router: parts.router, dpi: parts.dpi)
    }

    /// Opens documents for pictures of pages in the report.
    private func loader() async throws -> any DocumentLoader {
        let registry = PluginRegistry.builtIn()
        return try await CombinedDocumentLoader([registry.loader("poppler"), registry.loader("images")])
    }

    /// The datasets with the documents that the options leave.
    private func selected() throws -> [Dataset] {
        let selection = DatasetSelection(splits: split.map { [$0] }, tags: Set(tag))
        return try datasets.map { path in
            let opened = try Dataset.open(path)
            for (reason, count) in opened.skippedByReason.sorted(by: { $0.key < $1.key }) {
                Console.error("\(Console.printable(path, keepingLines: false)): \(count) files left out: \(reason)")
            }
            var dataset = try opened.dataset.selecting(selection)
            if let numberedPart { dataset = try dataset.part(numberedPart.number, of: numberedPart.count) }
            if let limit { dataset.documents = Array(dataset.documents.prefix(limit)) }
            return dataset
        }
    }

    private func matrix(over datasets: [Dataset]) async throws -> Matrix {
        let registry = PluginRegistry.builtIn()
        var readers: [(name: String, reader: any DocumentReader)] = []
        for name in ocr.isEmpty ? ["tesseract"] : ocr {
            if name == Self.transcript {
                try await readers.append((name, TranscriptReader(datasets, loader: loader())))
                continue
            }
            let pipeline = try await registry.pipeline(
                for: file(name) { $0.ocr = PluginChoice(PluginID(rawValue: name)) }.plan(), schemas: [])
            try readers.append((title(name), degraded(pipeline.reader)))
        }
        var extractors: [(name: String, extractor: any FieldExtractor)] = []
        for name in extractor.isEmpty ? ["rules"] : extractor {
            let choice = try file(name) { $0.extractor = PluginChoice(PluginID(rawValue: name)) }.extractor
            try await extractors.append((title(name), registry.extractor(choice)))
        }
        var chunkers: [Matrix.ChunkerSetup] = []
        for name in chunker.isEmpty ? ["paragraphs"] : chunker {
            let file = try file(name) { $0.chunker = PluginChoice(PluginID(rawValue: name)) }
            var setup = try await Matrix.ChunkerSetup(name: title(name), chunker: registry.chunker(file.chunker))
            if let embedder = file.embedder { setup.embedder = try await registry.embedder(embedder) }
            chunkers.append(setup)
        }
        for names in [readers.map(\.name), extractors.map(\.name), chunkers.map(\.name)] where Set(names).count < names.count {
            throw ExtractionError(.invalidRequest, "Two engines have the same name; give each once, and pipeline files other names.")
        }
        return Matrix(
            readers: readers, extractors: extractors, chunkers: chunkers, schemas: BuiltInSchemas.all, jobs: jobs,
            folder: cache.map(ReadingFolder.init))
    }

    /// The pipeline file of that name, or the default one with the engine of that id.
    private func file(_ name: String, _ choose: (inout PipelineFile) -> Void) throws -> PipelineFile {
        var file = PipelineFile()
        if isFile(name) { file = try PipelineFile.read(name) } else { choose(&file) }
        if let routing { file.routing = routing.mode }
        return file
    }

    private func isFile(_ name: String) -> Bool { [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) } }

    private func title(_ name: String) -> String {
        isFile(name) ? URL(filePath: name).deletingPathExtension().lastPathComponent : name
    }
}
