/// A type that cuts a document's text into pieces for search.
///
/// ### Implement a chunker
///
/// Every chunk's text is the content at its span, with the pages and the regions on them where it stands (``ReadDocument/blocks(of:)``). Chunks
/// begin in the order of the content and together hold everything that isn't white space, but for what every page repeats: its headers, footers
/// and numbers. No character is cut in two, as a person counts them. The same document always gives the same chunks.
///
/// Check the chunker with `ChunkerConformance` of ExtractionTesting.
public protocol Chunker: Sendable {
    /// Who this is, for results and caches.
    var identity: PluginIdentity { get }

    /// Cuts the document.
    func chunks(of document: ReadDocument) async throws -> [Chunk]
}
