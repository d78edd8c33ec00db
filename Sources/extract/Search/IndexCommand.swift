internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionSQLiteSearch
internal import ExtractionSchemas
internal import Foundation
internal import Synchronization

/// `extract index`
struct IndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Make the documents of a folder searchable.",
        discussion: """
            Read everything in a folder and below it, and search it:
              extract index invoices --store search.db
              extract search --store search.db "net terms vendor:acme total>1000"

            Run it again after files have come, changed or gone: what is unchanged, by its content, isn't read again. A run that was interrupted is
            taken up where it ended. Files of no kind that can be read are left out and counted, and the first of them named; hidden files are passed over.

            Several folders can be in one store. A store keeps to the embedder that it was made with.
            """)

    @Argument(help: "The folder.", completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("The SQLite file to keep the index in.", valueName: "DB"))
    var store: String

    @Option(help: "The chunker; see 'extract plugins'. By default that of the pipeline file, or 'layout'.")
    var chunker: String?

    @Option(
        help:
            "The embedder, or 'none'. By default the store's, that of the pipeline file, or 'minilm' where installed and 'hashing' elsewhere."
    )
    var embedder: String?

    @Option(help: "Whose documents these are, where one store serves several.")
    var tenant: String = TenantID.local.rawValue

    @Option(help: "The OCR engine; see 'extract plugins'.")
    var ocr: String?

    @Option(help: "What the pages are written in, such as eng+deu.")
    var languages: String?

    @Option(help: ArgumentHelp("A pipeline file in YAML.", valueName: "FILE.yaml"))
    var config: String?

    @Option(help: "The seconds that one document may take.")
    var timeout: Double?

    @Option(help: "How many documents are worked on at once; by default one for each processor.")
    var jobs: Int?

    @Flag(help: "Say what was done as JSON.")
    var json = false

    func run() async throws {
        let tenant = try TenantID(tenant)
        let folder = try DocumentFolder(folder, without: store)
        let options = try pipelineOptions()
        let registry = PluginRegistry.builtIn()
        let file = try config.map { try PipelineFile.read($0) }
        let plan = try await options.plan(in: registry)
        let pipeline = try await registry.pipeline(for: plan, schemas: BuiltInSchemas.all)
        let embedder = try await SearchEmbedder(named: embedder, file: file, store: store, in: registry).embedder
        let chunker = try await registry.chunker(
            chunker.map { PluginChoice(PluginID(rawValue: $0)) } ?? file?.chunker ?? PluginChoice("layout"))
        let index = try await SQLiteSearchIndex(path: store, space: embedder?.space)
        let indexer = FolderIndexer(
            folder: folder, tenant: tenant, index: index, pipeline: pipeline, chunker: chunker, embedder: embedder)
        var batch = DocumentBatch(options, limits: plan.limits)
        batch.paths = folder.paths
        var tally = FolderIndexer.Tally()
        var status: ExitStatus?
        if !folder.paths.isEmpty {
            do {
                try await batch.run(reportingPaths: indexer.outcome) { path, outcome in
                    tally.count(outcome)
                    switch outcome {
                    case .unchanged: return true
                    case .skipped:
                        if tally.skipped <= Self.namedFiles {
                            Console.error("\(Console.printable(path, keepingLines: false)): left out: of no kind that can be read")
                        }
                        return true
                    case .indexed(_, let errors):
                        for error in errors { Console.error(error.code, error.message, in: path, page: error.page) }
                        return errors.isEmpty
                    }
                }
            } catch let failed as ExitStatus {
                status = failed
            }
        }
        if tally.skipped > Self.namedFiles {
            Console.error("\(tally.skipped - Self.namedFiles) more files left out: of no kind that can be read")
        }
        tally.removed = try await indexer.removeGone()
        try Console.result(json ? tally.json : tally.text(try await index.counts(of: tenant), in: store))
        if let status { throw status }
    }

    /// A folder may hold thousands of files that are no documents; so many of them are named.
    private static let namedFiles = 10

    private func pipelineOptions() throws -> PipelineOptions {
        var arguments = ["-"]
        if let ocr { arguments += ["--ocr", ocr] }
        if let languages { arguments += ["--languages", languages] }
        if let config { arguments += ["--config", config] }
        if let timeout { arguments += ["--timeout", "\(timeout)"] }
        if let jobs { arguments += ["--jobs", "\(jobs)"] }
        return try PipelineOptions.parse(arguments)
    }
}
