/// Counts the tokens that a model sees.
///
/// How much fits is guessed by the tokens that each word has alone; what is found is counted whole, and made shorter where the guess was wrong.
struct TokenMeasure: ContentMeasure {
    private let cuts: ContentCuts
    private let counter: any TokenCounter
    private let words: CountedWords

    init(_ cuts: ContentCuts, _ counter: any TokenCounter) {
        self.cuts = cuts
        self.counter = counter
        words = CountedWords(cuts, counter)
    }

    func size(of text: String) -> Int { counter.count(text) }

    func size(ofLine text: String) -> Int { counter.count(text + "\n") }

    func size(of range: Range<Int>) -> Int { counter.count(cuts.text(cuts.trimmed(range))) }

    func end(of size: Int, from start: Int) -> Int {
        var limit = words.limit(size, from: start)
        while limit > start, self.size(of: start..<limit) > size { limit = words.end(before: limit).map { max($0, start) } ?? start }
        return limit
    }

    func cut(from start: Int, size: Int) -> Int {
        var limit = words.limit(size, from: start)
        while limit > start {
            let end = cuts.end(from: start, limit: limit)
            if self.size(of: start..<end) <= size { return end }
            limit = words.end(before: min(end, limit)) ?? start
        }
        return insideWord(from: start, size: size)
    }

    /// Where the words begin that a chunk's end has up to so many tokens of; never with its first.
    func repeating(_ tokens: Int, of range: Range<Int>) -> Int? {
        words.last(tokens, of: range).flatMap { starts in starts.first { size(of: $0..<range.upperBound) <= tokens } }
    }

    /// Where a part ends of a word that doesn't fit: the last place that fits, behind its first character at least.
    private func insideWord(from start: Int, size: Int) -> Int {
        // Twice as much until it doesn't fit, so that a long word isn't gone through to its end for each chunk.
        var wanted = 16
        var ends = cuts.characterEnds(from: start, count: wanted)
        while ends.count == wanted, self.size(of: start..<ends[wanted - 1]) <= size {
            wanted *= 2
            ends = cuts.characterEnds(from: start, count: wanted)
        }
        var low = 0, high = ends.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if self.size(of: start..<ends[middle]) <= size { low = middle } else { high = middle - 1 }
        }
        // Counts needn't grow with the text: what was found is checked once more.
        while low > 0, self.size(of: start..<ends[low]) > size { low -= 1 }
        return ends[low]
    }
}

/// The words of a content, by white space, and how many tokens each has alone.
private struct CountedWords {
    private var starts: [Int] = []
    private var ends: [Int] = []
    /// The tokens of all words before each one, and of all.
    private var sums = [0]

    init(_ cuts: ContentCuts, _ counter: any TokenCounter) {
        var known: [String: Int] = [:]
        var start = cuts.skippingSpace(from: 0)
        while start < cuts.bytes.count {
            var end = start
            while end < cuts.bytes.count, !cuts.isBlank(end) { end += 1 }
            let word = cuts.text(start..<end)
            let count = known[word] ?? counter.count(word)
            if known.count < 50_000 { known[word] = count }
            starts.append(start)
            ends.append(end)
            sums.append(sums[sums.count - 1] + count)
            start = cuts.skippingSpace(from: end)
        }
    }

    /// The end of the last word that fits from a place on; the place itself where none does.
    func limit(_ tokens: Int, from place: Int) -> Int {
        let first = index(of: place)
        guard first < starts.count else { return place }
        var low = first, high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if sums[middle + 1] - sums[first] <= tokens { low = middle + 1 } else { high = middle }
        }
        return low > first ? ends[low - 1] : place
    }

    /// The end of the word before the one that holds or ends at a place.
    func end(before place: Int) -> Int? {
        let word = index(of: place - 1)
        return word > 0 ? ends[word - 1] : nil
    }

    /// Where the last words of a stretch begin that have so many tokens one by one, the first but the stretch's own before the others.
    func last(_ tokens: Int, of range: Range<Int>) -> ArraySlice<Int>? {
        guard tokens > 0, !range.isEmpty else { return nil }
        let last = index(of: range.upperBound - 1)
        guard last < starts.count, ends[last] <= range.upperBound else { return nil }
        var first = last + 1
        while first > 0, sums[last + 1] - sums[first - 1] <= tokens, starts[first - 1] > range.lowerBound { first -= 1 }
        return starts[first..<last + 1]
    }

    /// The first word that ends behind a place.
    private func index(of place: Int) -> Int {
        var low = 0, high = ends.count
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] <= place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
