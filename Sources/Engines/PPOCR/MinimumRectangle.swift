internal import Foundation

/// The rectangle of the least area around points, which may stand at an angle.
struct MinimumRectangle {
    /// Four corners around it.
    var corners: [PixelPoint]
    var width: Double
    var height: Double

    var shortSide: Double { min(width, height) }

    /// Finds the rectangle: one of its sides lies on an edge of the points' hull (Freeman and Shapira 1975).
    ///
    /// - Parameters:
    ///   - points: At least one.
    ///   - margin: By how much the rectangle is made larger on every side. The least area is that of the larger one.
    init?(around points: [PixelPoint], margin: Double = 0) {
        let hull = Self.hull(of: points)
        guard hull.count > 1 else { return nil }
        var best: MinimumRectangle?
        for (a, b) in zip(hull, hull.dropFirst() + hull.prefix(1)) {
            let length = a.distance(to: b)
            guard length > 0 else { continue }
            let ux = (b.x - a.x) / length, uy = (b.y - a.y) / length
            var low = (along: Double.infinity, across: Double.infinity), high = (along: -Double.infinity, across: -Double.infinity)
            for point in hull {
                let along = point.x * ux + point.y * uy, across = point.y * ux - point.x * uy
                low = (min(low.along, along), min(low.across, across))
                high = (max(high.along, along), max(high.across, across))
            }
            low = (low.along - margin, low.across - margin)
            high = (high.along + margin, high.across + margin)
            let width = high.along - low.along, height = high.across - low.across
            if let best, best.width * best.height <= width * height { continue }
            func corner(_ along: Double, _ across: Double) -> PixelPoint {
                PixelPoint(x: along * ux - across * uy, y: along * uy + across * ux)
            }
            best = MinimumRectangle(
                corners: [
                    corner(low.along, low.across), corner(high.along, low.across), corner(high.along, high.across),
                    corner(low.along, high.across),
                ], width: width, height: height)
        }
        guard let best else { return nil }
        self = best
    }

    private init(corners: [PixelPoint], width: Double, height: Double) {
        self.corners = corners
        self.width = width
        self.height = height
    }

    /// The convex hull, without points on its edges (Andrew's monotone chain).
    static func hull(of points: [PixelPoint]) -> [PixelPoint] {
        let sorted = Set(points).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        guard sorted.count > 2 else { return sorted }
        func chain(_ points: some Sequence<PixelPoint>) -> [PixelPoint] {
            var chain: [PixelPoint] = []
            for point in points {
                while chain.count > 1 {
                    let a = chain[chain.count - 2], b = chain[chain.count - 1]
                    guard (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) <= 0 else { break }
                    chain.removeLast()
                }
                chain.append(point)
            }
            return chain.dropLast()
        }
        return chain(sorted) + chain(sorted.reversed())
    }
}
