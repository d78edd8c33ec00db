/// What a file itself says of the text on a page, and what is drawn beside it.
///
/// A text layer can be perfect, missing, or garbage; a ``PageRouter`` decides whether to believe it.
public struct TextLayer: Hashable, Sendable, Codable {
    /// The text with positions that a reader of the page sees: its own, or that of a scan which says what its image shows.
    public var text: PageText
    /// Where images are drawn.
    public var imageAreas: [Rect]
    /// The straight lines that are drawn, where the source looks for them.
    public var rulings: [Ruling]
    /// The areas that lead somewhere, without spans.
    public var links: [Link]
    /// Text that the file holds but nobody sees on the page.
    public var hidden: [HiddenText]
    /// How many of the words of ``text`` aren't painted themselves but lie over or under a large image, as programs add what they have read
    /// to scans.
    public var scannedWords: Int
    /// How many glyphs are drawn that stand for no character; they are not in ``text``.
    public var unmappedGlyphs: Int
    /// How many small shapes with curves are filled: the outlines of letters, where text was turned into drawings.
    public var outlinedShapes: Int

    /// Creates a text layer.
    public init(
        text: PageText, imageAreas: [Rect] = [], rulings: [Ruling] = [], links: [Link] = [], hidden: [HiddenText] = [],
        scannedWords: Int = 0,
        unmappedGlyphs: Int = 0, outlinedShapes: Int = 0
    ) {
        self.text = text
        self.imageAreas = imageAreas
        self.rulings = rulings
        self.links = links
        self.hidden = hidden
        self.scannedWords = scannedWords
        self.unmappedGlyphs = unmappedGlyphs
        self.outlinedShapes = outlinedShapes
    }
}

/// A line of text that a file holds but nobody sees on the page. It is no part of any content: it may say what the page doesn't.
public struct HiddenText: Hashable, Sendable, Codable {
    /// The line.
    public var line: TextLine
    /// Why it isn't seen.
    public var reason: Reason

    /// Creates a line of hidden text.
    public init(line: TextLine, reason: Reason) {
        self.line = line
        self.reason = reason
    }

    /// Why text isn't seen.
    public enum Reason: String, Hashable, Sendable, Codable {
        /// It is drawn without being painted, or fully transparent.
        case unpainted
        /// It has the colour of the paper.
        case paperColour = "paper_colour"
        /// It stands outside of the page.
        case offPage = "off_page"
        /// It is cut away.
        case clipped
        /// Something is painted over it.
        case covered
    }
}
