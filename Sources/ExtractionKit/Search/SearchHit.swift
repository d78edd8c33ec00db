/// A chunk that was found.
public struct SearchHit: Hashable, Sendable {
    /// The document's id.
    public var documentID: String
    /// What the index knows of the document.
    public var attributes: DocumentAttributes
    /// The passage, with the pages and the regions that it stands on.
    public var chunk: Chunk
    /// How well it fits; more is better.
    public var score: Double
    /// The stretches of ``Chunk/text`` that are words of the search, ascending.
    public var highlights: [TextSpan]

    /// Creates a hit.
    public init(documentID: String, attributes: DocumentAttributes, chunk: Chunk, score: Double, highlights: [TextSpan] = []) {
        self.documentID = documentID
        self.attributes = attributes
        self.chunk = chunk
        self.score = score
        self.highlights = highlights
    }

    /// Creates a hit with the words of a search highlighted.
    public init(documentID: String, attributes: DocumentAttributes, chunk: Chunk, score: Double, finding text: String?) {
        let wanted = Set(SearchWord.all(in: text ?? "").map(\.text))
        let spans = wanted.isEmpty ? [] : SearchWord.all(in: chunk.text).filter { wanted.contains($0.text) }.map(\.span)
        self.init(documentID: documentID, attributes: attributes, chunk: chunk, score: score, highlights: spans)
    }

    /// The part of the passage with the most highlights, white space made blanks, and where they stand in it.
    ///
    /// - Parameter length: The largest number of characters, at least 1. A `…` stands at both ends for what was left out, and isn't counted.
    public func snippet(length: Int) -> Snippet {
        let characters = Array(chunk.text)
        guard characters.count > length, length > 0 else { return Snippet(characters, at: 0, of: chunk.text, highlights) }
        var offsets: [Int] = []
        var offset = 0
        for character in characters {
            offsets.append(offset)
            offset += character.utf8.count
        }
        // The first character of each highlight; a window that begins a little before one is tried for each.
        let marks = highlights.compactMap { span in offsets.firstIndex(of: span.offset) }
        let starts = marks.map { max(0, min($0 - length / 8, characters.count - length)) }
        let best = starts.max { left, right in
            marks.count { (left..<left + length).contains($0) } < marks.count { (right..<right + length).contains($0) }
        }
        var start = best ?? 0, end = start + length
        // Whole words, unless there are none.
        if start > 0, let space = characters[start..<end].prefix(length / 4).firstIndex(where: \.isWhitespace) { start = space + 1 }
        if end < characters.count, let space = characters[start..<end].suffix(length / 4).lastIndex(where: \.isWhitespace) { end = space }
        guard start < end else { return Snippet(characters[0..<length], at: 0, of: chunk.text, highlights) }
        return Snippet(characters[start..<end], at: offsets[start], of: chunk.text, highlights)
    }

    /// A part of a passage on one line.
    public struct Snippet: Hashable, Sendable {
        /// The text.
        public var text: String
        /// The stretches of the text that are words of the search, ascending.
        public var highlights: [TextSpan]

        fileprivate init(_ characters: some Collection<Character>, at offset: Int, of passage: String, _ highlights: [TextSpan]) {
            let length = characters.reduce(0) { $0 + $1.utf8.count }
            var text = offset > 0 ? "…" : ""
            var places: [Int: Int] = [:]
            var source = offset
            for character in characters {
                places[source] = text.utf8.count
                source += character.utf8.count
                text.append(character.isWhitespace ? " " : character)
            }
            places[source] = text.utf8.count
            if offset + length < passage.utf8.count { text += "…" }
            self.text = text
            self.highlights = highlights.compactMap { span in
                guard let start = places[span.offset], let end = places[span.end] else { return nil }
                return TextSpan(start..<end)
            }
        }
    }
}
