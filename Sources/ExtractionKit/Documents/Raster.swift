/// The image of a page: 8-bit grey, one byte a pixel, rows from top to bottom without padding. 0 is black, 255 white.
public struct Raster: Sendable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// `width * height` bytes.
    public let pixels: [UInt8]
    /// The resolution, in dots per inch.
    public let dpi: Double
    /// Maps pixel positions to the page's points. An engine applies it to every box it reports.
    public let toPage: PageTransform

    /// Creates a raster.
    ///
    /// - Parameters:
    ///   - width: Pixels in a row, at least 1.
    ///   - height: Rows, at least 1.
    ///   - pixels: `width * height` bytes.
    ///   - dpi: The resolution, finite and above 0.
    ///   - toPage: Maps pixels to points; by default the raster covers the whole page at its resolution.
    /// - Throws: ``ExtractionError`` with the code `invalidRaster` when the numbers don't agree: a library that fails silently hands
    ///   out empty images, and they must not be read as blank pages.
    public init(width: Int, height: Int, pixels: [UInt8], dpi: Double, toPage: PageTransform? = nil) throws {
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        guard width > 0, height > 0, !overflow, count == pixels.count, dpi.isFinite, dpi > 0 else {
            throw ExtractionError(
                .invalidRaster,
                "An image of \(width) x \(height) pixels with \(pixels.count) bytes at \(dpi) dpi can't be read; report the file."
            )
        }
        self.width = width
        self.height = height
        self.pixels = pixels
        self.dpi = dpi
        self.toPage = toPage ?? .pixels(dpi: dpi)
    }

    /// The share of pixels that differ from the paper, from 0 to 1.
    ///
    /// The paper is the commonest of 16 grey levels; a pixel is ink when it is more than 64 grey levels away from it. Light
    /// noise and an even tint count as paper.
    public var inkCoverage: Double {
        var histogram = [Int](repeating: 0, count: 256)
        for pixel in pixels { histogram[Int(pixel)] += 1 }
        let levels = (0..<16).map { level in histogram[(level * 16)..<(level * 16 + 16)].reduce(0, +) }
        let paper = (levels.indices.max { levels[$0] < levels[$1] } ?? 15) * 16 + 8
        let ink = histogram.indices.reduce(0) { abs($1 - paper) > 64 ? $0 + histogram[$1] : $0 }
        return Double(ink) / Double(pixels.count)
    }
}
