internal import Foundation

/// Where a line of text stands on the raster, in pixels: four corners in its reading direction.
struct LineBox: Hashable, Sendable {
    var topLeft: PixelPoint
    var topRight: PixelPoint
    var bottomRight: PixelPoint
    var bottomLeft: PixelPoint

    /// Takes the corners of a region to the pixels of the raster: rounded, within the image.
    ///
    /// A box that is much higher than wide is a line that runs down: its corners are given in the direction in which it is read.
    ///
    /// - Returns: `nil` for a box too small to hold text.
    init?(_ corners: [PixelPoint], scaledBy scale: (x: Double, y: Double), offset: Double = 0, width: Int, height: Int) {
        let points = corners.map { corner in
            PixelPoint(
                x: min(max((corner.x * scale.x).rounded(), 0), Double(width - 1)),
                y: min(max(((corner.y + offset) * scale.y).rounded(), 0), Double(height - 1)))
        }
        let sorted = points.sorted { $0.x < $1.x }
        guard sorted.count == 4 else { return nil }
        let (left, right) = (sorted[0...1].sorted { $0.y < $1.y }, sorted[2...3].sorted { $0.y < $1.y })
        (topLeft, bottomLeft, topRight, bottomRight) = (left[0], left[1], right[0], right[1])
        guard topLeft.distance(to: topRight) >= 4, topLeft.distance(to: bottomLeft) >= 4 else { return nil }
        if self.height.rounded(.down) / max(self.width.rounded(.down), 1) >= 1.5 {
            (topLeft, topRight, bottomRight, bottomLeft) = (topRight, bottomRight, bottomLeft, topLeft)
        }
    }

    /// The length of the line in pixels.
    var width: Double { max(topLeft.distance(to: topRight), bottomLeft.distance(to: bottomRight)) }
    /// The height of the line in pixels.
    var height: Double { max(topLeft.distance(to: bottomLeft), topRight.distance(to: bottomRight)) }
    /// The middle of the line's height where it begins and ends, on average.
    var middle: PixelPoint {
        PixelPoint(
            x: (topLeft.x + topRight.x + bottomRight.x + bottomLeft.x) / 4, y: (topLeft.y + topRight.y + bottomRight.y + bottomLeft.y) / 4)
    }

    /// The part of the line between two shares of its length, from 0 to 1.
    func part(from start: Double, to end: Double) -> LineBox {
        func point(_ a: PixelPoint, _ b: PixelPoint, _ share: Double) -> PixelPoint {
            PixelPoint(x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share)
        }
        var part = self
        part.topLeft = point(topLeft, topRight, start)
        part.topRight = point(topLeft, topRight, end)
        part.bottomLeft = point(bottomLeft, bottomRight, start)
        part.bottomRight = point(bottomLeft, bottomRight, end)
        return part
    }
}
