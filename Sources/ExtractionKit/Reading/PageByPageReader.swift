/// A reader made of parts: a loader opens the document, and each page is read by its text layer or by an OCR engine, as the router
/// decides, and then structured.
public struct PageByPageReader: DocumentReader {
    /// Opens documents.
    public let loader: any DocumentLoader
    /// Reads the pages that have no good text.
    public let ocr: any OCREngine
    /// Structures what was read.
    public let layout: any LayoutAnalyzer
    /// Decides how each page is read.
    public let router: PageRouter
    /// The resolution at which pages are drawn for the OCR engine, in dots per inch.
    public let dpi: Double
    /// The pages that are recognised at once, of all documents that this reader and its copies read: as many as the engine takes and one
    /// more, so that the next page is drawn while the engine works.
    private let recognition: PageSlots

    /// Creates a reader of parts.
    public init(
        loader: any DocumentLoader, ocr: any OCREngine, layout: any LayoutAnalyzer = GeometricLayoutAnalyzer(),
        router: PageRouter = PageRouter(), dpi: Double = 300
    ) {
        self.loader = loader
        self.ocr = ocr
        self.layout = layout
        self.router = router
        self.dpi = dpi
        recognition = PageSlots(ocr.capabilities.concurrentPages + 1)
    }

    /// Changes when a part or a setting does.
    public var identity: PluginIdentity {
        var identity = PluginIdentity.combining([loader.identity, ocr.identity, layout.identity], as: "page-by-page")
        identity.settings += "+\(router.digest)+\(dpi)"
        return identity
    }

    /// Where the OCR engine works.
    public var residency: Residency { ocr.capabilities.residency }

    /// Reads the document's pages for the time of the closure, as many at once as the OCR engine takes.
    public func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        let load = LoadRequest(document: request.document, limits: request.limits, deadline: request.deadline)
        return try await loader.withDocument(load) { document in
            let selected = try request.pages.pages(of: document.pageCount, limit: request.limits.pages)
            let loading = PageSlots(document.concurrentPages)
            return try await PageSequence.withPages(
                pageCount: document.pageCount, selected: selected, concurrency: ocr.capabilities.concurrentPages + 1,
                reading: { number in
                    try request.deadline.check("The document")
                    return try await withDeadline(request.deadline, "The document") {
                        try await read(number, of: document, loading: loading, for: request)
                    }
                }, body)
        }
    }

    private func read(
        _ number: Int, of document: any OpenDocument, loading: PageSlots, for request: ReadRequest
    ) async throws -> ReadPage {
        let (page, layer) = try await step(.loading, loader.identity.id, in: loading, of: request) { deadline in
            let pageRequest = PageRequest(page: number, deadline: deadline)
            let page = try await document.page(pageRequest)
            return try await (page, router.mode == .ocr ? nil : document.textLayer(pageRequest))
        }
        let route = router.route(layer.map { RoutingSignals($0, on: page) })
        switch route.method {
        case .ocr, .merged, .service, .blank:
            var read = try await recognition.withSlot {
                try await recognize(page, layer, of: document, loading: loading, route: route, for: request)
            }
            read.hiddenText = layer?.hidden ?? []
            return read
        case .textLayer:
            let text = layer?.text ?? PageText(lines: [], warnings: [Self.noTextLayer(on: number)])
            let layoutRequest = LayoutRequest(
                page: page, text: text, rulings: layer?.rulings ?? [], imageAreas: layer?.imageAreas ?? [], links: layer?.links ?? [])
            var read = try await structured(layoutRequest, route: route, engine: nil)
            read.hiddenText = layer?.hidden ?? []
            return read
        }
    }

    private func recognize(
        _ page: Page, _ layer: TextLayer?, of document: any OpenDocument, loading: PageSlots, route: PageRoute, for request: ReadRequest
    ) async throws -> ReadPage {
        let raster = try await step(.loading, loader.identity.id, in: loading, of: request) { deadline in
            try await document.raster(RasterRequest(page: page.number, dpi: page.imageDPI ?? dpi, deadline: deadline))
        }
        var route = route
        let ink = raster.inkCoverage
        route.signals.inkCoverage = ink
        if router.isBlank(inkCoverage: ink) {
            route.method = .blank
            route.reason = .noInk
            return ReadPage(page: page, route: route, layout: .empty, warnings: Self.warnings(page.warnings, on: page))
        }
        var text = try await step(.recognition, ocr.identity.id, in: nil, of: request) { deadline in
            try await ocr.recognize(OCRRequest(page: page, raster: raster, deadline: deadline))
        }
        if route.method == .merged, let layer { text = text.replacing(where: layer.text) }
        let layoutRequest = LayoutRequest(
            page: page, text: text, imageAreas: layer?.imageAreas ?? [], links: layer?.links ?? [], raster: raster)
        return try await structured(layoutRequest, route: route, engine: text.engine ?? ocr.identity)
    }

    /// Runs a step of a page's work in a slot. The step's time runs from when it has the slot.
    private func step<R: Sendable>(
        _ stage: ExtractionError.Stage, _ plugin: PluginID, in slots: PageSlots?, of request: ReadRequest,
        _ body: @escaping @Sendable (Deadline) async throws -> R
    ) async throws -> R {
        let work = {
            let deadline = min(.after(seconds: request.limits.secondsPerPage), request.deadline)
            return try await staged(stage, plugin) {
                try await withDeadline(deadline, "The page") { try await body(deadline) }
            }
        }
        return if let slots { try await slots.withSlot(work) } else { try await work() }
    }

    private func structured(_ request: LayoutRequest, route: PageRoute, engine: PluginIdentity?) async throws -> ReadPage {
        let structure = try await staged(.layout, layout.identity.id) { try await layout.layout(for: request) }
        let (page, text) = (request.page, request.text)
        return ReadPage(
            page: page, route: route, engine: engine, preparation: text.preparation, layout: structure, isPartial: text.isPartial,
            warnings: Self.warnings(page.warnings + text.warnings, on: page), usage: text.usage)
    }

    private static func warnings(_ warnings: [Warning], on page: Page) -> [Warning] {
        warnings.map { warning in
            var warning = warning
            warning.page = warning.page ?? page.number
            return warning
        }
    }

    private static func noTextLayer(on page: Int) -> Warning {
        Warning(
            code: "no_text_layer", message: "Only text layers were asked for and this kind of file has none; use OCR.", page: page)
    }
}
