/// A stretch of a document that can stand on its own in search.
public struct Chunk: Hashable, Sendable, Codable {
    /// The chunk's position among the document's chunks, from 0.
    public var index: Int
    /// The stretch of ``ReadDocument/content``.
    public var span: TextSpan
    /// The text, equal to the content at the span.
    public var text: String
    /// The pages it stands on, ascending.
    public var pages: [Int]

    /// Creates a chunk.
    public init(index: Int, span: TextSpan, text: String, pages: [Int]) {
        self.index = index
        self.span = span
        self.text = text
        self.pages = pages
    }
}
