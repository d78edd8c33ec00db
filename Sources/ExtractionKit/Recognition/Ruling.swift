/// A straight line that is drawn on a page, such as a rule between the rows of a table or an edge of a box.
///
/// A page source that sees drawing operators gives one for each straight stroke, four for a stroked rectangle, and one for a filled
/// rectangle thinner than about three points, along its middle: that is how most programs draw rules. Lines may be given in pieces, twice, and
/// in any order; an analyzer joins them. Curves, hatching, and lines that are clipped away or have the colour of the paper are left out.
public struct Ruling: Hashable, Sendable, Codable {
    /// Where it begins, in the page's points.
    public var start: Point
    /// Where it ends, in the page's points.
    public var end: Point
    /// How thick it is drawn, in points.
    public var thickness: Double

    /// Creates a line from its ends.
    public init(start: Point, end: Point, thickness: Double = 0) {
        self.start = start
        self.end = end
        self.thickness = thickness
    }
}
