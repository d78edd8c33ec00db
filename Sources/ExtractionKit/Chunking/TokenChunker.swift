/// Fills chunks up to a number of tokens and ends each at the strongest boundary that leaves it at least a quarter full, as
/// ``RecursiveChunker`` does with characters.
///
/// Nothing has more tokens than the size but a single character, as a person counts them, that has. Tokens are counted by the vocabulary of the model
/// that the chunks are for, read from a file, or estimated without one (see ``ApproximateTokenCounter``).
public struct TokenChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The largest chunk, in tokens.
        public var maximumTokens = 256
        /// At most how many tokens of the end of a chunk begin the next one again: whole words.
        public var overlap = 0
        /// How tokens are counted: `approximate`, `wordpiece` or `bytepair`.
        public var tokens = Tokens.approximate
        /// The file of the vocabulary: `vocab.txt` of a model for `wordpiece`, a file `….tiktoken` for `bytepair`.
        public var vocabulary: String?
        /// Whether a model of word pieces takes capitals and accents away.
        public var isUncased = true

        /// Creates the default settings.
        public init() {}
    }

    /// How tokens are counted.
    public enum Tokens: String, Hashable, Sendable, Codable {
        /// By an estimate, without a file.
        case approximate
        /// By a vocabulary of word pieces.
        case wordpiece
        /// By ranks of byte pairs.
        case bytepair
    }

    /// The largest chunk, in tokens.
    public let maximumTokens: Int
    /// At most how many tokens of the end of a chunk begin the next one again.
    public let overlap: Int
    /// Counts the tokens.
    public let counter: any TokenCounter
    /// Who this is.
    public let identity: PluginIdentity

    /// `tokens`.
    public static let id: PluginID = "tokens"
    /// One sentence for people.
    public static let summary = "Fills chunks up to a number of tokens of a model and cuts at the best boundary."

    /// Creates a chunker.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size below 1, an overlap that isn't smaller than half of it, a file that is
    ///   missing from the settings or isn't what they say; `fileUnreadable` for one that can't be read.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment = PluginEnvironment()) throws {
        var limits = DocumentLimits()
        limits.bytes = 64 << 20
        let counter: any TokenCounter
        switch (configuration.tokens, configuration.vocabulary) {
        case (.approximate, nil): counter = ApproximateTokenCounter()
        case (.wordpiece, let path?):
            counter = try WordPieceTokenCounter(
                vocabulary: Document(contentsOfFile: path, limits: limits).bytes, isUncased: configuration.isUncased)
        case (.bytepair, let path?): counter = try BytePairTokenCounter(ranks: Document(contentsOfFile: path, limits: limits).bytes)
        case (.approximate, _?):
            throw ExtractionError(.invalidConfiguration, "'vocabulary' needs 'tokens' to be 'wordpiece' or 'bytepair'.")
        case (_, nil):
            throw ExtractionError(.invalidConfiguration, "'tokens' as '\(configuration.tokens.rawValue)' needs the path of a 'vocabulary'.")
        }
        try self.init(maximumTokens: configuration.maximumTokens, overlap: configuration.overlap, counter: counter)
    }

    /// Creates a chunker with a counter of one's own.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size below 1 and an overlap that isn't smaller than half of it.
    public init(maximumTokens: Int, overlap: Int = 0, counter: some TokenCounter) throws {
        guard maximumTokens > 0 else { throw ExtractionError(.invalidConfiguration, "'maximum_tokens' must be at least 1.") }
        guard overlap >= 0, overlap <= maximumTokens / 2 else {
            throw ExtractionError(.invalidConfiguration, "'overlap' must be at least 0 and at most half of 'maximum_tokens'.")
        }
        self.maximumTokens = maximumTokens
        self.overlap = overlap
        self.counter = counter
        identity = try PluginIdentity(id: Self.id, version: "2", digesting: [counter.name, "\(maximumTokens)", "\(overlap)"])
    }

    /// Cuts the document.
    public func chunks(of document: ReadDocument) async throws -> [Chunk] {
        let cuts = ContentCuts(document.content)
        let words = CountedWords(cuts, counter)
        let spans = cuts.filling {
            end(from: $0, cuts, words)
        } again: {
            words.repeating(overlap, of: $0, cuts, counter)
        }
        return [Chunk](spans, of: document)
    }

    /// Where a chunk ends that begins at a place.
    private func end(from start: Int, _ cuts: ContentCuts, _ words: CountedWords) -> Int {
        var limit = words.limit(maximumTokens, from: start)
        while limit > start {
            let end = cuts.end(from: start, limit: limit)
            if counter.count(cuts.text(cuts.trimmed(start..<end))) <= maximumTokens { return end }
            // The words have more tokens together than one by one: a word less.
            limit = words.start(before: min(end, limit)) ?? start
        }
        return insideWord(from: start, cuts)
    }

    /// Where a part ends of a word that doesn't fit: the last place that fits, behind its first character at least.
    private func insideWord(from start: Int, _ cuts: ContentCuts) -> Int {
        // Twice as much until it doesn't fit, so that a long word isn't gone through to its end for each chunk.
        var wanted = 16
        var ends = cuts.characterEnds(from: start, count: wanted)
        while ends.count == wanted, counter.count(cuts.text(start..<ends[wanted - 1])) <= maximumTokens {
            wanted *= 2
            ends = cuts.characterEnds(from: start, count: wanted)
        }
        var low = 0, high = ends.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if counter.count(cuts.text(start..<ends[middle])) <= maximumTokens { low = middle } else { high = middle - 1 }
        }
        // Counts needn't grow with the text: what was found is checked once more.
        while low > 0, counter.count(cuts.text(start..<ends[low])) > maximumTokens { low -= 1 }
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
    func start(before place: Int) -> Int? {
        let word = index(of: place - 1)
        return word > 0 ? ends[word - 1] : nil
    }

    /// Where the words begin that a chunk's end has up to so many tokens of; never with its first.
    func repeating(_ tokens: Int, of range: Range<Int>, _ cuts: ContentCuts, _ counter: any TokenCounter) -> Int? {
        guard tokens > 0, !range.isEmpty else { return nil }
        let last = index(of: range.upperBound - 1)
        guard last < starts.count, ends[last] <= range.upperBound else { return nil }
        var first = last + 1
        while first > 0, sums[last + 1] - sums[first - 1] <= tokens, starts[first - 1] > range.lowerBound { first -= 1 }
        // The words may have more tokens together than one by one.
        while first <= last, counter.count(cuts.text(starts[first]..<range.upperBound)) > tokens { first += 1 }
        return first <= last ? starts[first] : nil
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
