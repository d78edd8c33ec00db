internal import ExtractionKit

extension Raster {
    /// Reduces the resolution as a scanner does: each new pixel is the mean of the area that it covers.
    func reduced(toDPI wanted: Double, _ checkpoint: () throws -> Void) throws -> Raster {
        guard wanted < dpi else { return self }
        let newWidth = max(1, Int((Double(width) * wanted / dpi).rounded()))
        let newHeight = max(1, Int((Double(height) * wanted / dpi).rounded()))
        let across = Self.shares(from: width, to: newWidth), down = Self.shares(from: height, to: newHeight)
        var reduced = [UInt8](repeating: 0, count: newWidth * newHeight)
        var columns = [Float](repeating: 0, count: width)
        for (row, rowShares) in down.enumerated() {
            try checkpoint()
            for column in 0..<width { columns[column] = 0 }
            for (source, share) in rowShares {
                for column in 0..<width { columns[column] += share * Float(pixels[source * width + column]) }
            }
            for (column, columnShares) in across.enumerated() {
                reduced[row * newWidth + column] = UInt8(grey: columnShares.reduce(0) { $0 + $1.share * columns[$1.source] })
            }
        }
        // Whole pixels don't divide evenly, so both axes have a scale of their own.
        let back = PageTransform(
            a: Double(width) / Double(newWidth), b: 0, c: 0, d: Double(height) / Double(newHeight), tx: 0, ty: 0)
        return try Raster(width: newWidth, height: newHeight, pixels: reduced, dpi: wanted, toPage: back.followed(by: toPage))
    }

    /// Which old pixels each new one covers on an axis, and with which share of it.
    private static func shares(from old: Int, to new: Int) -> [[(source: Int, share: Float)]] {
        let step = Double(old) / Double(new)
        return (0..<new).map { index in
            let start = Double(index) * step, end = min(Double(old), start + step)
            return (Int(start)..<max(Int(start) + 1, Int(end.rounded(.up)))).filter { $0 < old }.map { source in
                (source, Float((min(end, Double(source) + 1) - max(start, Double(source))) / step))
            }
        }
    }
}
