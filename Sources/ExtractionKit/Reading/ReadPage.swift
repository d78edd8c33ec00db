/// A page that has been read: its structure, and how it came about.
public struct ReadPage: Hashable, Sendable, Codable {
    /// The page.
    public var page: Page
    /// How it was read, and why.
    public var route: PageRoute
    /// The engine that read it; `nil` for a text layer and a blank page.
    public var engine: PluginIdentity?
    /// The text and its structure. In a ``ReadDocument`` the spans point into the document's content, before that into the page's.
    public var layout: PageLayout
    /// Whether the engine stopped early, so that text may be missing.
    public var isPartial: Bool
    /// What a person should know of it.
    public var warnings: [Warning]
    /// What reading it cost.
    public var usage: Usage

    /// Creates a read page.
    public init(
        page: Page, route: PageRoute, engine: PluginIdentity? = nil, layout: PageLayout, isPartial: Bool = false,
        warnings: [Warning] = [], usage: Usage = Usage()
    ) {
        self.page = page
        self.route = route
        self.engine = engine
        self.layout = layout
        self.isPartial = isPartial
        self.warnings = warnings
        self.usage = usage
    }
}
