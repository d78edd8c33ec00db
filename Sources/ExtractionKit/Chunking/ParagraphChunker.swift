/// Joins whole paragraphs into chunks up to a size; a longer paragraph is cut between words, and a longer word between characters.
public struct ParagraphChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The largest chunk, in UTF-8 bytes. A single character, as a person counts them, that is longer stays whole.
        public var maximumLength = 2_000

        /// Creates the default settings.
        public init() {}
    }

    /// The settings.
    public let configuration: Configuration
    /// Who this is.
    public let identity: PluginIdentity

    /// `paragraphs`.
    public static let id: PluginID = "paragraphs"
    /// One sentence for people.
    public static let summary = "Joins whole paragraphs up to a size."

    /// Creates a chunker.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size below 1.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment = PluginEnvironment()) throws {
        guard configuration.maximumLength > 0 else {
            throw ExtractionError(.invalidConfiguration, "'maximum_length' must be at least 1.")
        }
        self.configuration = configuration
        identity = try PluginIdentity(id: Self.id, version: "2", digesting: configuration)
    }

    /// Cuts the document.
    public func chunks(of document: ReadDocument) async throws -> [Chunk] {
        let cuts = ContentCuts(document.content)
        var spans: [TextSpan] = []
        for paragraph in cuts.covering(document.pages.lazy.flatMap(\.layout.paragraphs).map(\.span)) {
            var start = cuts.skippingSpace(from: paragraph.offset)
            while start < paragraph.end {
                let left = paragraph.end - start
                let end =
                    left > configuration.maximumLength
                    ? cuts.end(from: start, limit: start + configuration.maximumLength, strongest: .word) : paragraph.end
                let piece = TextSpan(cuts.trimmed(start..<end))
                if let last = spans.last, last.union(piece).length <= configuration.maximumLength {
                    spans[spans.count - 1] = last.union(piece)
                } else {
                    spans.append(piece)
                }
                start = cuts.skippingSpace(from: end)
            }
        }
        return [Chunk](spans, of: document)
    }
}
