/// Cuts where the page's structure does: sections stay together, tables are cut between rows, and what every page repeats is left out.
///
/// A chunk has the headings above it as its ``Chunk/context``, and one of a table that was cut its head as well, so that it says by itself what it
/// is of. A heading begins a chunk, unless the one before would be no longer than a quarter of the size; headers, footers and page numbers are
/// in none.
///
/// Tables and lists are whole where they fit, and otherwise cut between rows and items; numbers or letters in order make a list as bullets do. A
/// paragraph, a row and an item are whole unless they alone are too long: then they are cut as ``RecursiveChunker`` does. A caption stays with its
/// table or with what stands in its figure, and what ends with a colon with the list or the table behind it, where both fit.
///
/// Sizes count characters as Unicode scalars, or tokens, those of the context too: no ``Chunk/textInContext`` is longer than the size, unless a
/// single character is, as a person counts them. The context takes at most half, and less where the text would have to be cut for it: the
/// outermost headings are left out first.
public struct LayoutChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The largest chunk with its context, in characters; 1,000 where `maximumTokens` isn't given either.
        public var maximumLength: Int?
        /// The largest chunk with its context in tokens, in place of characters.
        public var maximumTokens: Int?
        /// How tokens are counted: `approximate`, `wordpiece` or `bytepair`.
        public var tokens = TokenCounting.approximate
        /// The file of the vocabulary: `vocab.txt` of a model for `wordpiece`, a file `….tiktoken` for `bytepair`.
        public var vocabulary: String?
        /// Whether a model of word pieces takes capitals and accents away.
        public var isUncased = true

        /// Creates the default settings.
        public init() {}
    }

    /// The largest chunk with its context, in characters, or in tokens where there is a counter.
    public let size: Int
    /// Counts tokens, where sizes are counted in them.
    public let counter: (any TokenCounter)?
    /// Who this is.
    public let identity: PluginIdentity

    /// `layout`.
    public static let id: PluginID = "layout"
    /// One sentence for people.
    public static let summary = "Cuts between sections, paragraphs and rows of tables, with the headings above as context."

    /// Creates a chunker.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size below 1, sizes in characters and tokens together, a way to count tokens
    ///   without a size in them, and a file that is missing from the settings or isn't what they say; `fileUnreadable` for one that can't be read.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment = PluginEnvironment()) throws {
        let tokens = configuration.tokens, vocabulary = configuration.vocabulary
        switch (configuration.maximumLength, configuration.maximumTokens) {
        case (let length, nil):
            guard tokens == .approximate, vocabulary == nil else {
                throw ExtractionError(.invalidConfiguration, "'tokens' and 'vocabulary' need 'maximum_tokens'.")
            }
            try self.init(length ?? 1_000, "maximum_length")
        case (nil, let size?):
            try self.init(size, "maximum_tokens", tokens.counter(vocabulary: vocabulary, isUncased: configuration.isUncased))
        case (_?, _?): throw ExtractionError(.invalidConfiguration, "Give 'maximum_length' or 'maximum_tokens', not both.")
        }
    }

    /// Creates a chunker that counts tokens with a counter of one's own.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size below 1.
    public init(maximumTokens: Int, counter: some TokenCounter) throws { try self.init(maximumTokens, "maximum_tokens", counter) }

    private init(_ size: Int, _ setting: String, _ counter: (any TokenCounter)? = nil) throws {
        guard size > 0 else { throw ExtractionError(.invalidConfiguration, "'\(setting)' must be at least 1.") }
        self.size = size
        self.counter = counter
        identity = try PluginIdentity(id: Self.id, version: "3", digesting: [counter?.name ?? "characters", "\(size)"])
    }

    /// Cuts the document.
    public func chunks(of document: ReadDocument) async throws -> [Chunk] {
        let cuts = ContentCuts(document.content)
        guard let counter else { return pack(document, cuts, by: CharacterMeasure(cuts: cuts)) }
        return pack(document, cuts, by: TokenMeasure(cuts, counter))
    }

    private func pack(_ document: ReadDocument, _ cuts: ContentCuts, by measure: some ContentMeasure) -> [Chunk] {
        var packing = UnitPacking(document, cuts, by: measure, size: size)
        return [Chunk](packing.pack(), of: document)
    }
}
