internal import CPoppler
internal import ExtractionKit

extension PopplerPage {
    /// Draws the page on white.
    ///
    /// - Parameters:
    ///   - dpi: The resolution wanted; lowered where a limit demands.
    ///   - limits: The largest number of pixels, and the lowest resolution.
    /// - Throws: `invalidRequest`, `tooLarge`, `corrupt` for a page that can't be drawn to its end.
    func raster(dpi: Double, limits: DocumentLimits) throws -> Raster {
        let canvas = try RasterSize(of: size, dpi: dpi, limits: limits)
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(canvas.width), Int32(canvas.height)) else {
            throw Self.tooLarge
        }
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else { throw Self.tooLarge }
        guard let context = cairo_create(surface) else { throw Self.tooLarge }
        defer { cairo_destroy(context) }
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_paint(context)
        cairo_scale(context, Double(canvas.width) / size.width, Double(canvas.height) / size.height)
        poppler_page_render(handle, context)
        switch cairo_status(context) {
        case CAIRO_STATUS_SUCCESS: break
        case CAIRO_STATUS_NO_MEMORY: throw Self.tooLarge
        default: throw ExtractionError(.corrupt, "The page can't be drawn to its end; repair the file or leave the page out.")
        }
        cairo_surface_flush(surface)

        let stride = Int(cairo_image_surface_get_stride(surface))
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface),
            Int(cairo_image_surface_get_width(surface)) == canvas.width,
            Int(cairo_image_surface_get_height(surface)) == canvas.height,
            cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24, stride >= canvas.width * 4, stride % 4 == 0
        else { throw ExtractionError(.invalidRaster, "The page's image isn't of the size that was asked for; lower the resolution.") }

        return try Raster(
            width: canvas.width, height: canvas.height,
            pixels: Self.grey(UnsafeRawPointer(data), stride: stride, width: canvas.width, height: canvas.height), dpi: canvas.dpi,
            toPage: PageTransform(
                a: size.width / Double(canvas.width), b: 0, c: 0, d: size.height / Double(canvas.height), tx: 0, ty: 0))
    }

    private static let tooLarge = ExtractionError(
        .tooLarge, "There is no memory for the page's image; lower the resolution or the limit 'pixels'.")

    /// The luma of 32-bit pixels, `0x00RRGGBB` in the machine's byte order, by the weights of ITU-R BT.601 in 1/256.
    private static func grey(_ data: UnsafeRawPointer, stride: Int, width: Int, height: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: width * height) { grey, count in
            guard let target = grey.baseAddress else { return }
            for y in 0..<height {
                let source = (data + y * stride).assumingMemoryBound(to: UInt32.self)
                let row = target + y * width
                for x in 0..<width {
                    let pixel = source[x]
                    let luma = 77 &* (pixel >> 16 & 0xFF) &+ 150 &* (pixel >> 8 & 0xFF) &+ 29 &* (pixel & 0xFF) &+ 128
                    row[x] = UInt8(truncatingIfNeeded: luma >> 8)
                }
            }
            count = width * height
        }
    }
}
