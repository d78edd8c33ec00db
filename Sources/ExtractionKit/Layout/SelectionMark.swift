/// A check box or radio button on a page.
public struct SelectionMark: Hashable, Sendable, Codable {
    /// Where it stands on the page.
    public var polygon: Polygon
    /// Whether it is ticked, crossed or filled.
    public var isSelected: Bool
    /// How sure the engine is, from 0 to 1, where it says.
    public var confidence: Double?

    /// Creates a selection mark.
    public init(polygon: Polygon, isSelected: Bool, confidence: Double? = nil) {
        self.polygon = polygon
        self.isSelected = isSelected
        self.confidence = confidence
    }
}
