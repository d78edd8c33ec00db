/// Cuts a content into pieces of one size, between whatever words that falls: the baseline to compare others with.
///
/// Sizes count characters as Unicode scalars; a piece ends with its last whole word, or, where a word alone is longer, between characters as a
/// person counts them. White space at both ends of a piece is left out.
public struct FixedChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The size of a chunk, in characters.
        public var length = 1_000
        /// At most how many characters of the end of a chunk begin the next one again: whole words.
        public var overlap = 0

        /// Creates the default settings.
        public init() {}
    }

    /// The settings.
    public let configuration: Configuration
    /// Who this is.
    public let identity: PluginIdentity

    /// `fixed`.
    public static let id: PluginID = "fixed"
    /// One sentence for people.
    public static let summary = "Cuts a content into pieces of one size, between whatever words that falls."

    /// Creates a chunker.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size below 1 and an overlap that isn't smaller than half of it.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment = PluginEnvironment()) throws {
        guard configuration.length > 0 else { throw ExtractionError(.invalidConfiguration, "'length' must be at least 1.") }
        guard configuration.overlap >= 0, configuration.overlap <= configuration.length / 2 else {
            throw ExtractionError(.invalidConfiguration, "'overlap' must be at least 0 and at most half of 'length'.")
        }
        self.configuration = configuration
        identity = try PluginIdentity(id: Self.id, version: "2", digesting: configuration)
    }

    /// Cuts the document.
    public func chunks(of document: ReadDocument) async throws -> [Chunk] {
        let cuts = ContentCuts(document.content)
        return [Chunk](
            cuts.filling(overlap: configuration.overlap) { start in
                cuts.end(from: start, limit: cuts.end(of: configuration.length, from: start), strongest: .word)
            }, of: document)
    }
}
