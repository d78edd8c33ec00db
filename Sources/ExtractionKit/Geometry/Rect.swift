/// An upright rectangle on a page, in points, in the coordinate space of ``Point``.
public struct Rect: Hashable, Sendable, Codable {
    /// The left edge.
    public var minX: Double
    /// The top edge.
    public var minY: Double
    /// The right edge.
    public var maxX: Double
    /// The bottom edge.
    public var maxY: Double

    /// Creates a rectangle from its edges. Edges given in the wrong order are swapped.
    public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        self.minX = Swift.min(minX, maxX)
        self.minY = Swift.min(minY, maxY)
        self.maxX = Swift.max(minX, maxX)
        self.maxY = Swift.max(minY, maxY)
    }

    /// Creates a rectangle from its top left corner and its size.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.init(minX: x, minY: y, maxX: x + width, maxY: y + height)
    }

    /// The width in points.
    public var width: Double { maxX - minX }
    /// The height in points.
    public var height: Double { maxY - minY }
    /// The horizontal middle.
    public var midX: Double { (minX + maxX) / 2 }
    /// The vertical middle.
    public var midY: Double { (minY + maxY) / 2 }
    /// The area in square points.
    public var area: Double { width * height }

    /// The smallest rectangle that holds both.
    public func union(_ other: Rect) -> Rect {
        Rect(
            minX: Swift.min(minX, other.minX), minY: Swift.min(minY, other.minY),
            maxX: Swift.max(maxX, other.maxX), maxY: Swift.max(maxY, other.maxY)
        )
    }

    /// The part that both cover, or `nil` where they don't meet.
    public func intersection(_ other: Rect) -> Rect? {
        let left = Swift.max(minX, other.minX), right = Swift.min(maxX, other.maxX)
        let top = Swift.max(minY, other.minY), bottom = Swift.min(maxY, other.maxY)
        guard left < right, top < bottom else { return nil }
        return Rect(minX: left, minY: top, maxX: right, maxY: bottom)
    }

    /// How much of the smaller height both share vertically, from 0 (none) to 1 (all).
    ///
    /// The usual test for "stands on the same line".
    public func verticalOverlap(with other: Rect) -> Double {
        let shared = Swift.min(maxY, other.maxY) - Swift.max(minY, other.minY)
        let smaller = Swift.min(height, other.height)
        return smaller > 0 ? Swift.max(0, shared / smaller) : 0
    }

    /// How much of the smaller width both share horizontally, from 0 (none) to 1 (all).
    public func horizontalOverlap(with other: Rect) -> Double {
        let shared = Swift.min(maxX, other.maxX) - Swift.max(minX, other.minX)
        let smaller = Swift.min(width, other.width)
        return smaller > 0 ? Swift.max(0, shared / smaller) : 0
    }

    /// Whether the point lies within the rectangle, its edges included.
    public func contains(_ point: Point) -> Bool {
        point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
    }
}

extension Sequence<Rect> {
    /// The smallest rectangle that holds all of them, or `nil` for none.
    public func union() -> Rect? {
        reduce(nil) { joined, rect in joined.map { $0.union(rect) } ?? rect }
    }
}
