/// A reader made of parts: a loader opens the document, and each page is read by its text layer or by an OCR engine, as the router
/// decides, and then structured.
public struct PageByPageReader: DocumentReader {
    /// Opens documents.
    public var loader: any DocumentLoader
    /// Reads the pages that have no good text.
    public var ocr: any OCREngine
    /// Structures what was read.
    public var layout: any LayoutAnalyzer
    /// Decides how each page is read.
    public var router: PageRouter
    /// The resolution at which pages are drawn for the OCR engine, in dots per inch.
    public var dpi: Double

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
    }

    /// Changes when a part or a setting does.
    public var identity: PluginIdentity {
        var identity = PluginIdentity.combining([loader.identity, ocr.identity, layout.identity], as: "page-by-page")
        let thresholds = [router.unmappedLimit, router.plausibleMinimum, router.scanCoverage, router.blankInk, dpi]
        identity.settings += "+\(router.mode.rawValue)+\(router.sparseCharacters)+\(thresholds)"
        return identity
    }

    /// Where the OCR engine works.
    public var residency: Residency { ocr.capabilities.residency }

    /// Reads the document's pages for the time of the closure, as many at once as the OCR engine takes.
    public func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        let load = LoadRequest(document: request.document, limits: request.limits, deadline: request.deadline)
        return try await loader.withDocument(load) { document in
            let selected = try request.pages.pages(of: document.pageCount, limit: request.limits.pages)
            return try await PageSequence.withPages(
                pageCount: document.pageCount, selected: selected,
                // One more than the engine takes, so that the next page is drawn while the engine works.
                concurrency: ocr.capabilities.concurrentPages + 1,
                reading: { try await read($0, of: document, for: request) }, body)
        }
    }

    private func read(_ number: Int, of document: any OpenDocument, for request: ReadRequest) async throws -> ReadPage {
        try request.deadline.check("The document")
        let deadline = min(.after(seconds: request.limits.secondsPerPage), request.deadline)
        return try await withDeadline(deadline, "The page") { try await read(number, of: document, deadline: deadline) }
    }

    private func read(_ number: Int, of document: any OpenDocument, deadline: Deadline) async throws -> ReadPage {
        let (page, layer) = try await staged(.loading, loader.identity.id) {
            let page = try await document.page(number)
            let layer = router.mode == .ocr ? nil : try await document.textLayer(PageRequest(page: number, deadline: deadline))
            return (page, layer)
        }
        let route = router.route(layer.map { RoutingSignals($0, on: page) })
        switch route.method {
        case .ocr, .service, .blank: return try await recognize(page, of: document, route: route, deadline: deadline)
        case .textLayer:
            let text = layer?.text ?? PageText(lines: [], warnings: [Self.noTextLayer(on: number)])
            return try await structured(text, on: page, route: route, engine: nil)
        }
    }

    private func recognize(
        _ page: Page, of document: any OpenDocument, route: PageRoute, deadline: Deadline
    ) async throws -> ReadPage {
        let raster = try await staged(.loading, loader.identity.id) {
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
        let text = try await staged(.recognition, ocr.identity.id) {
            try await ocr.recognize(OCRRequest(page: page, raster: raster, deadline: deadline))
        }
        return try await structured(text, on: page, route: route, engine: ocr.identity)
    }

    private func structured(
        _ text: PageText, on page: Page, route: PageRoute, engine: PluginIdentity?
    ) async throws -> ReadPage {
        let structure = try await staged(.layout, layout.identity.id) {
            try await layout.layout(for: LayoutRequest(page: page, text: text))
        }
        return ReadPage(
            page: page, route: route, engine: engine, layout: structure, isPartial: text.isPartial,
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
