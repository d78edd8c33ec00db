internal import ArgumentParser
internal import ExtractionEvaluation
internal import ExtractionKit
internal import ExtractionRemote
internal import Foundation

/// Which documents of datasets are read, and by what.
struct DatasetReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An OCR engine, or a pipeline file; several are compared. By default tesseract, whatever is installed. '\(transcript)' stands for what a person copied, where a dataset has it.",
            valueName: "ID|FILE.yaml"))
    var ocr: [String] = []

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

    @Option(
        help: ArgumentHelp(
            "What calls of services may cost together, in US dollars; the next one that could pass it isn't made.", valueName: "USD"))
    var budget: String?

    /// The name under which true transcripts take part.
    static let transcript = "transcript"

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("'--limit' takes a number from 1.") }
        if part != nil, numberedPart == nil { throw ValidationError("'--part' takes a number of a part and their count, such as 1/2.") }
        if let budget, CallLedger.amount(budget) == nil { throw ValidationError("'--budget' is an amount in US dollars, such as 0.50.") }
        guard (1...64).contains(jobs) else { throw ValidationError("'--jobs' takes a number from 1 to 64.") }
    }

    /// The part that `--part` asks for.
    private var numberedPart: (number: Int, count: Int)? {
        guard let numbers = part?.split(separator: "/", omittingEmptySubsequences: false).map({ Int($0) }), numbers.count == 2,
            let number = numbers[0], let count = numbers[1], (1...1_000).contains(count), (1...count).contains(number)
        else { return nil }
        return (number, count)
    }

    /// What a report says of the choice.
    var settings: [(String, String)] {
        [
            ("split", split ?? "all"), ("tags", tag.isEmpty ? "all" : tag.joined(separator: ", ")), ("part", part ?? "all"),
            ("limit", limit.map(String.init) ?? "none"), ("track", track ?? "none"),
            ("routing", routing?.rawValue ?? "as the pipeline says"),
        ]
    }

    /// Where readings are kept.
    var folder: ReadingFolder? { cache.map(ReadingFolder.init) }

    /// The datasets with the documents that the options leave.
    func selected(_ paths: [String]) throws -> [Dataset] {
        let selection = DatasetSelection(splits: split.map { [$0] }, tags: Set(tag))
        return try paths.map { path in
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

    /// Everything that this program brings along, within the budget.
    func registry() -> PluginRegistry { .builtIn(ledger: CallLedger(budget: .init(cost: budget.flatMap(CallLedger.amount)))) }

    /// The readers by the names that reports use.
    func readers(
        over datasets: [Dataset], in registry: PluginRegistry
    ) async throws -> [(name: String, reader: any DocumentReader)] {
        var readers: [(name: String, reader: any DocumentReader)] = []
        for name in ocr.isEmpty ? ["tesseract"] : ocr {
            if name == Self.transcript {
                try await readers.append((name, TranscriptReader(datasets, loader: Self.loader())))
                continue
            }
            var file = try PipelineFile.named(name) { $0.take(ocr: PluginID(rawValue: name), in: registry) }
            if let routing { file.routing = routing.mode }
            let reader = try await registry.pipeline(for: file.plan(in: registry), schemas: []).reader
            try readers.append((PipelineFile.title(name), degraded(reader)))
        }
        guard Set(readers.map(\.name)).count == readers.count else {
            throw ExtractionError(.invalidRequest, "Two engines have the same name; give each once, and pipeline files other names.")
        }
        return readers
    }

    /// Opens documents without an engine.
    static func loader() async throws -> any DocumentLoader {
        let registry = PluginRegistry.builtIn()
        return try await CombinedDocumentLoader([registry.loader("poppler"), registry.loader("images")])
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
}

extension PipelineFile {
    /// The pipeline file of that name, or the default one with a choice of that id.
    static func named(_ name: String, _ choose: (inout PipelineFile) -> Void) throws -> PipelineFile {
        if isFile(name) { return try read(name) }
        var file = PipelineFile()
        choose(&file)
        return file
    }

    /// The name of a choice for people.
    static func title(_ name: String) -> String {
        isFile(name) ? URL(filePath: name).deletingPathExtension().lastPathComponent : name
    }

    private static func isFile(_ name: String) -> Bool { [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) } }
}
