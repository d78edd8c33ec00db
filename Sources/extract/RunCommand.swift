internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionOutput
internal import ExtractionRemote
internal import ExtractionSchemas
internal import Foundation
internal import Synchronization

/// `extract run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Find the fields of documents.",
        discussion: """
            Without options the kind of each document is found out and its fields with it:
              extract run invoice.pdf

            Name the fields, or a schema, when you know what you want:
              extract run --fields "vendor name, abn, total" invoice.pdf
              extract run --schema receipt --json scans/*.jpg
              extract run --schema my-schema.json --csv forms/*.pdf

            Check the results by eye, in a browser:
              extract run --html --output review invoices/*.pdf

            Keep results and what was recognised, so that no document is read twice (see 'extract rerun' and 'extract history'):
              extract run --store records.db invoices/*.pdf

            An encrypted document is opened with the password in the environment variable EXTRACT_PASSWORD.
            """)

    enum Mode: String, ExpressibleByArgument, CaseIterable { case auto, custom }

    @OptionGroup var documents: DocumentOptions
    @OptionGroup var pipeline: PipelineOptions

    @Option(help: "Who decides what to look for: auto (the system) or custom (you, with --fields or --schema).")
    var mode: Mode?

    @Option(help: ArgumentHelp("The names of the fields to find, separated by commas.", valueName: "a,b"))
    var fields: String?

    @Option(
        help: ArgumentHelp(
            "The id of a schema (see 'extract schema'), or a file with a schema or a JSON Schema.", valueName: "ID|FILE.json"))
    var schema: String?

    @Flag(help: "How results are written; by default for people.")
    var format: RunFormat = .text

    @Option(help: ArgumentHelp("Write a file for each document into this folder instead of to stdout.", valueName: "DIR"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "What calls of services may cost together, in US dollars; the next one that could pass it isn't made.", valueName: "USD"))
    var budget: String?

    @Option(help: ArgumentHelp("Keep everything in this database of records; it is made where there is none.", valueName: "DB"))
    var store: String?

    @Option(help: "Whose records they are, with '--store'; a tenant's id.")
    var tenant: String?

    @Flag(help: "Say what services would be asked and what that would cost at most, and ask none.")
    var estimate = false

    func validate() throws {
        if let budget, CallLedger.amount(budget) == nil { throw ValidationError("'--budget' is an amount in US dollars, such as 0.50.") }
        if fields != nil, schema != nil { throw ValidationError("Give '--fields' or '--schema', not both.") }
        if tenant != nil, store == nil { throw ValidationError("'--tenant' needs '--store'.") }
        if mode == .custom, fields == nil, schema == nil {
            throw ValidationError("'--mode custom' needs '--fields' or '--schema'.")
        }
        if mode == .auto, fields != nil || schema != nil {
            throw ValidationError("'--mode auto' finds out the fields itself; leave out '--fields' and '--schema'.")
        }
        if format == .html, output == nil {
            if documents.files.count > 1 { throw ValidationError("'--html' writes a page for each document; give '--output DIR'.") }
            if Console.isTerminal { throw ValidationError("'--html' isn't for a terminal; redirect the output or give '--output DIR'.") }
        }
    }

    func run() async throws {
        let target = try target()
        let selection = try documents.selection()
        let registry = PluginRegistry.builtIn(ledger: CallLedger(budget: .init(cost: budget.flatMap(CallLedger.amount))))
        let plan = try await pipeline.plan(in: registry)
        let made = try await registry.pipeline(for: plan, schemas: BuiltInSchemas.all)
        if estimate { return try await printEstimates(of: made, selection: selection, loader: registry.loader(of: plan)) }
        let loader = format == .html ? try await registry.loader(of: plan) : nil
        let records = try await records()
        let recording = records.map { RecordingPipeline(made, records: $0, actor: RecordStores.actor, takesOver: true) }
        let writer = try ExtractionWriter(format: format, folder: output, documentCount: documents.files.count)
        try await DocumentBatch(documents.files, jobs: pipeline.jobs, limits: plan.limits).run { document, report in
            let state = Mutex(Progress())
            let note: @Sendable (ExtractionEvent) -> Void = { event in
                let now = state.withLock { $0.note(event) }
                if case .page = event { report(now.done, now.selected) }
            }
            let request = ExtractionRequest(document, target: target, pages: selection)
            let extraction: Extraction
            if let records, let recording {
                extraction = try await records.resultToShow(of: recording.extract(request, report: note))
            } else {
                extraction = try await made.withEvents(extracting: request) { events in
                    for try await event in events {
                        note(event)
                        if case .extracted(let extraction) = event { return extraction }
                    }
                    throw CancellationError()
                }
            }
            guard let loader, let read = state.withLock(\.read) else { return RunResult(extraction: extraction) }
            return try await RunResult(
                extraction: extraction,
                reviewPage: Self.reviewPage(of: extraction, read, document, drawnBy: loader, limits: plan.limits))
        } deliver: { path, result in
            try writer.write(result, of: path)
            let extraction = result.extraction
            for error in extraction.errors { Console.error(error.code, error.message, in: path, page: error.page) }
            for warning in extraction.warnings { Console.warning(warning, in: path) }
            return extraction.errors.isEmpty && !extraction.pages.contains(where: \.isPartial)
        }
    }

    /// What has happened to a document so far.
    private struct Progress {
        var done = 0, selected = 0
        var read: ReadDocument?

        mutating func note(_ event: ExtractionEvent) -> Progress {
            switch event {
            case .opened(_, let count): selected = count
            case .page: done += 1
            case .read(let document): read = document
            case .extracted: break
            }
            return self
        }
    }

    /// The records to keep everything in; `nil` for none.
    private func records() async throws -> (any TenantRecords)? {
        guard let store, !estimate else { return nil }
        let id = try tenant.map { try TenantID($0) } ?? .local
        return try await RecordStores.open(StoreLocation(store)).records(ofNewOrKnown: id)
    }

    /// A line for each document: its pages, and what each service that the plan names would be asked.
    private func printEstimates(of made: Pipeline, selection: PageSelection, loader: any DocumentLoader) async throws {
        let estimates = CostEstimates(pipeline: made)
        try await DocumentBatch(documents.files, jobs: pipeline.jobs, limits: made.limits).run { document, _ in
            let load = LoadRequest(document: document, limits: made.limits, deadline: .after(seconds: made.limits.secondsPerDocument))
            return try await loader.withDocument(load) { try selection.pages(of: $0.pageCount, limit: made.limits.pages).count }
        } deliver: { path, pages in
            try Console.result(estimates.line(pages: pages, of: path))
            return true
        }
    }

    /// The page to check a result by. Where there are more pages than pictures, those with values are shown first.
    private static func reviewPage(
        of extraction: Extraction, _ read: ReadDocument, _ document: Document, drawnBy loader: any DocumentLoader, limits: DocumentLimits
    ) async throws -> String {
        let withValues = Set(extraction.allFields.flatMap { $0.grounding.map(\.region.page) })
        let pages = read.pages.map(\.page.number)
        let wanted = pages.filter(withValues.contains) + pages.filter { !withValues.contains($0) }
        let pictures = try await PagePictures(of: wanted, in: document, drawnBy: loader, limits: limits)
        return extraction.reviewPage(of: read, pictures: pictures)
    }

    private func target() throws -> ExtractionRequest.Target {
        if let fields {
            return try .schema(RecordSchema(fieldNames: fields.split(separator: ",", omittingEmptySubsequences: false).map(String.init)))
        }
        if let schema { return try .schema(SchemaSource.schema(named: schema)) }
        return .auto
    }
}

/// How `extract run` writes results.
enum RunFormat: String, EnumerableFlag {
    case text, json, jsonl, csv, html

    static func help(for value: RunFormat) -> ArgumentHelp? {
        switch value {
        case .text: "For people (the default)."
        case .json: "JSON: an object for one document, JSON Lines for several."
        case .jsonl: "JSON Lines: an object a line, whatever the number of documents."
        case .csv: "CSV: a row for each field and each cell of a table."
        case .html: "A web page to check the result by, everything in one file: pages, places, values, confidences."
        }
    }

    var fileExtension: String { self == .text ? "txt" : rawValue }
}

extension CallLedger {
    /// An amount of money as people write it, or `nil` for anything else.
    static func amount(_ text: String) -> Decimal? {
        text.wholeMatch(of: /[0-9]{1,12}(\.[0-9]{1,12})?/) == nil ? nil : Decimal(string: text)
    }
}
