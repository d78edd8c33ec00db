/// Where a content can be cut: after how many characters, and at the boundaries that a reader sees.
///
/// It works on the UTF-8 bytes, which are looked at from the end of a chunk backwards, so that a content of any length is gone through about
/// once.
struct ContentCuts {
    /// The content's bytes.
    let bytes: [UInt8]
    private let content: String

    init(_ content: String) {
        self.content = content
        bytes = Array(content.utf8)
    }

    /// A boundary, from the strongest to the weakest.
    enum Level: Int, CaseIterable {
        /// A blank line, as between paragraphs and pages.
        case paragraph
        /// The end of a sentence.
        case sentence
        /// The end of a line.
        case line
        /// White space.
        case word
    }

    /// The first byte from a place on that isn't white space, or the end.
    func skippingSpace(from start: Int) -> Int {
        var index = start
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        return index
    }

    /// The end of a stretch without white space at its end.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, Self.isSpace(bytes[end - 1]) { end -= 1 }
        return range.lowerBound..<end
    }

    /// The place after a number of characters (Unicode scalars), or the end.
    func end(of characters: Int, from start: Int) -> Int {
        // No character is shorter than a byte.
        var index = start, left = characters
        while index < bytes.count {
            if bytes[index] & 0xC0 != 0x80 {
                if left == 0 { return index }
                left -= 1
            }
            index += 1
        }
        return index
    }

    /// The best place to end a chunk that begins at `start` and must end at `limit` or before.
    ///
    /// That is the last boundary of the strongest level that leaves at least a quarter of what fits, or of any level; where there is none, the
    /// last place between two characters as a person counts them.
    func end(from start: Int, limit: Int, levels: [Level] = Level.allCases) -> Int {
        guard limit < bytes.count else { return bytes.count }
        let quarter = start + (limit - start) / 4
        var found = [Int?](repeating: nil, count: Level.allCases.count)
        var index = limit
        while index > start {
            if index <= quarter, let best = found.lazy.compactMap(\.self).first { return best }
            if let level = level(at: index), found[level.rawValue] == nil, levels.contains(level) {
                if level == levels.first { return index }
                found[level.rawValue] = index
            }
            index -= 1
        }
        return found.lazy.compactMap(\.self).first ?? characterEnd(from: start, limit: limit)
    }

    /// The ends of all sentences in a stretch, ascending; the last is the end of the stretch.
    func sentenceEnds(in range: Range<Int>) -> [Int] {
        var ends: [Int] = []
        for index in range.dropFirst() {
            if let level = level(at: index), level == .paragraph || level == .sentence { ends.append(index) }
        }
        if ends.last != range.upperBound, !range.isEmpty { ends.append(range.upperBound) }
        return ends
    }

    /// The text of a stretch.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The number of characters (Unicode scalars) in a stretch.
    func scalarCount(_ range: Range<Int>) -> Int { bytes[range].count { $0 & 0xC0 != 0x80 } }

    /// The sentences without white space around them, those that are too long cut between words.
    func sentences(maximumLength: Int) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        var start = skippingSpace(from: 0)
        for end in sentenceEnds(in: start..<bytes.count) {
            while start < end {
                let limit = self.end(of: maximumLength, from: start)
                let cut = limit >= end ? end : self.end(from: start, limit: limit, levels: [.line, .word])
                let piece = trimmed(start..<cut)
                if !piece.isEmpty { sentences.append(piece) }
                start = skippingSpace(from: cut)
            }
        }
        return sentences
    }

    /// The ends of the characters, as a person counts them, from a place to the end of its word.
    func characterEnds(from start: Int) -> [Int] {
        let utf8 = content.utf8
        var index = utf8.index(utf8.startIndex, offsetBy: start), end = start
        var ends: [Int] = []
        repeat {
            let next = content.index(after: index)
            end += utf8.distance(from: index, to: next)
            index = next
            ends.append(end)
        } while end < bytes.count && !Self.isSpace(bytes[end])
        return ends
    }

    /// The boundary at a place: where white space begins, or behind a sentence of a script without any.
    private func level(at index: Int) -> Level? {
        if Self.isSpace(bytes[index]), !Self.isSpace(bytes[index - 1]) {
            var end = index, breaks = 0
            while end < bytes.count, Self.isSpace(bytes[end]) {
                if bytes[end] == 0x0A { breaks += 1 }
                end += 1
            }
            if breaks > 1 { return .paragraph }
            if SentenceEnd(bytes, at: index, next: end).isEnd { return .sentence }
            return breaks == 1 ? .line : .word
        }
        return SentenceEnd.isIdeographic(bytes, before: index) ? .sentence : nil
    }

    /// The last place up to the limit that cuts no character in two; behind the first character if that alone is longer.
    private func characterEnd(from start: Int, limit: Int) -> Int {
        let utf8 = content.utf8
        var index = utf8.index(utf8.startIndex, offsetBy: start), end = start
        while index < content.endIndex {
            index = content.index(after: index)
            let place = utf8.distance(from: utf8.startIndex, to: index)
            if place > limit { return end == start ? place : end }
            end = place
        }
        return end
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
