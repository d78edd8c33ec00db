/// Where a content can be cut: after how many characters, and at the boundaries that a reader sees.
///
/// It works on the UTF-8 bytes, which are looked at from the end of a chunk backwards, so that a content of any length is gone through about
/// once.
struct ContentCuts {
    /// The content's bytes.
    let bytes: [UInt8]
    private let content: String
    /// How many characters (Unicode scalars) begin before each stretch of 64 bytes, and in all.
    private let sums: [Int]

    init(_ content: String) {
        let bytes = Array(content.utf8)
        self.content = content
        self.bytes = bytes
        sums = Self.sums(of: bytes)
    }

    private static func sums(of bytes: [UInt8]) -> [Int] {
        var sums = [0]
        sums.reserveCapacity(bytes.count / 64 + 2)
        var sum = 0
        bytes.withUnsafeBytes { source in
            for start in stride(from: 0, through: bytes.count - 64, by: 64) {
                sum += 64
                for offset in stride(from: start, to: start + 64, by: 8) {
                    // All bytes of a character but its first are 10xxxxxx.
                    let eight = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    sum -= (eight & ~eight << 1 & 0x8080_8080_8080_8080).nonzeroBitCount
                }
                sums.append(sum)
            }
        }
        let rest = bytes.suffix(bytes.count % 64)
        if !rest.isEmpty { sums.append(sum + scalarCount(rest)) }
        return sums
    }

    /// A boundary, from the strongest to the weakest.
    enum Level: Int, Comparable {
        /// A blank line, as between paragraphs and pages.
        case paragraph
        /// The end of a sentence.
        case sentence
        /// The end of a line.
        case line
        /// White space.
        case word

        static func < (first: Level, second: Level) -> Bool { first.rawValue < second.rawValue }
    }

    /// The first byte from a place on that isn't white space, or the end.
    func skippingSpace(from start: Int) -> Int {
        var index = start
        while index < bytes.count, isBlank(index) { index += 1 }
        return index
    }

