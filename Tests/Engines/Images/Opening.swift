import ExtractionImages
import ExtractionKit
import Testing

/// A page as the loader gives it.
struct OpenedPage: Sendable {
    var pageCount: Int
    var page: Page
    var raster: Raster

    /// Opens a page of a file.
    init(
        _ bytes: [UInt8], page number: Int = 1, limits: DocumentLimits = DocumentLimits(),
        configuration: ImageDocumentLoader.Configuration = .init(), deadline: Deadline = .never
    ) async throws {
        let loader = try ImageDocumentLoader(configuration: configuration)
        let request = LoadRequest(document: Document(bytes: bytes, filename: "image.pdf"), limits: limits)
        self = try await loader.withDocument(request) { image in
            let page = try await image.page(PageRequest(page: number))
            let raster = try await image.raster(RasterRequest(page: number, deadline: deadline))
            return OpenedPage(pageCount: image.pageCount, page: page, raster: raster)
        }
    }

    private init(pageCount: Int, page: Page, raster: Raster) {
        self.pageCount = pageCount
        self.page = page
        self.raster = raster
    }
}

extension Raster {
    func grey(_ x: Int, _ y: Int) -> Int { Int(pixels[y * width + x]) }

    /// Whether every pixel is nearly black or nearly white, as the picture has it.
    func shows(_ picture: Picture, tolerance: Int = 24) -> Bool {
        guard width == picture.width, height == picture.height else { return false }
        return (0..<height).allSatisfy { y in
            (0..<width).allSatisfy { x in abs(grey(x, y) - (picture.isInk(x, y) ? 0 : 255)) <= tolerance }
        }
    }
}

/// The code of the error that opening the page and drawing it ends with; `nil` for none.
func failure(_ bytes: [UInt8], limits: DocumentLimits = DocumentLimits()) async -> ExtractionError.Code? {
    do {
        _ = try await OpenedPage(bytes, limits: limits)
        return nil
    } catch {
        return (error as? ExtractionError)?.code
    }
}
