/// Joins whole paragraphs into chunks up to a size; a longer paragraph is cut between words.
public struct ParagraphChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The largest chunk, in UTF-8 bytes. A single word that is longer stays whole.
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
        identity = try PluginIdentity(id: Self.id, version: "1", digesting: configuration)
    }

    /// Cuts the document.
    public func chunks(of document: ReadDocument) async throws -> [Chunk] {
        var spans: [TextSpan] = []
        for page in document.pages {
            for paragraph in page.layout.paragraphs {
                for piece in pieces(of: paragraph, in: page.layout) {
                    if let last = spans.last, last.union(piece).length <= configuration.maximumLength {
                        spans[spans.count - 1] = last.union(piece)
                    } else {
                        spans.append(piece)
                    }
                }
            }
        }
        return [Chunk](spans, of: document)
    }

    private func pieces(of paragraph: Paragraph, in layout: PageLayout) -> [TextSpan] {
        guard paragraph.span.length > configuration.maximumLength else { return [paragraph.span] }
        var pieces: [TextSpan] = []
        for line in layout.lines[paragraph.lines] {
            for word in layout.words[line.words] {
                if let last = pieces.last, last.union(word.span).length <= configuration.maximumLength {
                    pieces[pieces.count - 1] = last.union(word.span)
                } else {
                    pieces.append(word.span)
                }
            }
        }
        return pieces
    }
}
