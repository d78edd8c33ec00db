public import ExtractionKit

/// A loader of documents that don't exist: pages of the given kinds, whatever the bytes are.
public struct MadeUpDocumentLoader: DocumentLoader {
    /// A page.
    public enum Page: Sendable {
        /// A page with a text layer, set in fixed pitch.
        case text(String)
        /// A page without text that has something drawn on it.
        case scan
        /// A page with nothing on it.
        case blank
        /// A page that can't be parsed.
        case corrupt
    }

    /// `made-up`.
    public let identity = PluginIdentity(id: "made-up", version: "1")
    /// The media types that it claims to open.
    public let mediaTypes: Set<MediaType>
    private let pages: [Page]

    /// Creates a loader of the given pages.
    public init(pages: [Page], mediaTypes: Set<MediaType> = [.pdf]) {
        self.pages = pages
        self.mediaTypes = mediaTypes
    }

    /// Opens the made-up pages.
    public func withDocument<R: Sendable>(
        _ request: LoadRequest, _ body: (any OpenDocument) async throws -> R
    ) async throws -> R {
        try request.check(mediaTypes: mediaTypes)
        try Task.checkCancellation()
        guard !pages.isEmpty else { throw ExtractionError(.noPages, "The document has no pages.") }
        return try await body(MadeUpDocument(pages: pages))
    }
}

private struct MadeUpDocument: OpenDocument {
    let pages: [MadeUpDocumentLoader.Page]
    var pageCount: Int { pages.count }
    let concurrentPages = 4

    func page(_ request: PageRequest) async throws -> Page {
        try request.deadline.check("Parsing the page")
        if case .corrupt = try kind(request.page) { throw ExtractionError(.corrupt, "The page can't be parsed.") }
        return Page(number: request.page, size: Size(width: 612, height: 792))
    }

    func textLayer(_ request: PageRequest) async throws -> TextLayer? {
        try request.deadline.check("Reading the page's text layer")
        return switch try kind(request.page) {
        case .text(let text): TextLayer(text: PageText(monospaced: text))
        case .scan: TextLayer(text: PageText(lines: []), imageAreas: [Rect(x: 0, y: 0, width: 612, height: 792)])
        case .blank, .corrupt: TextLayer(text: PageText(lines: []))
        }
    }

    func raster(_ request: RasterRequest) async throws -> Raster {
        let kind = try kind(request.page)
        try Task.checkCancellation()
        try request.deadline.check("Drawing the page")
        let width = Int((612 * request.dpi / 72).rounded()), height = Int((792 * request.dpi / 72).rounded())
        var pixels = [UInt8](repeating: 255, count: width * height)
        if case .blank = kind {} else { for index in stride(from: 0, to: pixels.count, by: 7) { pixels[index] = 0 } }
        return try Raster(width: width, height: height, pixels: pixels, dpi: request.dpi)
    }

    private func kind(_ number: Int) throws -> MadeUpDocumentLoader.Page {
        guard pages.indices.contains(number - 1), number > 0 else {
            throw ExtractionError(.pageOutOfRange, "The document has \(pages.count) pages.")
        }
        return pages[number - 1]
    }
}
