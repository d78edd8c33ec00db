internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionSchemas

/// `extract rerun`
struct RerunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerun",
        abstract: "Find other fields in documents whose pages were kept, without reading them again.",
        discussion: """
            The ids are those of 'extract report documents'. The files aren't needed, and no OCR engine is called:
              extract rerun 3f2a9c0d11e4b7a6 --store records.db --fields "vendor name, total"
            """)

    @Argument(help: ArgumentHelp("The documents' ids.", valueName: "DOC"))
    var documents: [String]

    @OptionGroup var store: RecordOptions
    @OptionGroup var what: TargetOptions

    @Option(help: ArgumentHelp("A pipeline file in YAML, for its extractor.", valueName: "FILE.yaml"))
    var config: String?

    @Flag(help: "How results are written; by default for people.")
    var format: RunFormat = .text

    func validate() throws {
        if format == .html { throw ValidationError("'--html' needs the document's pages; use 'extract run --html'.") }
    }

    func run() async throws {
        let records = try await store.records()
        let registry = PluginRegistry.builtIn()
        let file = try config.map { try PipelineFile.read($0) } ?? PipelineFile()
        var pipeline = try await Pipeline(
            reader: UnusedReader(), extractor: registry.extractor(file.extractor), schemas: BuiltInSchemas.all, limits: file.limits)
        pipeline.plan = nil
        let recording = RecordingPipeline(pipeline, records: records, actor: RecordStores.actor)
        let target = try what.target()
        let writer = try ExtractionWriter(format: format, folder: nil, documentCount: documents.count)
        var failed = 0
        for document in documents {
            do {
                let stored = try await recording.extractAgain(document, target: target)
                let result = try await records.resultToShow(of: stored)
                try writer.write(RunResult(extraction: result), of: result.document.filename)
            } catch let error as ExtractionError where error.code != .outputFailed {
                Console.error(error.code, error.message, in: document)
                failed += 1
            }
        }
        if failed > 0 { throw failed == documents.count ? ExitStatus.nothingDone : .someFailed }
    }
}

/// Stands where a reader would: nothing is read.
private struct UnusedReader: DocumentReader {
    let identity = PluginIdentity(id: "none", version: "1")
    let residency = Residency.local

    func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        throw ExtractionError(.invalidRequest, "Documents aren't read here; use 'extract run'.")
    }
}

extension TenantRecords {
    /// A result with the corrections that hold, which it never hides: they are told on stderr.
    func resultToShow(of stored: StoredExtraction) async throws -> Extraction {
        let id = stored.extraction.document.id
        let corrected = try await CorrectedExtraction(stored, history: corrections(ofDocument: id))
        let filename = stored.extraction.document.filename
        if !corrected.corrections.isEmpty {
            let names = corrected.corrections.map(\.field).joined(separator: ", ")
            Console.error("\(Console.printable(filename, keepingLines: false)): as corrected before: \(names)")
        }
        for correction in corrected.disagreements {
            Console.error(
                """
                \(Console.printable(filename, keepingLines: false)): warning: '\(correction.field)' was found with another value than \
                before; the correction still holds, see 'extract history'
                """)
        }
        return corrected.extraction
    }
}
