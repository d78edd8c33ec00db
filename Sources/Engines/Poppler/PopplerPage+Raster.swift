internal import CPoppler
internal import ExtractionEngineSupport
internal import ExtractionKit

extension PopplerPage {
    /// The page's image: the one that it consists of, or one that is drawn on white.
    ///
    /// - Parameters:
    ///   - dpi: The resolution wanted; lowered where a limit demands.
    ///   - limits: The largest number of pixels, and the lowest resolution.
    ///   - status: Says when nobody waits any more.
    /// - Throws: `invalidRequest`, `tooLarge`, `deadlineExceeded`, `corrupt` for a page that can't be drawn to its end.
    func raster(dpi: Double, limits: DocumentLimits, _ status: CallStatus) throws -> Raster {
        let canvas = try RasterSize(of: size, dpi: dpi, limits: limits)
        if let scan = try scan(dpi: canvas.dpi, limits: limits, status) { return scan }
        var outcome = CPOPPLER_OK
        let pixels = [UInt8](unsafeUninitializedCapacity: canvas.width * canvas.height) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            start.initialize(repeating: 255, count: canvas.width * canvas.height)
            count = canvas.width * canvas.height
            outcome = status.stopping {
                cpoppler_draw(document.handle, Int32(number), Int32(canvas.width), Int32(canvas.height), $0, start)
            }
        }
        switch outcome {
        case CPOPPLER_OK: break
        case CPOPPLER_STOPPED: throw ExtractionError.deadlineExceeded("Drawing the page")
        case CPOPPLER_NO_MEMORY:
            throw ExtractionError(.tooLarge, "There is no memory for the page's image; lower the resolution or the limit 'pixels'.")
        default: throw ExtractionError(.corrupt, "The page can't be drawn to its end; repair the file or leave the page out.")
        }
        return try Raster(
            width: canvas.width, height: canvas.height, pixels: pixels, dpi: canvas.dpi,
            toPage: PageTransform(
                a: size.width / Double(canvas.width), b: 0, c: 0, d: size.height / Double(canvas.height), tx: 0, ty: 0))
    }

    /// The image that the page consists of, in its own pixels, or fewer by a whole factor where it is much finer than wanted. `nil` where
    /// there is more on the page, where the image doesn't fill it, and where it is much coarser than wanted: drawing smooths it then.
    private func scan(dpi: Double, limits: DocumentLimits, _ status: CallStatus) throws -> Raster? {
        guard let scan = status.stopping({ cpoppler_scan(document.handle, Int32(number), limits.pixels, $0) }) else { return nil }
        defer { cpoppler_scan_free(scan) }
        let image = cpoppler_scan_raster(scan)
        let width = Int(image.width), height = Int(image.height)
        let edges = [image.box.left, image.box.top, size.width - image.box.right, size.height - image.box.bottom]
        guard edges.allSatisfy({ abs($0) <= 0.005 * min(size.width, size.height) }) else { return nil }
        let native = Double(width) * 72 / size.width
        guard native >= dpi * 0.5, native <= dpi * 8 else { return nil }
        let factor = native > dpi * 1.5 ? Int((native / dpi).rounded()) : 1
        let pixels = UnsafeBufferPointer(start: cpoppler_scan_pixels(scan), count: width * height)
        guard factor > 1 else {
            return try Raster(
                width: width, height: height, pixels: Array(pixels), dpi: native,
                toPage: transform(columns: Double(width), rows: Double(height)))
        }
        let columns = width / factor, rows = height / factor
        guard columns > 0, rows > 0 else { return nil }
        return try Raster(
            width: columns, height: rows, pixels: Self.means(of: pixels, width: width, factor: factor, columns: columns, rows: rows),
            dpi: native / Double(factor),
            // Columns and rows that don't fill a last block are left out.
            toPage: transform(columns: Double(width) / Double(factor), rows: Double(height) / Double(factor)))
    }

    private func transform(columns: Double, rows: Double) -> PageTransform {
        PageTransform(a: size.width / columns, b: 0, c: 0, d: size.height / rows, tx: 0, ty: 0)
    }

    /// The mean of each square of pixels.
    private static func means(
        of pixels: UnsafeBufferPointer<UInt8>, width: Int, factor: Int, columns: Int, rows: Int
    ) -> [UInt8] {
        var sums = [Int](repeating: 0, count: columns)
        var means: [UInt8] = []
        means.reserveCapacity(columns * rows)
        for row in 0..<rows {
            for column in sums.indices { sums[column] = factor * factor / 2 }
            for y in row * factor..<(row + 1) * factor {
                for column in 0..<columns {
                    var sum = 0
                    for x in column * factor..<(column + 1) * factor { sum += Int(pixels[y * width + x]) }
                    sums[column] += sum
                }
            }
            for sum in sums { means.append(UInt8(clamping: sum / (factor * factor))) }
        }
        return means
    }
}
