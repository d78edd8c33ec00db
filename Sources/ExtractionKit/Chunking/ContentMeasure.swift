/// How the size of what a chunk holds is counted: in characters or in tokens.
protocol ContentMeasure {
    /// The size of a text by itself.
    func size(of text: String) -> Int

    /// The size of a line above others.
    func size(ofLine text: String) -> Int

    /// The size of a stretch.
    func size(of range: Range<Int>) -> Int

    /// The end of the longest stretch from a place on that has at most a size; the place itself where no word does.
    func end(of size: Int, from start: Int) -> Int

    /// Where a chunk ends that begins at a place and has at most a size: at the best boundary, and behind one character at least.
    func cut(from start: Int, size: Int) -> Int
}

extension ContentMeasure {
    /// Whether a stretch has at most a size.
    func fits(_ span: TextSpan, _ size: Int) -> Bool { end(of: size, from: span.offset) >= span.end }

    /// The size of lines above others.
    func size(ofLines lines: [String]) -> Int { lines.reduce(0) { $0 + size(ofLine: $1) } }
}

/// Counts characters, as Unicode scalars.
struct CharacterMeasure: ContentMeasure {
    let cuts: ContentCuts

    func size(of text: String) -> Int { text.unicodeScalars.count }

    func size(ofLine text: String) -> Int { size(of: text) + 1 }

    func size(of range: Range<Int>) -> Int { cuts.scalarCount(range) }

    func end(of size: Int, from start: Int) -> Int { cuts.end(of: size, from: start) }

    func cut(from start: Int, size: Int) -> Int { cuts.end(from: start, limit: end(of: size, from: start)) }
}
