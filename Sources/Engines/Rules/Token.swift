internal import ExtractionKit

/// A word of the document as rules see it.
struct Token {
    /// The word as it stands in the content.
    var text: String
    /// Where it stands in the content.
    var span: TextSpan
    /// Where it stands on the page.
    var box: Rect
    /// The polygon it was read with.
    var polygon: Polygon
    /// How sure the OCR engine is; `nil` for a text layer.
    var confidence: Double?
    /// The size of the type: as the source says, otherwise the height of the word.
    var size: Double
    /// The index of its line in the page's layout.
    var line: Int
}
