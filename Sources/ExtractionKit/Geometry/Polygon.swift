/// The four corners of something on a page, clockwise from the corner where its text begins.
///
/// For upright text that is top left, top right, bottom right, bottom left. Text that stands on its side keeps the same
/// order relative to its own reading direction. Coded as eight numbers, `[x1, y1, x2, y2, x3, y3, x4, y4]`, in points.
public struct Polygon: Hashable, Sendable {
    /// The corner above the first character.
    public var topLeft: Point
    /// The corner above the last character.
    public var topRight: Point
    /// The corner below the last character.
    public var bottomRight: Point
    /// The corner below the first character.
    public var bottomLeft: Point

    /// Creates a polygon from its corners, clockwise.
    public init(topLeft: Point, topRight: Point, bottomRight: Point, bottomLeft: Point) {
        self.topLeft = topLeft
        self.topRight = topRight
        self.bottomRight = bottomRight
        self.bottomLeft = bottomLeft
    }

    /// Creates the polygon of an upright rectangle.
    public init(_ rect: Rect) {
        self.init(
            topLeft: Point(x: rect.minX, y: rect.minY), topRight: Point(x: rect.maxX, y: rect.minY),
            bottomRight: Point(x: rect.maxX, y: rect.maxY), bottomLeft: Point(x: rect.minX, y: rect.maxY)
        )
    }

    /// The corners in order.
    public var corners: [Point] { [topLeft, topRight, bottomRight, bottomLeft] }

    /// The smallest upright rectangle that holds the polygon.
    public var bounds: Rect {
        Rect(
            minX: min(topLeft.x, topRight.x, bottomRight.x, bottomLeft.x),
            minY: min(topLeft.y, topRight.y, bottomRight.y, bottomLeft.y),
            maxX: max(topLeft.x, topRight.x, bottomRight.x, bottomLeft.x),
            maxY: max(topLeft.y, topRight.y, bottomRight.y, bottomLeft.y)
        )
    }
}

extension Polygon: Codable {
    /// Reads eight numbers.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        func point() throws -> Point {
            try Point(x: container.decode(Double.self), y: container.decode(Double.self))
        }
        try self.init(topLeft: point(), topRight: point(), bottomRight: point(), bottomLeft: point())
    }

    /// Writes eight numbers, rounded to a hundredth of a point (3.5 micrometres).
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for corner in corners {
            try container.encode((corner.x * 100).rounded() / 100)
            try container.encode((corner.y * 100).rounded() / 100)
        }
    }
}

extension Sequence<Polygon> {
    /// The smallest upright polygon that holds all of them, or `nil` for none. A single polygon stays as it is.
    public func union() -> Polygon? {
        var joined: Polygon?
        for polygon in self {
            guard let sofar = joined else {
                joined = polygon
                continue
            }
            joined = Polygon(sofar.bounds.union(polygon.bounds))
        }
        return joined
    }
}
