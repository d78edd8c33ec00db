internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionSchemas
internal import Foundation

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

            An encrypted document is opened with the password in the environment variable EXTRACT_PASSWORD.
            """)

    enum Mode: String, ExpressibleByArgument, CaseIterable { case auto, custom }

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

    func validate() throws {
        if fields != nil, schema != nil { throw ValidationError("Give '--fields' or '--schema', not both.") }
        if mode == .custom, fields == nil, schema == nil {
            throw ValidationError("'--mode custom' needs '--fields' or '--schema'.")
        }
        if mode == .auto, fields != nil || schema != nil {
            throw ValidationError("'--mode auto' finds out the fields itself; leave out '--fields' and '--schema'.")
        }
    }

    func run() async throws {
        let target = try target()
        let selection = try pipeline.selection()
        let plan = try pipeline.plan()
        let made = try await PluginRegistry.builtIn().pipeline(for: plan, schemas: BuiltInSchemas.all)
        let writer = try ExtractionWriter(format: format, folder: output, documentCount: pipeline.files.count)
        try await DocumentBatch(pipeline, limits: plan.limits).run { document, report in
            try await made.withEvents(extracting: ExtractionRequest(document, target: target, pages: selection)) { events in
                var done = 0, selected = 0
                for try await event in events {
                    switch event {
                    case .opened(_, let count): selected = count
                    case .page:
                        done += 1
                        report(done, selected)
                    case .read: break
                    case .extracted(let extraction): return extraction
                    }
                }
                throw CancellationError()
            }
        } deliver: { path, extraction in
            try writer.write(extraction, of: path)
            for error in extraction.errors { Console.error(error.code, error.message, in: path, page: error.page) }
            for warning in extraction.warnings { Console.warning(warning, in: path) }
            return extraction.errors.isEmpty && !extraction.pages.contains(where: \.isPartial)
        }
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
    case text, json, jsonl, csv

    static func help(for value: RunFormat) -> ArgumentHelp? {
        switch value {
        case .text: "For people (the default)."
        case .json: "JSON: an object for one document, JSON Lines for several."
        case .jsonl: "JSON Lines: an object a line, whatever the number of documents."
        case .csv: "CSV: a row for each field and each cell of a table."
        }
    }

    var fileExtension: String { self == .text ? "txt" : rawValue }
}
