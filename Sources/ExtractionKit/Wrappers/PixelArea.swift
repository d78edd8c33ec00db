/// A rectangle of whole pixels within a raster: at least one.
struct PixelArea: Hashable, Sendable {
    var columns: Range<Int>
    var rows: Range<Int>

    /// The pixels under a rectangle in pixel coordinates, or `nil` where it has none in the raster or isn't finite.
    init?(covering rect: Rect, in raster: Raster) {
        func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int>? {
            guard low.isFinite, high.isFinite, high > 0, low < Double(count) else { return nil }
            let first = Int(max(0, low).rounded(.down)), end = Int(min(Double(count), high).rounded(.up))
            return first < end ? first..<end : nil
        }
        guard let columns = range(rect.minX, rect.maxX, raster.width), let rows = range(rect.minY, rect.maxY, raster.height) else {
            return nil
        }
        self.columns = columns
        self.rows = rows
    }

    /// The number of pixels.
    var count: Int { columns.count * rows.count }

    func overlaps(_ other: PixelArea) -> Bool { columns.overlaps(other.columns) && rows.overlaps(other.rows) }

    mutating func formUnion(_ other: PixelArea) {
        columns = min(columns.lowerBound, other.columns.lowerBound)..<max(columns.upperBound, other.columns.upperBound)
        rows = min(rows.lowerBound, other.rows.lowerBound)..<max(rows.upperBound, other.rows.upperBound)
    }
}

extension Raster {
    /// A part of the image, whose pixels land where they did on the page.
    func cropped(to area: PixelArea) throws -> Raster {
        var part: [UInt8] = []
        part.reserveCapacity(area.count)
        for row in area.rows { part += pixels[(row * width + area.columns.lowerBound)..<(row * width + area.columns.upperBound)] }
        let shift = PageTransform(a: 1, b: 0, c: 0, d: 1, tx: Double(area.columns.lowerBound), ty: Double(area.rows.lowerBound))
        return try Raster(
            width: area.columns.count, height: area.rows.count, pixels: part, dpi: dpi, toPage: shift.followed(by: toPage))
    }
}
