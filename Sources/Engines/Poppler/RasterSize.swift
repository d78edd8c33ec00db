internal import ExtractionKit

/// How many pixels a page is drawn with.
struct RasterSize: Hashable {
    /// Pixels in a row, from 1 to 32,767.
    let width: Int
    /// Rows, from 1 to 32,767.
    let height: Int
    /// The resolution, in dots per inch.
    let dpi: Double

    /// The largest width or height of a cairo surface.
    private static let longestSide = 32_767.0

    /// Computes the pixels of a page of the given size in points, at the resolution wanted or below where a limit demands.
    ///
    /// - Throws: `invalidRequest` for a resolution that isn't one, `tooLarge` where it would have to be below the lowest allowed.
    init(of size: Size, dpi wanted: Double, limits: DocumentLimits) throws {
        guard wanted.isFinite, wanted > 0 else {
            throw ExtractionError(.invalidRequest, "A resolution is a number of dots per inch above 0; correct it.")
        }
        let area = size.width * size.height / (72 * 72)
        let fitting = min((Double(limits.pixels) / area).squareRoot(), Self.longestSide * 72 / max(size.width, size.height))
        let dpi = min(wanted, fitting)
        // Comparisons are written so that a number that isn't one fails.
        guard dpi >= min(wanted, limits.minimumDPI), dpi > 0 else { throw Self.tooLarge(limits) }
        let columns = max(1, (size.width * dpi / 72).rounded(.down)), rows = max(1, (size.height * dpi / 72).rounded(.down))
        guard columns <= Self.longestSide, rows <= Self.longestSide, columns * rows <= Double(limits.pixels) else {
            throw Self.tooLarge(limits)
        }
        width = Int(columns)
        height = Int(rows)
        self.dpi = dpi
    }

    private static func tooLarge(_ limits: DocumentLimits) -> ExtractionError {
        ExtractionError(
            .tooLarge,
            "The page can't be drawn with \(limits.minimumDPI) dpi within \(limits.pixels) pixels and 32,767 a side; raise the limit 'pixels' or leave the page out."
        )
    }
}
