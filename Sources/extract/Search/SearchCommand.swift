internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionSchemas

/// `extract search`
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find passages in documents that 'extract index' has read.",
        discussion: """
            By words, by meaning, and by what the documents' fields say:
              extract search --store search.db "when must it be paid"
              extract search --store search.db "net terms vendor:acme total>1000 before:2025-11-01"
              extract search --store search.db 'type:invoice folder:2025/q1 vendor_name="Acme & Co" line_items.amount>=99.50'

            Any word counts, all conditions must hold. 'name:value' asks for words in a field, 'name=value' for the whole value; numbers and dates take
            > >= < <= too. 'vendor' stands for every field that begins with 'vendor_'. 'type:', 'folder:', 'document:', 'before:', 'after:' and 'date'
            ask for the document. Quotes make words of anything. The exit status is 1 when nothing was found.
            """)

    enum Mode: String, ExpressibleByArgument, CaseIterable { case text, vector, hybrid }

    @Argument(help: "What to find.")
    var query: String

    @Option(help: ArgumentHelp("The database with the index: a file of SQLite, or postgres://…", valueName: "DB"))
    var store: String

    @Option(help: "The largest number of passages.")
    var limit = 10

    @Option(help: "How words are looked for: text, vector (by meaning) or hybrid; by default hybrid where the store has vectors.")
    var mode: Mode?

    @Option(help: "Whose documents are searched, where one store serves several.")
    var tenant: String = TenantID.local.rawValue

    @Option(help: ArgumentHelp("A pipeline file with the settings of the embedder.", valueName: "FILE.yaml"))
    var config: String?

    @Flag(help: "Write JSON: an object with all passages, their places and highlights.")
    var json = false

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("'--limit' takes a number from 1 to 1000.") }
    }

    func run() async throws {
        let tenant = try TenantID(tenant)
        let index = try await StoreLocation(store).existingSearchIndex()
        let known = try await index.fieldNames(of: tenant).union(BuiltInSchemas.all.flatMap(Self.names))
        let parsed: SearchQuery
        do {
            parsed = try SearchQuery(parsing: query, fields: known)
        } catch {
            throw ExtractionError(error)
        }
        var request = SearchRequest(tenant: tenant, filter: parsed.filter, limit: limit)
        let mode = mode ?? (index.space == nil ? .text : .hybrid)
        if let text = parsed.text {
            if mode != .vector { request.text = text }
            if mode != .text {
                let registry = PluginRegistry.builtIn()
                let file = try config.map { try PipelineFile.read($0) }
                guard let embedder = try await SearchEmbedder(of: index, file: file, in: registry).embedder else {
                    throw ExtractionError(.invalidRequest, "The store has no vectors; search with '--mode text'.")
                }
                request.embedding = try await embedder.placed(EmbeddingRequest(texts: [text], purpose: .query)).embeddings.first
            }
        }
        var hits = try await index.search(request)
        if mode == .vector, let text = parsed.text {
            hits = hits.map {
                SearchHit(documentID: $0.documentID, attributes: $0.attributes, chunk: $0.chunk, score: $0.score, finding: text)
            }
        }
        if json {
            try Console.result(SearchReport(query: query, hits: hits).json)
        } else {
            for line in SearchReport(query: query, hits: hits).lines(highlighted: Console.isTerminal) { try Console.result(line) }
        }
        guard !hits.isEmpty else {
            Console.error("nothing was found")
            throw ExitStatus.someFailed
        }
    }

    private static func names(_ schema: RecordSchema) -> [String] {
        schema.fields.flatMap { field in [field.name] + field.columns.map { "\(field.name).\($0.name)" } }
    }
}
