import ExtractionKit

extension Raster {
    /// The area of the page in which pixels are darker than the middle grey, or `nil` for none.
    var inkBounds: Rect? {
        var bounds: Rect?
        for y in 0..<height {
            for x in 0..<width where pixels[y * width + x] < 128 {
                let pixel = toPage(Rect(x: Double(x), y: Double(y), width: 1, height: 1)).bounds
                bounds = bounds.map { $0.union(pixel) } ?? pixel
            }
        }
        return bounds
    }

    /// The number of dark pixels whose middle lies in one of the areas of the page.
    func darkPixels(in areas: [Rect]) -> Int {
        var count = 0
        for y in 0..<height {
            for x in 0..<width where pixels[y * width + x] < 128 {
                let middle = toPage(Point(x: Double(x) + 0.5, y: Double(y) + 0.5))
                if areas.contains(where: { $0.contains(middle) }) { count += 1 }
            }
        }
        return count
    }
}
