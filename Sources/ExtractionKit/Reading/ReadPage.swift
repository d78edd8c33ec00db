/// A page that has been read: its structure, and how it came about.
public struct ReadPage: Hashable, Sendable, Codable {
    /// The page.
    public var page: Page
    /// How it was read, and why.
    public var route: PageRoute
    /// The engine that read it; `nil` for a text layer and a blank page.
    public var engine: PluginIdentity?
    /// What was done to the page's image before it was recognised, in order; `nil` where nobody says.
    public var preparation: [PreparationStep]?
    /// The text and its structure. In a ``ReadDocument`` the spans point into the document's content, before that into the page's.
    public var layout: PageLayout
    /// Text that the file holds but nobody sees on the page. It is no part of the layout's content.
    public var hiddenText: [HiddenText]
    /// The documents with their fields that the reader itself found, each on its first page; empty for readers that give text alone. Their
    /// groundings have a page and a place, and an empty span: ``ReaderFieldExtractor`` finds the words there.
    public var findings: [ExtractedPart]
    /// Whether the engine stopped early, so that text may be missing.
    public var isPartial: Bool
    /// What a person should know of it.
    public var warnings: [Warning]
    /// What reading it cost.
    public var usage: Usage

    /// Creates a read page.
    public init(
        page: Page, route: PageRoute, engine: PluginIdentity? = nil, preparation: [PreparationStep]? = nil, layout: PageLayout,
        hiddenText: [HiddenText] = [], findings: [ExtractedPart] = [], isPartial: Bool = false, warnings: [Warning] = [],
        usage: Usage = Usage()
    ) {
        self.page = page
        self.route = route
        self.engine = engine
        self.preparation = preparation
        self.layout = layout
        self.hiddenText = hiddenText
        self.findings = findings
        self.isPartial = isPartial
        self.warnings = warnings
        self.usage = usage
    }
}

extension ReadPage {
    private enum CodingKeys: String, CodingKey {
        case page, route, engine, preparation, layout, hiddenText, findings, isPartial, warnings, usage
    }

    /// Reads a page; one that was written before hidden text or findings were kept has none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            page: container.decode(Page.self, forKey: .page), route: container.decode(PageRoute.self, forKey: .route),
            engine: container.decodeIfPresent(PluginIdentity.self, forKey: .engine),
            preparation: container.decodeIfPresent([PreparationStep].self, forKey: .preparation),
            layout: container.decode(PageLayout.self, forKey: .layout),
            hiddenText: container.decodeIfPresent([HiddenText].self, forKey: .hiddenText) ?? [],
            findings: container.decodeIfPresent([ExtractedPart].self, forKey: .findings) ?? [],
            isPartial: container.decode(Bool.self, forKey: .isPartial), warnings: container.decode([Warning].self, forKey: .warnings),
            usage: container.decode(Usage.self, forKey: .usage))
    }

    /// Writes the page, without keys for hidden text and findings where there are none.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(page, forKey: .page)
        try container.encode(route, forKey: .route)
        try container.encodeIfPresent(engine, forKey: .engine)
        try container.encodeIfPresent(preparation, forKey: .preparation)
        try container.encode(layout, forKey: .layout)
        if !hiddenText.isEmpty { try container.encode(hiddenText, forKey: .hiddenText) }
        if !findings.isEmpty { try container.encode(findings, forKey: .findings) }
        try container.encode(isPartial, forKey: .isPartial)
        try container.encode(warnings, forKey: .warnings)
        try container.encode(usage, forKey: .usage)
    }
}
