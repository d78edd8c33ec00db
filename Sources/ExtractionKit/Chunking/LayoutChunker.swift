/// Cuts where the page's structure does: sections stay together, tables are cut between rows, and what every page repeats is left out.
///
/// A chunk has the headings above it as its ``Chunk/context``, and one of a table that was cut its head as well, so that it says by itself what it
/// is of. Headings begin a chunk; headers, footers and page numbers are in none. A table's rows stay whole, a paragraph does unless it alone is too
/// long: then it is cut as ``RecursiveChunker`` does. A caption stays with what it explains where both fit. Sizes count characters as Unicode scalars.
public struct LayoutChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The largest chunk, in characters, its context not counted. A row of a table that is longer is cut like a paragraph.
        public var maximumLength = 1_000

        /// Creates the default settings.
        public init() {}
    }

    /// The settings.
    public let configuration: Configuration
    /// Who this is.
    public let identity: PluginIdentity

    /// `layout`.
    public static let id: PluginID = "layout"
    /// One sentence for people.
    public static let summary = "Cuts between sections, paragraphs and rows of tables, with the headings above as context."

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
        let cuts = ContentCuts(document.content)
        var outline = Outline(), open: OpenChunk?, spans: [TextSpan] = [], contexts: [[String]] = []
        func close() {
            guard let chunk = open else { return }
            open = nil
            for piece in cuts.pieces(of: chunk.span, maximumLength: configuration.maximumLength) {
                spans.append(piece)
                contexts.append(chunk.context)
            }
        }
        for page in document.pages {
            for unit in ContentUnit.units(of: page.layout) {
                if [.pageHeader, .pageFooter, .pageNumber].contains(unit.role) {
                    close()
                    continue
                }
                let isHeading = [.heading, .title].contains(unit.role)
                if isHeading { outline.enter(document.text(of: unit.span), size: unit.size ?? 0) }
                let mayGoOn = open.map { !isHeading || $0.isHeading } ?? false
                if mayGoOn, var chunk = open, cuts.end(of: configuration.maximumLength, from: chunk.span.offset) >= unit.span.end {
                    chunk.span = chunk.span.union(unit.span)
                    chunk.isHeading = chunk.isHeading && isHeading
                    open = chunk
                    continue
                }
                close()
                let head = unit.head.flatMap { $0.overlaps(unit.span) ? nil : document.text(of: $0) }
                open = OpenChunk(
                    span: unit.span, context: (isHeading ? outline.above : outline.headings) + (head.map { [$0] } ?? []),
                    isHeading: isHeading)
            }
        }
        close()
        return [Chunk](spans, context: contexts, of: document)
    }

    /// A chunk that may grow.
    private struct OpenChunk {
        var span: TextSpan
        var context: [String]
        /// Whether it holds nothing but headings.
        var isHeading: Bool
    }
}

extension ContentCuts {
    /// A stretch in pieces that are no longer than a size.
    fileprivate func pieces(of span: TextSpan, maximumLength: Int) -> [TextSpan] {
        var pieces: [TextSpan] = []
        var start = skippingSpace(from: span.offset)
        while start < span.end {
            let limit = end(of: maximumLength, from: start)
            let cut = limit >= span.end ? span.end : end(from: start, limit: limit)
            let piece = trimmed(start..<cut)
            if !piece.isEmpty { pieces.append(TextSpan(piece)) }
            start = skippingSpace(from: cut)
        }
        return pieces
    }
}
