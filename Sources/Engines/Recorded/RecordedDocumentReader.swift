internal import ExtractionEngineSupport
public import ExtractionKit
internal import ExtractionResultFormats
internal import Foundation

/// Reads documents by the results that some engine once gave for them and that lie in a folder, so that an engine that costs money or
/// time is compared with others without being paid again.
///
/// ### Name the files
///
/// A result is named after its document with the suffix of its ``RecordedFormat``: for `scan.pdf` that is `scan.pdf.hocr` or `scan.hocr`,
/// or the SHA-256 of the document's content with `.hocr`. The SHA-256 is looked for first, then the whole name. Where results
/// of several formats lie beside each other, ``Configuration/format`` decides; without it they are refused.
///
/// ### Pages and sizes
///
/// Results in inches or millimetres say how large a page is, and so do pixels with a resolution. For others the document's own page
/// decides, if there is a loader that opens it, or ``Configuration/pageSize``; without both, pixels are taken at ``Configuration/dpi`` or
/// so that the longer side is A4's, and pages without any size for A4, with a warning.
///
/// With a loader the document says how many pages there are; without, the result does. A page that the result doesn't have fails with
/// `notFound`. Nothing is charged: a recorded page has no usage.
///
/// ### Errors
///
/// `notFound` where there is no result, `invalidConfiguration` where there are several, `corrupt`, `truncated`, `tooLarge` and
/// `unsupportedFeature` for what can't be parsed, `conflict` for a result with more pages than the document, `emptyDocument`,
/// `pageOutOfRange`, `tooManyPages`, `deadlineExceeded`; and what the loader throws.
public struct RecordedDocumentReader: DocumentReader {
    /// The settings of the reader.
    public let configuration: Configuration
    private let loader: (any DocumentLoader)?
    private let folder: RecordedFolder
    private let pool: ThreadConfinedPool<Void>

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - configuration: The settings; the folder is needed.
    ///   - loader: Opens the documents for the number and the size of their pages; `nil` to go by the results alone.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration` and `missingResource`.
    public init(_ configuration: Configuration, loader: (any DocumentLoader)? = nil) throws {
        try configuration.check()
        folder = try RecordedFolder(configuration.folder)
        self.configuration = configuration
        self.loader = loader
        var digested = configuration
        // What lies in the folder decides, not where it is.
        digested.folder = folder.listing
        var identity = try PluginIdentity(id: Self.id, version: "1", digesting: digested)
        if let loader { identity.settings += "+\(loader.identity)" }
        self.identity = identity
        pool = ThreadConfinedPool(name: "recorded", threads: 2) {}
    }

    /// Changes with the settings and with the names, sizes and times of the files that were in the folder when the reader was made.
    public let identity: PluginIdentity

    /// On this machine, whoever made the results.
    public var residency: Residency { .local }

    /// Gives the pages that were recorded.
    public func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        try request.document.requireContent()
        try Task.checkCancellation()
        let result = try await pool.run("Reading the recorded result", deadline: request.deadline) { [folder, configuration] _, _ in
            try folder.result(of: request.document, format: configuration.format, limit: request.limits.bytes)
        }
        guard let loader else { return try await withPages(of: result, open: nil, request, body) }
        let load = LoadRequest(document: request.document, limits: request.limits, deadline: request.deadline)
        return try await loader.withDocument(load) { try await withPages(of: result, open: $0, request, body) }
    }

    private func withPages<R: Sendable>(
        of result: RecordedResult, open: (any OpenDocument)?, _ request: ReadRequest, _ body: (PageSequence) async throws -> R
    ) async throws -> R {
        let recorded = result.pages.last?.number ?? 0
        let pageCount = open?.pageCount ?? recorded
        guard pageCount > 0 else { throw ExtractionError(.noPages, "The recorded result has no pages; record it again.") }
        guard recorded <= pageCount else {
            throw ExtractionError(
                .conflict, "The recorded result has \(recorded) pages and the document \(pageCount); it is of another document.")
        }
        let selected = try request.pages.pages(of: pageCount, limit: request.limits.pages)
        let pages = Dictionary(result.pages.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        var engine = identity
        if !result.source.isEmpty { engine.settings = result.source }
        return try await PageSequence.withPages(
            pageCount: pageCount, selected: selected, concurrency: 1,
            reading: { [configuration, engine] number in
                try Task.checkCancellation()
                try request.deadline.check("The document")
                guard let page = pages[number] else {
                    throw ExtractionError(.notFound, "The recorded result doesn't have this page; record it again with all pages.")
                }
                let size = try await open?.page(PageRequest(page: number, deadline: request.deadline)).size ?? configuration.pageSize
                let placed = page.inPoints(size: size, dpi: configuration.dpi)
                // What concerns the whole result is said once, with the first page that is read.
                let ofResult = number == selected.first ? result.warnings : []
                return ReadPage(
                    page: Page(number: number, size: Size(width: placed.extent.width, height: placed.extent.height)),
                    route: PageRoute(method: .service, reason: .service, signals: RoutingSignals()), engine: engine, layout: placed.layout,
                    findings: placed.findings, isPartial: placed.isPartial, warnings: ofResult + placed.warnings)
            }, body)
    }
}
