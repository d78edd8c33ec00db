package import ExtractionKit

/// The picture of a page, from which smaller pictures are made for people to look at.
package struct PagePicture: Sendable {
    /// The size of the page in points.
    package let size: Size
    private let raster: Raster

    /// Takes a page that is drawn.
    package init(size: Size, raster: Raster) {
        self.size = size
        self.raster = raster
    }

    /// Draws a page of a file.
    package static func draw(page: Int, ofFile path: String, by loader: any DocumentLoader) async throws -> PagePicture {
        let document = try Document(contentsOfFile: path)
        let deadline = Deadline.after(seconds: 20)
        return try await loader.withDocument(LoadRequest(document: document, deadline: deadline)) { open in
            try await draw(page: page, of: open, width: nil, deadline: deadline)
        }
    }

    /// Draws a page of an open document, at 144 dpi or so that it is about as wide as wanted.
    static func draw(page: Int, of document: any OpenDocument, width: Int?, deadline: Deadline) async throws -> PagePicture {
        let described = try await document.page(PageRequest(page: page, deadline: deadline))
        let dpi = width.map { min(300, max(20, Double($0) * 72 / max(1, described.size.width))) } ?? 144
        let raster = try await document.raster(RasterRequest(page: page, dpi: dpi, deadline: deadline))
        return PagePicture(size: described.size, raster: raster)
    }

    /// The whole page, at most so many pixels wide.
    package func whole(width: Int) -> PNG { reduced(width: width).png }

    /// The whole page as pixels, at most so many wide.
    func reduced(width: Int) -> GreyPixels { picture(0..<raster.width, 0..<raster.height, width: width) }

    /// The page around regions, at most so many pixels wide; `nil` where they lie outside of the page.
    package func crop(_ regions: [PageRegion], width: Int) -> PNG? {
        guard let bounds = regions.map(\.polygon.bounds).union(), let toPixels = raster.toPage.inverted() else { return nil }
        let around = Rect(minX: bounds.minX - 24, minY: bounds.minY - 10, maxX: bounds.maxX + 24, maxY: bounds.maxY + 10)
        let box = toPixels(around).bounds
        guard let columns = Self.range(box.minX, box.maxX, raster.width), let rows = Self.range(box.minY, box.maxY, raster.height) else {
            return nil
        }
        return picture(columns, rows, width: width).png
    }

    private static func range(_ start: Double, _ end: Double, _ count: Int) -> Range<Int>? {
        guard start.isFinite, end.isFinite else { return nil }
        let low = Int(max(0, min(Double(count), start))), high = Int(max(0, min(Double(count), end)))
        return low < high ? low..<high : nil
    }

    /// Makes a stretch of the picture smaller by a whole factor, each pixel the mean of those it stands for.
    private func picture(_ columns: Range<Int>, _ rows: Range<Int>, width: Int) -> GreyPixels {
        // A page that is a ribbon is made smaller by its height.
        let factor = max(1, (columns.count + width - 1) / width, (rows.count + width * 4 - 1) / (width * 4))
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
        return GreyPixels(width: small.width, height: small.height, pixels: pixels)
    }
}

/// Grey pixels, 0 black, rows from top to bottom.
struct GreyPixels: Sendable {
    var width: Int
    var height: Int
    var pixels: [UInt8]

    var png: PNG { PNG(width: width, height: height, grey: pixels) }
}
