/// The text of one page with positions, as an OCR engine or a file's text layer gives it.
///
/// Lines stand in the order in which the source reads them. Nothing has been interpreted yet: that is the work of a
/// ``LayoutAnalyzer``.
public struct PageText: Hashable, Sendable, Codable {
    /// The lines, in the source's reading order.
    public var lines: [TextLine]
    /// Whether the source stopped early, so that text may be missing.
    public var isPartial: Bool
    /// What a person should know of it.
    public var warnings: [Warning]
    /// What it cost.
    public var usage: Usage
    /// The engine that answered, where another was asked: one that chooses among engines says here which it took. `nil` for the one
    /// that was asked.
    public var engine: PluginIdentity?
    /// What was done to the image before it was read, in order; `nil` where the source doesn't say.
    public var preparation: [PreparationStep]?

    /// Creates the text of a page.
    public init(
        lines: [TextLine], isPartial: Bool = false, warnings: [Warning] = [], usage: Usage = Usage(), engine: PluginIdentity? = nil,
        preparation: [PreparationStep]? = nil
    ) {
        self.lines = lines
        self.isPartial = isPartial
        self.warnings = warnings
        self.usage = usage
        self.engine = engine
        self.preparation = preparation
    }

    /// Every word in order.
    public var words: [TextWord] { lines.flatMap(\.words) }

    /// The words joined by blanks, the lines by line feeds.
    public var plainText: String { lines.map(\.plainText).joined(separator: "\n") }
}

/// A line of words as the source read it.
public struct TextLine: Hashable, Sendable, Codable {
    /// The words, in reading order; at least one.
    public var words: [TextWord]

    /// Creates a line.
    public init(words: [TextWord]) { self.words = words }

    /// The words joined by blanks.
    public var plainText: String { words.map(\.text).joined(separator: " ") }
}

/// A word and where it stands.
public struct TextWord: Hashable, Sendable, Codable {
    /// The characters, without white space, at least one; in Unicode's composed form (NFC) where the source is.
    public var text: String
    /// Where the word stands, in the page's points.
    public var polygon: Polygon
    /// How sure the engine is, from 0 to 1; `nil` where the source doesn't say, as in a text layer.
    public var confidence: Double?
    /// The size of the type in points, where the source knows it.
    public var fontSize: Double?
    /// The name of the font without the tag of a subset, such as `Helvetica-Bold`, where the source knows it.
    public var fontName: String?
    /// Whether the type is bold; `nil` where the source doesn't say.
    public var isBold: Bool?
    /// Whether the type is italic or slanted; `nil` where the source doesn't say.
    public var isItalic: Bool?

    /// Creates a word.
    public init(
        text: String, polygon: Polygon, confidence: Double? = nil, fontSize: Double? = nil, fontName: String? = nil,
        isBold: Bool? = nil, isItalic: Bool? = nil
    ) {
        self.text = text
        self.polygon = polygon
        self.confidence = confidence
        self.fontSize = fontSize
        self.fontName = fontName
        self.isBold = isBold
        self.isItalic = isItalic
    }
}
