internal import ArgumentParser
internal import ExtractionKit

/// The documents of a command, and which of their pages it reads.
struct DocumentOptions: ParsableArguments {
    @Argument(help: "The documents; '-' for standard input.")
    var files: [String]

    @Option(help: "The pages to read, such as 1-3,7,10-.")
    var pages: String?

    func validate() throws {
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("Standard input can be read once; give '-' once.") }
    }

    /// The selected pages.
    func selection() throws -> PageSelection { try pages.map { try PageSelection($0) } ?? .all }
}

/// The options that choose how documents are read; shared by the commands that read any.
struct PipelineOptions: ParsableArguments {
    @Option(
        help:
            "The OCR engine, or a reader of whole documents; see 'extract plugins'. By default tesseract, and ppocr with it where that is installed."
    )
    var ocr: String?

    @Option(help: "What the pages are written in, the main language first, such as eng+deu or en+de; for OCR engines with that setting.")
    var languages: String?

    @Option(help: "How pages are read: auto (a good text layer, otherwise OCR), text or ocr.")
    var routing: RoutingOption?

    @Option(help: ArgumentHelp("A pipeline file in YAML.", valueName: "FILE.yaml"))
    var config: String?

    @Option(help: "The seconds that one document may take.")
    var timeout: Double?

    @Option(help: "How many documents are worked on at once; by default one for each processor.")
    var jobs: Int?

    func validate() throws {
        if let timeout, !(timeout > 0) { throw ValidationError("'--timeout' takes a number of seconds above 0.") }
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("'--jobs' takes a number from 1 to 64.") }
    }

    /// The plan of the configuration file, or the default one, with what the options change.
    func plan(in registry: PluginRegistry) async throws -> PipelinePlan {
        var file = try config.map { try PipelineFile.read($0) } ?? PipelineFile()
        if let reader = file.reader, ocr != nil || languages != nil || routing != nil {
            throw ExtractionError(
                .invalidConfiguration,
                "The pipeline file names the reader '\(reader.id)', which reads pages in its own way; leave out '--ocr', '--languages' and '--routing'."
            )
        }
        if let ocr, ocr != file.ocr?.id.rawValue { file.take(ocr: PluginID(rawValue: ocr), in: registry) }
        if let reader = file.reader, languages != nil || routing != nil {
            throw ExtractionError(
                .invalidConfiguration,
                "'\(reader.id)' reads whole documents in its own way; leave out '--languages' and '--routing', or name an OCR engine.")
        }
        let languages = try languages.map(Self.names)
        if let languages, var choice = file.ocr {
            choice.settings = Self.settings(choice.settings, with: languages)
            file.ocr = choice
        }
        if let routing { file.routing = routing.mode }
        if let timeout { file.limits.secondsPerDocument = timeout }
        return try await file.plan(in: registry, languages: languages)
    }

    /// The languages that an option names.
    private static func names(_ languages: String) throws -> [String] {
        let names = languages.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        guard !names.contains("") else {
            throw ExtractionError(.invalidConfiguration, "'--languages' takes names with '+' between them, such as eng+deu.")
        }
        return names
    }

    /// The settings of an OCR engine with other languages. The engine says which it has.
    private static func settings(_ settings: JSONValue?, with languages: [String]) -> JSONValue {
        var object: [String: JSONValue] = [:]
        if case .object(let given)? = settings { object = given }
        object["languages"] = .array(languages.map { .string($0) })
        return .object(object)
    }
}

/// The routing modes by their names on the command line.
enum RoutingOption: String, ExpressibleByArgument, CaseIterable {
    case auto, text, ocr

    var mode: PageRouter.Mode {
        switch self {
        case .auto: .auto
        case .text: .text
        case .ocr: .ocr
        }
    }
}