    /// The end of a stretch without white space at its end.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, isBlank(end - 1) { end -= 1 }
        return range.lowerBound..<end
    }

    /// The place after a number of characters (Unicode scalars), or the end.
    func end(of characters: Int, from start: Int) -> Int {
        // A character has from one to four bytes.
        guard characters < bytes.count - start else { return bytes.count }
        let wanted = scalars(before: start) + characters
        var low = (start + characters) / 64, high = min(sums.count - 1, (start + 4 * characters) / 64 + 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if sums[middle] <= wanted { low = middle } else { high = middle - 1 }
        }
        var index = low * 64, left = wanted - sums[low]
        while index < bytes.count {
            if bytes[index] & 0xC0 != 0x80 {
                if left == 0 { return index }
                left -= 1
            }
            index += 1
        }
        return index
    }

    /// The number of characters (Unicode scalars) in a stretch.
    func scalarCount(_ range: Range<Int>) -> Int { scalars(before: range.upperBound) - scalars(before: range.lowerBound) }

    private func scalars(before index: Int) -> Int { sums[index / 64] + Self.scalarCount(bytes[index / 64 * 64..<index]) }

    private static func scalarCount(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }

    /// The best place to end a chunk that begins at `start` and must end at `limit` or before.
    ///
    /// That is the last boundary of the strongest level that leaves at least a quarter of what fits, or of any level; where there is none, the
    /// last place between two characters as a person counts them. Levels above `strongest` count as that.
    func end(from start: Int, limit: Int, strongest: Level = .paragraph) -> Int {
        guard limit < bytes.count else { return bytes.count }
        let quarter = start + (limit - start) / 4
        var best: (level: Level, place: Int)?
        var index = limit
        // What isn't stronger than the best one is no better, being further in front.
        while true {
            let floor = best == nil ? start : quarter
            index = skippingWordBackwards(from: index, to: floor)
            guard index > floor else { break }
            if let level = level(at: index, above: best?.level, strongest: strongest) {
                if level == strongest { return index }
                best = (level, index)
            }
            index -= 1
        }
        return best?.place ?? characterEnd(from: start, limit: limit)
    }

    /// The ends of all sentences in a stretch, ascending; the last is the end of the stretch.
    func sentenceEnds(in range: Range<Int>) -> [Int] {
        var ends: [Int] = []
        for index in range.dropFirst() where !isInsideWord(index) {
            if level(at: index, above: .line) != nil { ends.append(index) }
        }
        if ends.last != range.upperBound, !range.isEmpty { ends.append(range.upperBound) }
        return ends
    }

    /// The text of a stretch.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The sentences without white space around them, those that are too long cut between words.
    func sentences(maximumLength: Int) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        var start = skippingSpace(from: 0)
        for end in sentenceEnds(in: start..<bytes.count) {
            while start < end {
                let limit = self.end(of: maximumLength, from: start)
                let cut = limit >= end ? end : self.end(from: start, limit: limit, strongest: .line)
                let piece = trimmed(start..<cut)
                if !piece.isEmpty { sentences.append(piece) }
                start = skippingSpace(from: cut)
            }
        }
        return sentences
    }

    /// The ends of the next characters, as a person counts them, up to the end of the word.
    func characterEnds(from start: Int, count: Int) -> [Int] {
        let utf8 = content.utf8
        var index = utf8.index(utf8.startIndex, offsetBy: start), end = start
        var ends: [Int] = []
        repeat {
            let next = content.index(after: index)
            end += utf8.distance(from: index, to: next)
            index = next
            ends.append(end)
        } while ends.count < count && end < bytes.count && !isBlank(end)
        return ends
    }

    /// A stretch in pieces without white space around them: the first has at most the size `first`, the others `others`.
    func pieces(of range: Range<Int>, first: Int, others: Int, by measure: some ContentMeasure) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = skippingSpace(from: range.lowerBound)
        while start < range.upperBound {
            let size = pieces.isEmpty ? first : others
            let cut = measure.end(of: size, from: start) >= range.upperBound ? range.upperBound : measure.cut(from: start, size: size)
            let piece = trimmed(start..<cut)
            if !piece.isEmpty { pieces.append(piece) }
            start = skippingSpace(from: cut)
        }
        return pieces
    }

    /// Stretches in the order of the content, and what stands between them as stretches of its own, so that together they hold everything but
    /// white space. What two of them hold is only the first's.
    func covering(_ spans: some Sequence<TextSpan>) -> [TextSpan] {
        var covering: [TextSpan] = []
        var position = 0
        for span in spans where span.end > position && span.end <= bytes.count {
            let gap = trimmed(min(skippingSpace(from: position), max(span.offset, position))..<max(span.offset, position))
            if !gap.isEmpty { covering.append(TextSpan(gap)) }
            covering.append(TextSpan(max(span.offset, position)..<span.end))
            position = span.end
        }
        let rest = trimmed(skippingSpace(from: position)..<bytes.count)
        if !rest.isEmpty { covering.append(TextSpan(rest)) }
        return covering
    }

    /// Whether a byte is white space that is a character by itself. A blank before a mark that stands on it, or behind one that goes before, is text.
    func isBlank(_ index: Int) -> Bool {
        guard Self.isSpace(bytes[index]) else { return false }
        if index + 1 < bytes.count, Self.mayJoin(bytes[index + 1]), !isCharacterBoundary(index + 1) { return false }
        // What can go before a blank has a lead byte of its own in each of the lengths.
        guard index > 1, bytes[index - 1] >= 0x80 else { return true }
        let mayPrecede =
            (0xD8...0xDC).contains(bytes[index - 2]) || (index > 2 && bytes[index - 3] == 0xE0) || (index > 3 && bytes[index - 4] >= 0xF0)
        return !mayPrecede || isCharacterBoundary(index)
    }

    /// Whether a place is between two bytes without a boundary: nearly all are, and this is all that is looked at there.
    private func isInsideWord(_ index: Int) -> Bool { bytes[index] > 0x20 && bytes[index - 1] < 0x80 }

    /// The last place up to one that isn't inside of a word, or the floor.
    private func skippingWordBackwards(from start: Int, to floor: Int) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var index = start
            while index > floor, bytes[index] > 0x20, bytes[index - 1] < 0x80 { index -= 1 }
            return index
        }
    }

    /// The boundary at a place, where white space begins or behind a sentence of a script without any, if it is stronger than a bound.
    ///
    /// - Parameter strongest: What stronger ones count as.
    private func level(at index: Int, above bound: Level? = nil, strongest: Level = .paragraph) -> Level? {
        func counted(_ level: Level) -> Level? {
            let level = max(level, strongest)
            return bound.map { level < $0 } ?? true ? level : nil
        }
        if isBlank(index) {
            guard !isBlank(index - 1) else { return nil }
            var end = index, breaks = 0
            while end < bytes.count, isBlank(end) {
                if bytes[end] == 0x0A { breaks += 1 }
                end += 1
            }
            if breaks > 1 { return counted(.paragraph) }
            guard let sentence = counted(.sentence) else { return nil }
            if SentenceEnd(bytes, at: index, next: end).isEnd { return sentence }
            return counted(breaks == 1 ? .line : .word)
        }
        guard let sentence = counted(.sentence), SentenceEnd.isIdeographic(bytes, at: index), isCharacterBoundary(index) else { return nil }
        return sentence
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

    /// Whether a person counts what begins at a byte as another character than what ends there.
    private func isCharacterBoundary(_ index: Int) -> Bool {
        content.utf8.index(content.startIndex, offsetBy: index).samePosition(in: content) != nil
    }

    /// Whether what begins with a byte may be part of the character before: nothing of ASCII, Latin, Greek and Cyrillic letters and Han is.
    private static func mayJoin(_ byte: UInt8) -> Bool {
        byte >= 0xCC && !(0xCE...0xD1).contains(byte) && !(0xE4...0xE9).contains(byte)
    }

    /// Whether a byte is white space of ASCII, whatever stands on it.
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
