/// How tokens are counted, as settings say it.
public enum TokenCounting: String, Hashable, Sendable, Codable {
    /// By an estimate, without a file: ``ApproximateTokenCounter``.
    case approximate
    /// By a vocabulary of word pieces: ``WordPieceTokenCounter``.
    case wordpiece
    /// By ranks of byte pairs: ``BytePairTokenCounter``.
    case bytepair

    /// Makes the counter.
    ///
    /// - Parameters:
    ///   - vocabulary: The path of the file: `vocab.txt` of a model for word pieces, a file `….tiktoken` for byte pairs.
    ///   - isUncased: Whether a model of word pieces takes capitals and accents away.
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a file that is missing, isn't asked for or isn't what it should be;
    ///   `fileUnreadable` for one that can't be read.
    func counter(vocabulary: String?, isUncased: Bool) throws -> any TokenCounter {
        var limits = DocumentLimits()
        limits.bytes = 64 << 20
        switch (self, vocabulary) {
        case (.approximate, nil): return ApproximateTokenCounter()
        case (.wordpiece, let path?):
            return try WordPieceTokenCounter(vocabulary: Document(contentsOfFile: path, limits: limits).bytes, isUncased: isUncased)
        case (.bytepair, let path?): return try BytePairTokenCounter(ranks: Document(contentsOfFile: path, limits: limits).bytes)
        case (.approximate, _?):
            throw ExtractionError(.invalidConfiguration, "'vocabulary' needs 'tokens' to be 'wordpiece' or 'bytepair'.")
        case (_, nil):
            throw ExtractionError(.invalidConfiguration, "'tokens' as '\(rawValue)' needs the path of a 'vocabulary'.")
        }
    }
}
