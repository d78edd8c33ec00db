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

            Words, lines and paragraphs with their places on the page and how each page was read:
              extract read --format json scan.tiff
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown, json }

    @OptionGroup var pipeline: PipelineOptions

    @Option(help: "How the text is written: text, markdown or json.")
    var format: Format = .text

    func run() async throws {
        let selection = try pipeline.selection()
        let plan = try pipeline.plan()
        let made = try await PluginRegistry.builtIn().pipeline(for: plan, schemas: [])
        let isSingle = pipeline.files.count == 1
        try await DocumentBatch(pipeline, limits: plan.limits).run { document, report in
            try await ReadOutput(document, made.read(document, pages: selection) { report($0, $1) })
        } deliver: { [format] path, output in
            switch format {
            case .text: try Console.result(output.read.content)
            case .markdown: try Console.result(output.read.markdown)
            case .json: try Console.result(ExtractionWriter.json(output, pretty: isSingle, snakeCase: true))
            }
            for failure in output.read.failures { Console.error(failure.error.code, failure.error.message, in: path, page: failure.page) }
            for page in output.read.pages {
                for warning in page.warnings { Console.warning(warning, in: path) }
            }
            return output.read.failures.isEmpty && !output.read.pages.contains(where: \.isPartial)
        }
    }
}

/// A document's text and layout as JSON.
struct ReadOutput: Encodable, Sendable {
    var read: ReadDocument
    private var document: DocumentSummary

    init(_ document: Document, _ read: ReadDocument) {
        self.read = read
        self.document = DocumentSummary(document, pageCount: read.pageCount)
    }

    private enum CodingKeys: CodingKey { case document, content, pages, errors }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(document, forKey: .document)
        try container.encode(read.content, forKey: .content)
        try container.encode(read.pages.map(PageOutput.init), forKey: .pages)
        try container.encode(read.failures.map { ErrorSummary($0.error) }, forKey: .errors)
    }

    private struct PageOutput: Encodable {
        var number: Int
        var width: Double
        var height: Double
        var reader: PageRoute.Method
        var reason: PageRoute.Reason
        var signals: RoutingSignals
        var engine: PluginIdentity?
        var isPartial: Bool
        var words: [Word]
        var lines: [Line]
        var paragraphs: [Paragraph]
        var tables: [Table]
        var selectionMarks: [SelectionMark]
        var warnings: [Warning]

        init(_ page: ReadPage) {
            number = page.page.number
            width = page.page.size.width
            height = page.page.size.height
            reader = page.route.method
            reason = page.route.reason
            signals = page.route.signals
            engine = page.engine
            isPartial = page.isPartial
            words = page.layout.words
            lines = page.layout.lines
            paragraphs = page.layout.paragraphs
            tables = page.layout.tables
            selectionMarks = page.layout.selectionMarks
            warnings = page.warnings
        }
    }
}
