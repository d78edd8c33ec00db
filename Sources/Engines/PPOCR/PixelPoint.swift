internal import Foundation

/// A position in an image, in pixels: whole numbers are the middles of pixels.
struct PixelPoint: Hashable, Sendable {
    var x: Double
    var y: Double

    func distance(to other: PixelPoint) -> Double { hypot(x - other.x, y - other.y) }
}
