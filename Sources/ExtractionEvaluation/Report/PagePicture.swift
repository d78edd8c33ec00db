internal import ExtractionKit

/// The picture of a page, from which smaller pictures are made for a report.
struct PagePicture: Sendable {
    /// The size of the page in points.
    var size: Size
    private var raster: Raster

    /// Draws a page.
    static func draw(page: Int, ofFile path: String, by loader: any DocumentLoader) async throws -> PagePicture {
        let document = try Document(contentsOfFile: path)
        let deadline = Deadline.after(seconds: 20)
        return try await loader.withDocument(LoadRequest(document: document, deadline: deadline)) { open in
            let described = try await open.page(PageRequest(page: page, deadline: deadline))
            let raster = try await open.raster(RasterRequest(page: page, dpi: 144, deadline: deadline))
            return PagePicture(size: described.size, raster: raster)
        }
    }

    /// The whole page, at most so many pixels wide.
    func whole(width: Int) -> GreyPNG { picture(0..<raster.width, 0..<raster.height, width: width) }

    /// The page around regions, at most so many pixels wide; `nil` where they lie outside of the page.
    func crop(_ regions: [PageRegion], width: Int) -> GreyPNG? {
        guard let bounds = regions.map(\.polygon.bounds).union(), let toPixels = raster.toPage.inverted() else { return nil }
        let around = Rect(minX: bounds.minX - 24, minY: bounds.minY - 10, maxX: bounds.maxX + 24, maxY: bounds.maxY + 10)
        let box = toPixels(around).bounds
        guard let columns = Self.range(box.minX, box.maxX, raster.width), let rows = Self.range(box.minY, box.maxY, raster.height) else {
            return nil
        }
        return picture(columns, rows, width: width)
    }

    private static func range(_ start: Double, _ end: Double, _ count: Int) -> Range<Int>? {
        guard start.isFinite, end.isFinite else { return nil }
        let low = Int(max(0, min(Double(count), start))), high = Int(max(0, min(Double(count), end)))
        return low < high ? low..<high : nil
    }

    /// Makes a stretch of the picture smaller by a whole factor, each pixel the mean of those it stands for.
    private func picture(_ columns: Range<Int>, _ rows: Range<Int>, width: Int) -> GreyPNG {
        let factor = max(1, (columns.count + width - 1) / width)
        let small = (width: max(1, columns.count / factor), height: max(1, rows.count / factor))
        var pixels: [UInt8] = []
        pixels.reserveCapacity(small.width * small.height)
        for y in 0..<small.height {
            for x in 0..<small.width {
                var sum = 0
                var count = 0
                for row in (rows.lowerBound + y * factor)..<min(rows.upperBound, rows.lowerBound + (y + 1) * factor) {
                    for column in (columns.lowerBound + x * factor)..<min(columns.upperBound, columns.lowerBound + (x + 1) * factor) {
                        sum += Int(raster.pixels[row * raster.width + column])
                        count += 1
                    }
                }
                pixels.append(UInt8(sum / max(1, count)))
            }
        }
        return GreyPNG(width: small.width, height: small.height, pixels: pixels)
    }
}
