/// What a file itself says of the text on a page, and what is drawn beside it.
///
/// A text layer can be perfect, missing, or garbage; a ``PageRouter`` decides whether to believe it.
public struct TextLayer: Hashable, Sendable, Codable {
    /// The text with positions.
    public var text: PageText
    /// Where images are drawn.
    public var imageAreas: [Rect]
    /// The straight lines that are drawn, where the source looks for them.
    public var rulings: [Ruling]

    /// Creates a text layer.
    public init(text: PageText, imageAreas: [Rect] = [], rulings: [Ruling] = []) {
        self.text = text
        self.imageAreas = imageAreas
        self.rulings = rulings
    }
}
