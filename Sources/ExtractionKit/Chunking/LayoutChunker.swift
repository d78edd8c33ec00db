/// Cuts where the page's structure does: sections stay together, tables are cut between rows, and what every page repeats is left out.
///
/// A chunk has the headings above it as its ``Chunk/context``, and one of a table that was cut its head as well, so that it says by itself what it
/// is of. A heading begins a chunk, unless the one before would be no longer than a quarter of the size; headers, footers and page numbers are
/// in none. Tables and lists are whole where they fit, and otherwise cut between rows and items. A paragraph, a row and an item are whole unless
/// they alone are too long: then they are cut as ``RecursiveChunker`` does.
/// A caption stays with its table or with what stands in its figure, and what ends with a colon with the list or the table behind it, where both fit.
///
/// Sizes count characters as Unicode scalars, those of the context too: no ``Chunk/textInContext`` is longer than the size, unless a single
/// character is, as a person counts them. The context takes at most half, and less where the text would have to be cut for it: the
/// outermost headings are left out first.
public struct LayoutChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The largest chunk with its context, in characters.
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
        identity = try PluginIdentity(id: Self.id, version: "2", digesting: configuration)
    }

    /// Cuts the document.
    public func chunks(of document: ReadDocument) async throws -> [Chunk] {
        var packing = UnitPacking(document, maximumLength: configuration.maximumLength)
        return [Chunk](packing.pack(), of: document)
    }
}
