internal import ExtractionImages
internal import ExtractionKit
internal import ExtractionPoppler

extension SpeedCase {
    /// Opening documents, their text layers, drawing and decoding pages.
    static let loading = [
        SpeedCase(name: "text-layer", unit: "pages") { inputs in
            let documents = try inputs.documents(Inputs.digital)
            let pages = try await inputs.textLayers(Inputs.digital).count
            return Workload(amount: Double(pages)) {
                for document in documents {
                    try await PopplerDocumentLoader().withDocument(LoadRequest(document: document)) { open in
                        for number in 1...open.pageCount { try await keep(open.textLayer(PageRequest(page: number))) }
                    }
                }
            }
        },
        SpeedCase(name: "render-300dpi", unit: "pages") { inputs in
            let document = try inputs.document("invoices/invoice-en-gb-joinery.pdf")
            return Workload(amount: 1) {
                try await PopplerDocumentLoader().withDocument(LoadRequest(document: document)) { open in
                    try await keep(open.raster(RasterRequest(page: 1, dpi: 300)))
                }
            }
        },
        decoding("decode-jpeg", ["scans/scan-invoice-en-gb-noise.jpg", "scans/scan-letter-uneven-light.jpg"]),
        decoding("decode-png", ["scans/scan-invoice-de-de-100dpi.png", "receipts/receipt-en-au-hardware.png"]),
        decoding("decode-tiff", ["scans/scan-invoice-en-us-two-frames.tiff"]),
    ]

    /// Counts the bytes of the rasters, one a pixel, not those of the files.
    private static func decoding(_ name: String, _ paths: [String]) -> SpeedCase {
        SpeedCase(name: name, unit: "MB") { inputs in
            let documents = try inputs.documents(paths)
            let loader = try ImageDocumentLoader()
            @Sendable func decode() async throws -> Int {
                var bytes = 0
                for document in documents {
                    bytes += try await loader.withDocument(LoadRequest(document: document)) { open in
                        try await open.raster(RasterRequest(page: 1)).pixels.count
                    }
                }
                return bytes
            }
            return try await Workload(amount: Double(decode()) / 1e6) { try await keep(decode()) }
        }
    }
}
