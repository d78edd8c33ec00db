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
    /// What a reader of the document sees above it and the text doesn't say: the headings from the outermost on, and the head of a table that
    /// was cut.
    public var context: [String]
    /// Where it stands: a region for each block of lines, in reading order. Empty where nobody says.
    public var regions: [PageRegion]

    /// Creates a chunk.
    public init(index: Int, span: TextSpan, text: String, pages: [Int], context: [String] = [], regions: [PageRegion] = []) {
        self.index = index
        self.span = span
        self.text = text
        self.pages = pages
        self.context = context
        self.regions = regions
    }

    /// The text below its context, a line each: what is to be searched and embedded.
    public var textInContext: String { (context + [text]).joined(separator: "\n") }

    private enum CodingKeys: CodingKey { case index, span, text, pages, context, regions }

    /// Reads a chunk; one that was written before there were context and regions has none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            index: container.decode(Int.self, forKey: .index), span: container.decode(TextSpan.self, forKey: .span),
            text: container.decode(String.self, forKey: .text), pages: container.decode([Int].self, forKey: .pages),
            context: container.decodeIfPresent([String].self, forKey: .context) ?? [],
            regions: container.decodeIfPresent([PageRegion].self, forKey: .regions) ?? [])
    }
}
