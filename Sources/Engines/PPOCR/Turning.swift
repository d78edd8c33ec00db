internal import ExtractionKit

extension [LineBox] {
    /// Whether most of what is written runs along the page's height.
    var runDown: Bool {
        let down = reduce(0) { $0 + ($1.runsDown ? $1.width : 0) }
        return down > reduce(0) { $0 + $1.width } / 2
    }

    /// The lines of a page that stands on its head, given in reading order as if it didn't.
    var turnedOver: [LineBox] { reversed().map(\.turnedOver) }
}

extension LineBox {
    fileprivate var runsDown: Bool { abs(topRight.y - topLeft.y) > abs(topRight.x - topLeft.x) }

    /// The line to be read from its other end.
    fileprivate var turnedOver: LineBox {
        var box = self
        (box.topLeft, box.topRight, box.bottomRight, box.bottomLeft) = (bottomRight, bottomLeft, topLeft, topRight)
        return box
    }
}

extension Raster {
    /// The image turned clockwise by three quarters; what lands on the page stays where it was.
    func turnedByThreeQuarters() throws -> Raster {
        let turned = [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
            pixels.withUnsafeBufferPointer { pixels in
                for y in 0..<width {
                    for x in 0..<height { buffer.initializeElement(at: y * height + x, to: pixels[x * width + width - 1 - y]) }
                }
            }
            count = width * height
        }
        let back = PageTransform(a: 0, b: 1, c: -1, d: 0, tx: Double(width), ty: 0)
        return try Raster(width: height, height: width, pixels: turned, dpi: dpi, toPage: back.followed(by: toPage))
    }
}
