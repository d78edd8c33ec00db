internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionSchemas

/// `extract read`
struct ReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Read documents into text and layout, without looking for fields.",
        discussion: """
            Text as a person would copy it out:
              extract read letter.pdf

            Everything that was read, with places on the page and how each page was read:
              extract read --format json scan.tiff

            A PDF that looks like the scan and can be searched:
              extract read --format pdf scan.jpg > scan.pdf
              extract read --format pdf --output searchable scans/*

            What was recognised where, to look at in a browser:
              extract read --format overlay --output looked-at scan.pdf
            """)

    @OptionGroup var documents: DocumentOptions
    @OptionGroup var pipeline: PipelineOptions

    @Option(
        help: ArgumentHelp(
            "What is written.",
            discussion: """
                text: the content, pages separated by a blank line. pages: everything of a page on a line of JSON, as soon as it is read. markdown: with headings, lists and tables, a rule between pages. json: \
                everything, from which the reading can be restored. hocr, alto: words with boxes for other programs (hOCR 1.2, ALTO 4). pdf: \
                the document with its recognised words over it, unseen. overlay: a web page that shows words, lines, tables and the order of \
                reading on each page. overlay-png: the same as a picture of each page.
                """))
    var format: ReadFormat = .text

    @Option(help: ArgumentHelp("Write files for each document into this folder instead of to stdout.", valueName: "DIR"))
    var output: String?

    func validate() throws {
        if output != nil, format == .pages { throw ValidationError("'--format pages' writes pages as they come; leave out '--output'.") }
        guard output == nil else { return }
        if format == .overlayPNG { throw ValidationError("'--format overlay-png' writes a file for each page; give '--output DIR'.") }
        if !format.canFollow, documents.files.count > 1 {
            throw ValidationError("Several documents as \(format.rawValue) can't follow each other; give '--output DIR'.")
        }
        if !format.isForTerminals, Console.isTerminal {
            throw ValidationError("'--format \(format.rawValue)' isn't for a terminal; redirect the output or give '--output DIR'.")
        }
    }

    func run() async throws {
        let selection = try documents.selection()
        let registry = PluginRegistry.builtIn()
        let plan = try await pipeline.plan(in: registry)
        let made = try await registry.pipeline(for: plan, schemas: [])
        if output == nil, format.isByPage, format == .pages || documents.files.count == 1 {
            return try await stream(PageStream(pipeline: made, selection: selection, format: format), limits: plan.limits)
        }
        let loader = try await registry.loader(of: plan)
        let folder = try output.map { try ResultFolder($0) }
        // Lines are for people: whoever reads a pipe or a file gets it sooner and smaller without them.
        let isPretty = documents.files.count == 1 && folder == nil && Console.isTerminal
        try await DocumentBatch(documents.files, jobs: pipeline.jobs, limits: plan.limits).run { [format] document, report in
            let read = try await made.read(document, pages: selection) { report($0, $1) }
            let files = try await format.files(for: read, of: document, drawnBy: loader, limits: plan.limits, pretty: isPretty)
            return (name: document.filename, read: read, files: files)
        } deliver: { path, result in
            for file in result.files {
                if let folder {
                    try folder.write(file.bytes, for: result.name, fileExtension: file.fileExtension)
                } else {
                    try Console.result(file.bytes)
                }
            }
            for failure in result.read.failures { Console.error(failure.error.code, failure.error.message, in: path, page: failure.page) }
            for page in result.read.pages {
                for warning in page.warnings { Console.warning(warning, in: path) }
            }
            return result.read.failures.isEmpty && !result.read.pages.contains(where: \.isPartial)
        }
    }

    private func stream(_ pages: PageStream, limits: DocumentLimits) async throws {
        try await DocumentBatch(documents.files, jobs: pipeline.jobs, limits: limits).run {
            try await pages.write($0, $1)
        } deliver: { path, remains in
            for failure in remains.failures { Console.error(failure.error.code, failure.error.message, in: path, page: failure.page) }
            for warning in remains.warnings { Console.warning(warning, in: path) }
            return remains.failures.isEmpty && !remains.isPartial
        }
    }
}
