internal import ArgumentParser
internal import ExtractionEvaluation
internal import ExtractionKit
internal import ExtractionRemote
internal import ExtractionSQLiteSearch
internal import ExtractionSchemas
internal import Foundation

/// `extract bench retrieval`
struct RetrievalBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieval",
        abstract: "Judge how well passages are found that answer questions.",
        discussion: """
            Every chunker is combined with every embedder and every index, and each question asked by words, by vectors and by both:
              extract bench retrieval Fixtures/retrieval
              extract bench retrieval --chunker layout --chunker fixed --chunk-length 400 --embedder hashing --embedder minilm Fixtures/retrieval

            The folder has a questions.json, an array of objects with id, document, form, question and passage, and for each document a text ID.txt or \
            a file ID.pdf, which is read as 'extract read' does. A chunk is relevant that holds half of the passage or more.

            Of datasets whose truth is known questions are written: for fields, rows and cells that stand in one line, and for lines as somebody \
            remembers them. All of their documents are searched together:
              extract bench retrieval --embedder minilm --chunker layout --ocr transcript invoices receipts

            A gate for continuous integration, which exits with status 1 only when a drop is more than luck:
              extract bench retrieval Fixtures/retrieval --baseline Benchmarks/retrieval.json
            """)

    /// What an index is made of.
    enum Index: String, ExpressibleByArgument, CaseIterable {
        case memory
        case memoryInt8 = "memory-int8"
        case sqlite
    }

    @Argument(help: "A folder with questions and documents, or datasets.", completion: .directory)
    var folders: [String]

    @Option(help: ArgumentHelp("The questions, where they aren't questions.json in the folder.", valueName: "FILE.json"))
    var questions: String?

    @Option(help: ArgumentHelp("A chunker, or a pipeline file; several are compared. By default layout.", valueName: "ID|FILE.yaml"))
    var chunker: [String] = []

    @Option(help: "The largest chunk of chunkers that are named by their ids, in characters; a fourth as many tokens.")
    var chunkLength: Int?

    @Option(
        help: ArgumentHelp(
            "An embedder, or a pipeline file; several are compared. By default hashing, whatever is installed; 'none' for words alone.",
            valueName: "ID|FILE.yaml"))
    var embedder: [String] = []

    @Option(help: "An index: memory, memory-int8 or sqlite; several are compared. By default memory.")
    var index: [Index] = []

    @Flag(help: "Fuse words and vectors by their ranks as well, to compare.")
    var ranks = false

    @Option(
        help: ArgumentHelp(
            "The OCR engine for documents that aren't text, or a pipeline file. 'transcript' stands for what a person copied, where a dataset has it.",
            valueName: "ID|FILE.yaml"))
    var ocr: String?

    @Option(help: ArgumentHelp("Write the questions that were asked into this file, to be looked at.", valueName: "FILE.json"))
    var writeQuestions: String?

    @Option(help: ArgumentHelp("Keep readings in this folder, so that a second run pays for no recognition.", valueName: "DIR"))
    var cache: String?

    @Option(
        help: ArgumentHelp(
            "What calls of services may cost together, in US dollars; the next one that could pass it isn't made.", valueName: "USD"))
    var budget: String?

    @Option(help: ArgumentHelp("Write report.html, report.json, rows.csv and summary.md into this folder.", valueName: "DIR"))
    var report: String?

    @OptionGroup var gate: BaselineOptions

    @Flag(help: "Print the run as JSON.")
    var json = false

    func validate() throws {
        if questions != nil, folders.count > 1 { throw ValidationError("'--questions' goes with one folder of documents.") }
        if let budget, CallLedger.amount(budget) == nil { throw ValidationError("'--budget' is an amount in US dollars, such as 0.50.") }
        if let chunkLength, !(1...1_000_000).contains(chunkLength) {
            throw ValidationError("'--chunk-length' takes a number of characters from 1 to 1000000.")
        }
    }

    func run() async throws {
        let registry = PluginRegistry.builtIn(ledger: CallLedger(budget: .init(cost: budget.flatMap(CallLedger.amount))))
        // Before hours of work: what can't be made or read must not be found out at their end.
        let chunkers = try await chunkers(in: registry), embedders = try await embedders(in: registry)
        let earlier = try gate.earlier()
        let progress = BenchProgress()
        let files = TemporaryFolder()
        let interruption = Interruption {
            files.remove()
            return progress.summary
        }
        defer {
            interruption.end()
            files.remove()
        }
        let track = try await track(in: registry) { progress.show($0) }
        if let writeQuestions { try Self.write(track.questions, to: writeQuestions) }
        let indexes = (index.isEmpty ? [.memory] : index).map { kind in
            RetrievalMatrix.Index(name: kind.rawValue) { try await kind.make($0, in: files) }
        }
        let matrix = RetrievalMatrix(track: track, chunkers: chunkers, embedders: embedders, indexes: indexes, comparesRanks: ranks)
        let run = try await matrix.run { progress.show($0) }
        Console.clearProgress()
        let comparison = try earlier.map { try BaselineComparison(run, against: $0) }
        if let report { try run.write(to: report, comparison: comparison, settings: settings) }
        try gate.update(with: Baseline(run))
        try Console.result(json ? run.json(with: comparison) : Console.printable(run.text))
        try BaselineOptions.conclude(comparison)
    }

    /// What the report says of how it was made.
    private var settings: [(String, String)] {
        [
            ("version", Extract.configuration.version), ("folders", folders.joined(separator: ", ")),
            ("questions", questions ?? RetrievalFolder.questionsName),
            ("made at", Date.now.formatted(.iso8601)),
        ]
    }

    private func chunkers(in registry: PluginRegistry) async throws -> [(name: String, chunker: any Chunker)] {
        var chunkers: [(name: String, chunker: any Chunker)] = []
        for name in chunker.isEmpty ? ["layout"] : chunker {
            let choice = try PipelineFile.named(name) { file in
                let id = PluginID(rawValue: name)
                file.chunker = PluginChoice(id, settings: chunkLength.map { Self.settings(of: id, length: $0) })
            }.chunker
            try await chunkers.append((PipelineFile.title(name), registry.chunker(choice)))
        }
        try Self.requireDifferent(chunkers.map(\.name))
        return chunkers
    }

    /// The setting by which a chunker that comes along calls the length of its chunks.
    private static func settings(of chunker: PluginID, length: Int) -> JSONValue {
        switch chunker {
        case FixedChunker.id: ["length": .number(.init(length))]
        case TokenChunker.id: ["maximum_tokens": .number(.init(max(1, length / 4)))]
        default: ["maximum_length": .number(.init(length))]
        }
    }

    private func embedders(in registry: PluginRegistry) async throws -> [(name: String, embedder: any Embedder)] {
        var embedders: [(name: String, embedder: any Embedder)] = []
        for name in embedder.isEmpty ? ["hashing"] : embedder where name != "none" {
            guard let choice = try PipelineFile.named(name, { $0.embedder = PluginChoice(PluginID(rawValue: name)) }).embedder else {
                throw ExtractionError(.invalidConfiguration, "The pipeline file '\(name)' names no embedder; add 'embedder'.")
            }
            try await embedders.append((PipelineFile.title(name), registry.embedder(choice)))
        }
        try Self.requireDifferent(embedders.map(\.name) + index.map { "index \($0)" })
        return embedders
    }

    private static func requireDifferent(_ names: [String]) throws {
        guard Set(names).count == names.count else {
            throw ExtractionError(.invalidRequest, "Two plugins have the same name; give each once, and pipeline files other names.")
        }
    }

    /// The questions that were written for the documents, or those that are written of what is true of them.
    private func track(in registry: PluginRegistry, progress: (Matrix.Progress) -> Void) async throws -> RetrievalTrack {
        let readings = cache.map(ReadingFolder.init)
        let asked = try folders.map { try questions != nil || RetrievalFolder.isOne($0) }
        if folders.count == 1, asked[0] {
            let source = try RetrievalFolder(path: folders[0], questions: questions)
            guard source.needsReader else { return try await source.track(progress: progress) }
            let (reader, limits) = try await reader(in: registry)
            return try await source.track(reader: reader, limits: limits, folder: readings, progress: progress)
        }
        guard !asked.contains(true) else {
            throw ExtractionError(.invalidRequest, "A folder with questions of its own is asked alone; give it without others.")
        }
        let datasets = try folders.map { try Dataset.open($0).dataset }
        let (reader, limits) = try await reader(in: registry)
        let (track, unread) = try await RetrievalTrack.about(
            datasets, writer: QuestionWriter(schemas: BuiltInSchemas.all), reader: reader, transcripts: transcripts(of: datasets),
            limits: limits, folder: readings, progress: progress)
        Console.clearProgress()
        for document in unread { Console.error("\(Console.printable(document.file, keepingLines: false)): \(document.reason)") }
        return track
    }

    private func transcripts(of datasets: [Dataset]) async throws -> TranscriptReader? {
        guard ocr == DatasetReadingOptions.transcript else { return nil }
        return try await TranscriptReader(datasets, loader: DatasetReadingOptions.loader())
    }

    /// What reads documents that aren't text.
    private func reader(in registry: PluginRegistry) async throws -> (reader: any DocumentReader, limits: DocumentLimits) {
        var file = PipelineFile()
        if let ocr, ocr != DatasetReadingOptions.transcript {
            file = try PipelineFile.named(ocr) { $0.take(ocr: PluginID(rawValue: ocr), in: registry) }
        }
        let plan = try await file.plan(in: registry)
        return try await (registry.pipeline(for: plan, schemas: []).reader, plan.limits)
    }

    private static func write(_ questions: [RetrievalQuestion], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try OutputFile.write(String(decoding: encoder.encode(questions), as: UTF8.self) + "\n", to: path)
    }
}

extension RetrievalBench.Index {
    /// Makes an empty index.
    fileprivate func make(_ space: EmbeddingSpace?, in folder: TemporaryFolder) async throws -> any SearchIndex {
        switch self {
        case .memory: InMemorySearchIndex(space: space)
        case .memoryInt8: InMemorySearchIndex(space: space, precision: .int8)
        case .sqlite: try await SQLiteSearchIndex(path: folder.newFile(), space: space)
        }
    }
}

/// A folder for files that nobody needs later. It is made for the first of them.
private struct TemporaryFolder: Sendable {
    private let url = FileManager.default.temporaryDirectory.appending(path: "extract-\(UUID().uuidString)")

    /// A path for another file.
    func newFile() throws -> String {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw ExtractionError(
                .fileUnwritable, "The folder for temporary files can't be written to; check space and permissions.", cause: error)
        }
        return url.appending(path: UUID().uuidString).path
    }

    /// Removes whatever there is.
    func remove() { try? FileManager.default.removeItem(at: url) }
}
