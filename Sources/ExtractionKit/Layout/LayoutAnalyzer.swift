/// A type that finds the structure of a page in its words: reading order, lines, paragraphs, tables.
///
/// ### Implement an analyzer
///
/// Keep every word: the words of the result are the words of the request, each once, joined by white space. `LayoutBuilder` keeps
/// spans and text together. An analyzer is pure geometry and language; it throws only what its model throws.
///
/// Check it with `LayoutAnalyzerConformance` of ExtractionTesting.
public protocol LayoutAnalyzer: Sendable {
    /// Who this is, for results and caches.
    var identity: PluginIdentity { get }

    /// Finds the structure of a page.
    func layout(for request: LayoutRequest) async throws -> PageLayout
}

/// A page's text to be structured.
public struct LayoutRequest: Sendable {
    /// The page.
    public var page: Page
    /// Its text as the source read it.
    public var text: PageText
    /// The straight lines that the file draws, where its loader tells.
    public var rulings: [Ruling]
    /// Where the file draws images, where its loader tells.
    public var imageAreas: [Rect]
    /// The areas that lead somewhere, where its loader tells, without spans.
    public var links: [Link]
    /// The image that the text was recognised in; `nil` for a text layer.
    public var raster: Raster?

    /// Creates a request.
    public init(page: Page, text: PageText, rulings: [Ruling] = [], imageAreas: [Rect] = [], links: [Link] = [], raster: Raster? = nil) {
        self.page = page
        self.text = text
        self.rulings = rulings
        self.imageAreas = imageAreas
        self.links = links
        self.raster = raster
    }
}
