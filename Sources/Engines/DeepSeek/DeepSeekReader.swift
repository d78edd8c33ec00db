public import ExtractionKit
public import ExtractionRemote
internal import ExtractionResultFormats

/// Reads documents with DeepSeek-OCR page by page, and keeps the structure that the model gives: headings, captions, lists, tables.
///
/// It is ``DeepSeekOCREngine`` for whom the model's own layout is worth more than the kit's. Every page goes to the model, one with a good
/// text layer too; ``/ExtractionKit/PageByPageReader`` with the engine asks the model only where it must.
public struct DeepSeekReader: DocumentReader {
    private let pages: DeepSeekPages
    private let loader: any DocumentLoader

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - configuration: The settings.
    ///   - loader: Opens documents and draws their pages.
    ///   - transport: Carries requests.
    ///   - key: The service's key; `nil` for one that needs none.
    ///   - ledger: Where calls are kept.
    ///   - clock: The time.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration`.
    public init(
        _ configuration: DeepSeekConfiguration = DeepSeekConfiguration(), loader: any DocumentLoader, transport: any HTTPTransport,
        key: Secret?, ledger: CallLedger = CallLedger(), clock: ServiceClock = .system
    ) throws {
        pages = try DeepSeekPages(Self.id, configuration, transport: transport, key: key, ledger: ledger, clock: clock)
        self.loader = loader
    }

    /// `deepseek-ocr`, changing with the model, the settings and the loader.
    public var identity: PluginIdentity {
        var identity = pages.identity
        identity.settings += "+\(loader.identity)+\(pages.configuration.dpi)"
        return identity
    }

    /// Where the service is.
    public var residency: Residency { pages.service.client.residency }

    /// Reads the pages, as many at once as the settings allow.
    public func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        let load = LoadRequest(document: request.document, limits: request.limits, deadline: request.deadline)
        return try await loader.withDocument(load) { document in
            let selected = try request.pages.pages(of: document.pageCount, limit: request.limits.pages)
            let drawing = PageSlots(document.concurrentPages)
            return try await PageSequence.withPages(
                pageCount: document.pageCount, selected: selected, concurrency: pages.configuration.service.concurrency,
                reading: { number in
                    try request.deadline.check("The document")
                    return try await read(number, of: document, drawing: drawing, for: request)
                }, body)
        }
    }

    private func read(
        _ number: Int, of document: any OpenDocument, drawing: PageSlots, for request: ReadRequest
    ) async throws -> ReadPage {
        let deadline = min(request.deadline, .after(seconds: request.limits.secondsPerPage))
        let (page, raster) = try await drawing.withSlot {
            let page = try await document.page(PageRequest(page: number, deadline: deadline))
            return try await (
                page, document.raster(RasterRequest(page: number, dpi: page.imageDPI ?? pages.configuration.dpi, deadline: deadline))
            )
        }
        let (read, usage) = try await pages.read(raster, page: number, until: deadline)
        let placed = read.inPoints(size: page.size)
        return ReadPage(
            page: page, route: PageRoute(method: .service, reason: .service, signals: RoutingSignals()), engine: identity,
            layout: placed.layout, isPartial: placed.isPartial, warnings: page.warnings + placed.warnings, usage: usage)
    }
}

extension DeepSeekReader: EstimatingEngine {
    /// A call for each page, with as many tokens as a full page has.
    public func estimate(pages: Int) -> CallEstimate { self.pages.estimate(pages: pages) }
}

extension DeepSeekReader: ConfigurablePlugin {
    /// `deepseek-ocr`.
    public static let id: PluginID = "deepseek-ocr"
    /// One sentence for people.
    public static let summary =
        "Reads documents with DeepSeek-OCR at a service and keeps its layout; pages leave the machine and are paid for."

    /// Makes the reader, with the key from the environment.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration` and `missingResource`.
    public init(configuration: DeepSeekConfiguration, environment: PluginEnvironment) async throws {
        pages = try DeepSeekPages(Self.id, configuration, environment: environment)
        var loaders: [any DocumentLoader] = []
        for choice in configuration.loaders { try await loaders.append(environment.loader(choice)) }
        guard !loaders.isEmpty else {
            throw ExtractionError(
                .invalidConfiguration, "The reader 'deepseek-ocr' needs 'loaders', such as [{id: poppler}, {id: images}], to draw pages.")
        }
        loader = CombinedDocumentLoader(loaders)
    }

    /// Says whether a key is there. The service isn't asked: a page costs money.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { DeepSeekPages.check(environment) }
}
