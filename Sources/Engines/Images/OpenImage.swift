internal import ExtractionEngineSupport
internal import ExtractionKit

/// An image file while it is open. One thread of its own parses and decodes it, one call after the other.
struct OpenImage: OpenDocument {
    let pageCount: Int
    let concurrentPages = 1
    let pool: ThreadConfinedPool<any ImageFile>
    let limits: DocumentLimits
    let assumedDPI: Double?

    func page(_ request: PageRequest) async throws -> Page {
        let frame = try index(of: request.page)
        try request.deadline.check("Opening the image")
        let header = try await pool.run("Opening the image", deadline: request.deadline) { file, _ in try file.header(ofFrame: frame) }
        return page(request.page, header)
    }

    /// Images have no text.
    func textLayer(_ request: PageRequest) async throws -> TextLayer? {
        _ = try index(of: request.page)
        return nil
    }

    func raster(_ request: RasterRequest) async throws -> Raster {
        let frame = try index(of: request.page)
        try request.deadline.check("Decoding the image")
        do {
            return try await decode(frame, request)
        } catch {
            // A decoder that was asked to stop doesn't know why.
            try Task.checkCancellation()
            throw error
        }
    }

    private func decode(_ frame: Int, _ request: RasterRequest) async throws -> Raster {
        try await pool.run("Decoding the image", deadline: request.deadline) { file, status in
            let header = try file.header(ofFrame: frame)
            let page = page(request.page, header)
            let decode = DecodeRequest(
                frame: frame, header: header, reduction: try reduction(of: header, page), limits: limits, status: status)
            let repeats = resolution(header).repeats
            let stored = try file.decode(decode).repeating(rows: repeats.rows, columns: repeats.columns)
            let upright = header.orientation.upright(stored)
            let toPage = PageTransform(
                a: page.size.width / Double(upright.width), b: 0, c: 0, d: page.size.height / Double(upright.height), tx: 0, ty: 0)
            return try Raster(
                width: upright.width, height: upright.height, pixels: upright.pixels,
                dpi: (page.imageDPI ?? 72) / Double(upright.reduction),
                // By the sizes rather than by the resolution: the raster covers the page whatever was rounded.
                toPage: toPage)
        }
    }

    private func index(of page: Int) throws -> Int {
        guard (1...max(1, pageCount)).contains(page) else {
            throw ExtractionError(.pageOutOfRange, "Page \(page) was asked for, but the image has \(pageCount); correct the number.")
        }
        return page - 1
    }

    private func page(_ number: Int, _ header: FrameHeader) -> Page {
        let resolution = resolution(header)
        let (width, height) = (Double(header.width) / resolution.x * 72, Double(header.height) / resolution.y * 72)
        let swaps = header.orientation.swapsSides
        return Page(
            number: number, size: Size(width: swaps ? height : width, height: swaps ? width : height),
            rotation: header.orientation.rotation, imageDPI: max(resolution.x, resolution.y),
            warnings: warnings(number, header))
    }

    private func warnings(_ page: Int, _ header: FrameHeader) -> [Warning] {
        guard header.ignoredFrames > 0 else { return [] }
        let count = header.ignoredFrames + 1
        let message = "Only the first of the animation's \(count) pictures is read; export the others as images of their own."
        return [Warning(code: "frames_ignored", message: message, page: page)]
    }

    private func resolution(_ header: FrameHeader) -> Resolution {
        Resolution(declared: header.resolution, assumed: assumedDPI, longerSide: max(header.width, header.height))
    }

    /// By how much to divide the sides to stay within the limit on pixels.
    private func reduction(of header: FrameHeader, _ page: Page) throws -> Int {
        var divisor = 1
        let repeats = resolution(header).repeats
        // Above 4 gigapixels the counts of bytes themselves would overflow somewhere.
        let allowed = min(limits.pixels, 1 << 32) / (repeats.rows * repeats.columns)
        while divisor <= header.largestReduction {
            let dpi = (page.imageDPI ?? 72) / Double(divisor)
            if header.pixelCount / (divisor * divisor) <= allowed, divisor == 1 || dpi >= limits.minimumDPI { return divisor }
            divisor *= 2
        }
        let size = "\(header.width) x \(header.height)"
        throw ExtractionError(
            .tooLarge, "The image has \(size) pixels and \(limits.pixels) are allowed; scale it down or raise the limit 'pixels'.")
    }
}
