/// Fills chunks up to a size and ends each at the strongest boundary that leaves it at least a quarter full: between paragraphs, behind a sentence,
/// at the end of a line, between words, and at last between characters.
///
/// Sizes count characters as Unicode scalars. Nothing is longer than the size but a single character, as a person counts them, that is.
public struct RecursiveChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The largest chunk, in characters.
        public var maximumLength = 1_000
        /// At most how many characters of the end of a chunk begin the next one again: whole words.
        public var overlap = 0

        /// Creates the default settings.
        public init() {}
    }

    /// The settings.
    public let configuration: Configuration
    /// Who this is.
    public let identity: PluginIdentity

    /// `recursive`.
    public static let id: PluginID = "recursive"
    /// One sentence for people.
    public static let summary = "Fills chunks up to a size and cuts at the best boundary: paragraph, sentence, line, word."

    /// Creates a chunker.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size below 1 and an overlap that isn't smaller than half of it.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment = PluginEnvironment()) throws {
        guard configuration.maximumLength > 0 else {
            throw ExtractionError(.invalidConfiguration, "'maximum_length' must be at least 1.")
        }
        guard configuration.overlap >= 0, configuration.overlap <= configuration.maximumLength / 2 else {
            throw ExtractionError(.invalidConfiguration, "'overlap' must be at least 0 and at most half of 'maximum_length'.")
        }
        self.configuration = configuration
        identity = try PluginIdentity(id: Self.id, version: "2", digesting: configuration)
    }

    /// Cuts the document.
    public func chunks(of document: ReadDocument) async throws -> [Chunk] {
        let cuts = ContentCuts(document.content)
        let measure = CharacterMeasure(cuts: cuts)
        let spans = cuts.filling(overlap: configuration.overlap) { measure.cut(from: $0, size: configuration.maximumLength) }
        return [Chunk](spans, of: document)
    }
}

extension ContentCuts {
    /// Stretches that follow each other, each as long as one may be that begins at a place, without white space around it.
    ///
    /// - Parameter overlap: At most how many characters of a stretch's end begin the next one again.
    func filling(overlap: Int, end: (_ start: Int) -> Int) -> [TextSpan] {
        filling(end: end) { repeating(overlap, of: $0) }
    }

    /// Stretches that follow each other; one begins where `again` says in the one before, if it leads further than that.
    func filling(end: (_ start: Int) -> Int, again: (Range<Int>) -> Int?) -> [TextSpan] {
        var spans: [TextSpan] = []
        var start = skippingSpace(from: 0), covered = 0
        while start < bytes.count {
            let range = trimmed(start..<end(start))
            guard range.upperBound > covered else {
                // Nothing but what the last one said.
                start = skippingSpace(from: covered)
                continue
            }
            spans.append(TextSpan(range))
            covered = range.upperBound
            let next = skippingSpace(from: covered)
            start = next < bytes.count ? again(range) ?? next : next
        }
        return spans
    }

    /// Where a chunk begins that repeats some characters of the end of the one before: at a word, and never at its first.
    private func repeating(_ characters: Int, of range: Range<Int>) -> Int? {
        guard characters > 0 else { return nil }
        var start = range.upperBound, left = characters
        while start > range.lowerBound, left > 0 {
            start -= 1
            if bytes[start] & 0xC0 != 0x80 { left -= 1 }
        }
        // On to the beginning of the next word.
        while start < range.upperBound, !(start > range.lowerBound && isBlank(start - 1) && !isBlank(start)) { start += 1 }
        return start < range.upperBound && start > range.lowerBound ? start : nil
    }
}
