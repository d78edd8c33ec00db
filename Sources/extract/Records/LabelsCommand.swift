internal import ArgumentParser
internal import ExtractionEvaluation
internal import ExtractionKit

/// `extract labels`
struct LabelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels",
        abstract: "Write what people have corrected as a dataset, for 'extract bench' and 'extract fit'.",
        discussion: """
            The database doesn't hold the files, so they are given again; those that nobody has corrected are left out:
              extract labels invoices/*.pdf --store records.db --output corrected
              extract bench corrected
              extract fit corrected --output confidence.json
            """)

    @Argument(help: "The documents' files.")
    var files: [String]

    @OptionGroup var store: RecordOptions

    @Option(help: ArgumentHelp("The new folder.", valueName: "DIR"))
    var output: String

    @Flag(help: "Somebody has looked at all fields of the corrected documents: those that weren't corrected are right.")
    var reviewed = false

    @Option(help: "The licence of the documents, as an SPDX id or in words.")
    var licence = "unknown"

    func run() async throws {
        let records = try await store.records()
        var writer = try DatasetWriter(path: output)
        var failed = 0, added = 0
        for file in files {
            do {
                let document = try Document(contentsOfFile: file)
                let query = LibraryQuery(sha256: document.sha256, isCorrected: true, page: RecordPageRequest(limit: 1))
                guard let id = try await records.documents(query).items.first?.document.id else {
                    Console.error("\(Console.printable(file, keepingLines: false)): nobody has corrected it; left out")
                    continue
                }
                let history = try await records.corrections(ofDocument: id)
                // What the person saw who corrected it last.
                guard let last = history.last, let seen = try await records.extraction(last.extraction) else { continue }
                try writer.add(document, CorrectedExtraction(seen, history: history), review: reviewed ? .wholeDocument : .correctedFields)
                added += 1
            } catch {
                let error = ExtractionError(wrapping: error)
                Console.error(error.code, error.message, in: file)
                failed += 1
            }
        }
        try writer.finish(name: "corrections", licence: licence)
        Console.error("\(added) documents written")
        if failed > 0 { throw ExitStatus.someFailed }
    }
}
