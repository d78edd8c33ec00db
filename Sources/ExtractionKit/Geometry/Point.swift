/// A position on a page, in points (1/72 inch).
///
/// The origin is the top left corner of the upright page; `x` grows to the right and `y` grows downwards. Every
/// coordinate that leaves a reader is in this space, whatever the engine behind it used.
public struct Point: Hashable, Sendable, Codable {
    /// The distance from the page's left edge, in points.
    public var x: Double
    /// The distance from the page's top edge, in points.
    public var y: Double

    /// Creates a position from its distances to the page's left and top edges, in points.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}
