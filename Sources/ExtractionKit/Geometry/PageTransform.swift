/// An affine map between two coordinate spaces, usually from the pixels of a raster to the points of its page.
///
///     x' = a·x + c·y + tx
///     y' = b·x + d·y + ty
///
/// A step that rotates, deskews or scales a raster composes its own map into the raster's, so that what an engine finds
/// in pixels always lands where it stands on the page.
public struct PageTransform: Hashable, Sendable, Codable {
    /// The contribution of `x` to the new `x`.
    public var a: Double
    /// The contribution of `x` to the new `y`.
    public var b: Double
    /// The contribution of `y` to the new `x`.
    public var c: Double
    /// The contribution of `y` to the new `y`.
    public var d: Double
    /// The shift of `x`.
    public var tx: Double
    /// The shift of `y`.
    public var ty: Double

    /// Creates a map from its six coefficients.
    public init(a: Double, b: Double, c: Double, d: Double, tx: Double, ty: Double) {
        self.a = a
        self.b = b
        self.c = c
        self.d = d
        self.tx = tx
        self.ty = ty
    }

    /// The map that changes nothing.
    public static let identity = PageTransform(a: 1, b: 0, c: 0, d: 1, tx: 0, ty: 0)

    /// A uniform scaling about the origin.
    public static func scale(_ factor: Double) -> PageTransform {
        PageTransform(a: factor, b: 0, c: 0, d: factor, tx: 0, ty: 0)
    }

    /// The map from the pixels of a raster that covers a whole page at the given resolution to the page's points.
    public static func pixels(dpi: Double) -> PageTransform { .scale(72 / dpi) }

    /// Where the point lands.
    public func callAsFunction(_ point: Point) -> Point {
        Point(x: a * point.x + c * point.y + tx, y: b * point.x + d * point.y + ty)
    }

    /// Where the rectangle lands, corner by corner.
    public func callAsFunction(_ rect: Rect) -> Polygon { self(Polygon(rect)) }

    /// Where the polygon lands, corner by corner.
    public func callAsFunction(_ polygon: Polygon) -> Polygon {
        Polygon(
            topLeft: self(polygon.topLeft), topRight: self(polygon.topRight),
            bottomRight: self(polygon.bottomRight), bottomLeft: self(polygon.bottomLeft)
        )
    }

    /// The map that applies this one first and `next` to its result.
    public func followed(by next: PageTransform) -> PageTransform {
        PageTransform(
            a: next.a * a + next.c * b, b: next.b * a + next.d * b,
            c: next.a * c + next.c * d, d: next.b * c + next.d * d,
            tx: next.a * tx + next.c * ty + next.tx, ty: next.b * tx + next.d * ty + next.ty
        )
    }

    /// The map back, or `nil` for a map that flattens the plane.
    public func inverted() -> PageTransform? {
        let determinant = a * d - b * c
        guard determinant.isFinite, determinant != 0 else { return nil }
        return PageTransform(
            a: d / determinant, b: -b / determinant, c: -c / determinant, d: a / determinant,
            tx: (c * ty - d * tx) / determinant, ty: (b * tx - a * ty) / determinant
        )
    }
}
