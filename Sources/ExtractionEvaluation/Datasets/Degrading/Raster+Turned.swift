internal import ExtractionKit

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension Raster {
    /// Turns the page clockwise about its middle, onto a raster that holds all of it, by bilinear interpolation.
    func turned(degrees: Double, _ checkpoint: () throws -> Void) throws -> Raster {
        guard degrees != 0 else { return self }
        let cosine = cos(degrees * .pi / 180), sine = sin(degrees * .pi / 180)
        let old = (x: Double(width), y: Double(height))
        let newWidth = Int((old.x * abs(cosine) + old.y * abs(sine)).rounded(.up))
        let newHeight = Int((old.x * abs(sine) + old.y * abs(cosine)).rounded(.up))
        // From new pixels to old ones: shift the middle to the origin, turn counterclockwise, shift it back.
        let middle = (x: Double(newWidth) / 2, y: Double(newHeight) / 2)
        let back = PageTransform(
            a: cosine, b: -sine, c: sine, d: cosine, tx: old.x / 2 - cosine * middle.x - sine * middle.y,
            ty: old.y / 2 + sine * middle.x - cosine * middle.y)
        let paper = edgeGrey
        var turned = [UInt8](repeating: paper, count: newWidth * newHeight)
        for row in 0..<newHeight {
            try checkpoint()
            for column in 0..<newWidth {
                // Pixels are squares whose values hold in their middles.
                let source = back(Point(x: Double(column) + 0.5, y: Double(row) + 0.5))
                let x = source.x - 0.5, y = source.y - 0.5
                guard x > -1, y > -1, x < old.x, y < old.y else { continue }
                let left = Int(x.rounded(.down)), top = Int(y.rounded(.down))
                let right = Float(x - Double(left)), below = Float(y - Double(top))
                let upper = grey(left, top, paper) * (1 - right) + grey(left + 1, top, paper) * right
                let lower = grey(left, top + 1, paper) * (1 - right) + grey(left + 1, top + 1, paper) * right
                turned[row * newWidth + column] = UInt8(grey: upper * (1 - below) + lower * below)
            }
        }
        return try Raster(width: newWidth, height: newHeight, pixels: turned, dpi: dpi, toPage: back.followed(by: toPage))
    }

    private func grey(_ column: Int, _ row: Int, _ outside: UInt8) -> Float {
        guard column >= 0, row >= 0, column < width, row < height else { return Float(outside) }
        return Float(pixels[row * width + column])
    }

    /// The commonest grey along the four edges.
    private var edgeGrey: UInt8 {
        var histogram = [Int](repeating: 0, count: 256)
        for column in 0..<width {
            histogram[Int(pixels[column])] += 1
            histogram[Int(pixels[(height - 1) * width + column])] += 1
        }
        for row in 0..<height {
            histogram[Int(pixels[row * width])] += 1
            histogram[Int(pixels[row * width + width - 1])] += 1
        }
        return UInt8(histogram.indices.max { histogram[$0] < histogram[$1] } ?? 255)
    }
}
