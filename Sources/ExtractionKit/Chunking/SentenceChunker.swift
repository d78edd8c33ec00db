/// Joins whole sentences up to a size; a longer sentence is cut between words.
///
/// Sentences end as Unicode has them (UAX #29), but not behind abbreviations, initials and ordinal numbers; a blank line ends one always. Sizes
/// count characters as Unicode scalars.
public struct SentenceChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The largest chunk, in characters.
        public var maximumLength = 1_000
        /// How many sentences of the end of a chunk begin the next one again, as far as they leave room for another.
        public var overlap = 0

        /// Creates the default settings.
        public init() {}
    }

    /// The settings.
    public let configuration: Configuration
    /// Who this is.
    public let identity: PluginIdentity

    /// `sentences`.
    public static let id: PluginID = "sentences"
    /// One sentence for people.
    public static let summary = "Joins whole sentences up to a size."

    /// Creates a chunker.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size below 1 or an overlap below 0.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment = PluginEnvironment()) throws {
        guard configuration.maximumLength > 0, configuration.overlap >= 0 else {
            throw ExtractionError(.invalidConfiguration, "'maximum_length' must be at least 1, and 'overlap' at least 0.")
        }
        self.configuration = configuration
        identity = try PluginIdentity(id: Self.id, version: "2", digesting: configuration)
    }

    /// Cuts the document.
    public func chunks(of document: ReadDocument) async throws -> [Chunk] {
        let cuts = ContentCuts(document.content)
        let sentences = cuts.sentences(maximumLength: configuration.maximumLength)
        var spans: [TextSpan] = []
        var first = 0
        while first < sentences.count {
            let start = sentences[first].lowerBound
            let limit = cuts.end(of: configuration.maximumLength, from: start)
            var next = first + 1
            while next < sentences.count, sentences[next].upperBound <= limit { next += 1 }
            spans.append(TextSpan(start..<sentences[next - 1].upperBound))
            guard next < sentences.count else { break }
            var again = next
            while again > first + 1, next - again < configuration.overlap,
                sentences[next].upperBound <= cuts.end(of: configuration.maximumLength, from: sentences[again - 1].lowerBound)
            {
                again -= 1
            }
            first = again
        }
        return [Chunk](spans, of: document)
    }
}
