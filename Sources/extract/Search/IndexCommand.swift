internal import ArgumentParser
internal import ExtractionKit
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

            Several folders can be in one store. A store keeps to the embedder that it was made with. Of a document that has changed only the chunks that are
            new are embedded; the embedder 'caching' of a pipeline file keeps vectors for other stores too. In place of a file, the store can be a database
            of PostgreSQL that 'extract db migrate' has set up; the password is best left to PGPASSWORD or PGPASSFILE:
              extract index invoices --store postgres://service@db.example/records
            """)

    @Argument(help: "The folder.", completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("The database to keep the index in: a file of SQLite, or postgres://…", valueName: "DB"))
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

    @OptionGroup var pipeline: PipelineOptions

    @Flag(help: "Say what was done as JSON.")
    var json = false

    func run() async throws {
        let tenant = try TenantID(tenant)
        let store = try StoreLocation(store)
        let folder = try DocumentFolder(folder, without: store)
        let registry = PluginRegistry.builtIn()
        let file = try pipeline.config.map { try PipelineFile.read($0) }
        let plan = try await pipeline.plan(in: registry)
        let made = try await registry.pipeline(for: plan, schemas: BuiltInSchemas.all)
        let embedder = try await SearchEmbedder(named: embedder, file: file, store: store, in: registry).embedder
        let chunker = try await registry.chunker(
            chunker.map { PluginChoice(PluginID(rawValue: $0)) } ?? file?.chunker ?? PluginChoice("layout"))
        let index = try await store.searchIndex(of: embedder?.space)
        let indexer = FolderIndexer(
            folder: folder, tenant: tenant, index: index, pipeline: made, chunker: chunker, embedder: embedder)
        let batch = DocumentBatch(folder.paths, jobs: pipeline.jobs, limits: plan.limits)
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
                    case .indexed(_, _, let errors):
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
        try Console.result(json ? tally.json : tally.text(try await index.size(of: tenant), in: store))
        if let status { throw status }
    }

    /// A folder may hold thousands of files that are no documents; so many of them are named.
    private static let namedFiles = 10
}
