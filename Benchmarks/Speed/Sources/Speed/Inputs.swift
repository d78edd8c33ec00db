internal import ExtractionImages
internal import ExtractionKit
internal import ExtractionPoppler

/// Where the inputs come from: the project's own fixtures.
struct Inputs: Sendable {
    /// The folder `Fixtures`.
    let fixtures: String

    /// PDF documents with a text layer.
    static let digital = [
        "certificates/coa-flower-two-columns.pdf", "certificates/coa-gummies-landscape.pdf", "certificates/coa-tincture-three-pages.pdf",
        "invoices/invoice-de-de-druckluft.pdf", "invoices/invoice-en-au-solar.pdf", "invoices/invoice-en-gb-joinery.pdf",
        "prose/article-two-columns.pdf",
    ]

    func document(_ path: String) throws -> Document { try Document(contentsOfFile: fixtures + "/" + path) }

    func documents(_ paths: [String]) throws -> [Document] { try paths.map(document) }

    /// The raster of an image with one page.
    func image(_ path: String) async throws -> OCRRequest {
        try await ImageDocumentLoader().withDocument(LoadRequest(document: document(path))) { open in
            let page = try await open.page(PageRequest(page: 1))
            return try await OCRRequest(page: page, raster: open.raster(RasterRequest(page: 1)))
        }
    }

    /// The text layers of every page of PDF documents.
    func textLayers(_ paths: [String]) async throws -> [LayoutRequest] {
        var requests: [LayoutRequest] = []
        for document in try documents(paths) {
            requests += try await PopplerDocumentLoader().withDocument(LoadRequest(document: document)) { open in
                var pages: [LayoutRequest] = []
                for number in 1...open.pageCount {
                    let request = PageRequest(page: number)
                    guard let layer = try await open.textLayer(request) else { continue }
                    try await pages.append(LayoutRequest(page: open.page(request), text: layer.text))
                }
                return pages
            }
        }
        return requests
    }
}
