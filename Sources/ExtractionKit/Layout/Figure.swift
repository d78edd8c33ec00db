/// A picture, plot or drawing on a page.
public struct Figure: Hashable, Sendable, Codable {
    /// Where it stands on the page.
    public var polygon: Polygon
    /// The index in ``PageLayout/paragraphs`` of the caption that explains it, if one was found.
    public var caption: Int?

    /// Creates a figure.
    public init(polygon: Polygon, caption: Int? = nil) {
        self.polygon = polygon
        self.caption = caption
    }
}
