/// Fills chunks up to a number of tokens and ends each at the strongest boundary that leaves it at least a quarter full, as
/// ``RecursiveChunker`` does with characters.
///
/// Nothing has more tokens than the size but a single character, as a person counts them, that has. Tokens are counted by the vocabulary of the model
/// that the chunks are for, read from a file, or estimated without one (see ``ApproximateTokenCounter``).
public struct TokenChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The largest chunk, in tokens.
        public var maximumTokens = 256
        /// At most how many tokens of the end of a chunk begin the next one again: whole words.
        public var overlap = 0
        /// How tokens are counted: `approximate`, `wordpiece` or `bytepair`.
        public var tokens = TokenCounting.approximate
        /// The file of the vocabulary: `vocab.txt` of a model for `wordpiece`, a file `….tiktoken` for `bytepair`.
        public var vocabulary: String?
        /// Whether a model of word pieces takes capitals and accents away.
        public var isUncased = true

        /// Creates the default settings.
        public init() {}
    }

    /// The largest chunk, in tokens.
    public let maximumTokens: Int
    /// At most how many tokens of the end of a chunk begin the next one again.
    public let overlap: Int
    /// Counts the tokens.
    public let counter: any TokenCounter
    /// Who this is.
    public let identity: PluginIdentity

    /// `tokens`.
    public static let id: PluginID = "tokens"
    /// One sentence for people.
    public static let summary = "Fills chunks up to a number of tokens of a model and cuts at the best boundary."

    /// Creates a chunker.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size below 1, an overlap that isn't smaller than half of it, a file that is
    ///   missing from the settings or isn't what they say; `fileUnreadable` for one that can't be read.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment = PluginEnvironment()) throws {
        let counter = try configuration.tokens.counter(vocabulary: configuration.vocabulary, isUncased: configuration.isUncased)
        try self.init(maximumTokens: configuration.maximumTokens, overlap: configuration.overlap, counter: counter)
    }

    /// Creates a chunker with a counter of one's own.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size below 1 and an overlap that isn't smaller than half of it.
    public init(maximumTokens: Int, overlap: Int = 0, counter: some TokenCounter) throws {
        guard maximumTokens > 0 else { throw ExtractionError(.invalidConfiguration, "'maximum_tokens' must be at least 1.") }
        guard overlap >= 0, overlap <= maximumTokens / 2 else {
            throw ExtractionError(.invalidConfiguration, "'overlap' must be at least 0 and at most half of 'maximum_tokens'.")
        }
        self.maximumTokens = maximumTokens
        self.overlap = overlap
        self.counter = counter
        identity = try PluginIdentity(id: Self.id, version: "2", digesting: [counter.name, "\(maximumTokens)", "\(overlap)"])
    }

    /// Cuts the document.
    public func chunks(of document: ReadDocument) async throws -> [Chunk] {
        let cuts = ContentCuts(document.content)
        let measure = TokenMeasure(cuts, counter)
        let spans = cuts.filling {
            measure.cut(from: $0, size: maximumTokens)
        } again: {
            measure.repeating(overlap, of: $0)
        }
        return [Chunk](spans, of: document)
    }
}
