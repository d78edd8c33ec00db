internal import ExtractionKit

/// A place as programs write it: `[x1, y1, x2, y2]` for an upright box, or eight numbers for four corners, clockwise from the one above the first
/// character.
struct PixelBox: Decodable {
    var polygon: Polygon

    init(from decoder: any Decoder) throws {
        let numbers = try decoder.singleValueContainer().decode([Double].self)
        guard numbers.allSatisfy(\.isFinite), let polygon = Self.polygon(numbers) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "A box has 4 or 8 numbers."))
        }
        self.polygon = polygon
    }

    private static func polygon(_ n: [Double]) -> Polygon? {
        switch n.count {
        case 4: Polygon(Rect(minX: n[0], minY: n[1], maxX: n[2], maxY: n[3]))
        case 8:
            Polygon(
                topLeft: Point(x: n[0], y: n[1]), topRight: Point(x: n[2], y: n[3]), bottomRight: Point(x: n[4], y: n[5]),
                bottomLeft: Point(x: n[6], y: n[7]))
        default: nil
        }
    }

    /// The box cut to an image, or `nil` where it stands so far outside that it can't be meant for the image. Detectors enlarge what they find, so
    /// that a box at an edge often reaches a little over it.
    func clipped(width: Double, height: Double) -> Polygon? {
        let slack = max(16, max(width, height) / 10)
        guard
            polygon.corners.allSatisfy({ (-slack...width + slack).contains($0.x) && (-slack...height + slack).contains($0.y) })
        else { return nil }
        func clip(_ point: Point) -> Point { Point(x: min(max(point.x, 0), width), y: min(max(point.y, 0), height)) }
        return Polygon(
            topLeft: clip(polygon.topLeft), topRight: clip(polygon.topRight), bottomRight: clip(polygon.bottomRight),
            bottomLeft: clip(polygon.bottomLeft))
    }
}
