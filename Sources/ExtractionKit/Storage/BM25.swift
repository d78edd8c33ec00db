#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The words of a text and how often each comes.
///
/// A word is a run of letters and digits, in lower case. There are no stems, no stop words, and no cutting of scripts that are written
/// without blanks.
struct TermStatistics {
    let counts: [String: Int]
    let length: Int

    init(_ text: String) {
        var counts: [String: Int] = [:]
        var length = 0
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            counts[String(word), default: 0] += 1
            length += 1
        }
        self.counts = counts
        self.length = length
    }
}

/// Scores texts by the words of a query: BM25, as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
/// (Foundations and Trends in Information Retrieval 3(4), 2009), with k1 = 1.2 and b = 0.75.
///
/// The weight of a word is ln(1 + (N - n + 0.5) / (n + 0.5)) for n of N texts that hold it. The 1 isn't in the paper: without it, a word
/// that more than half of the texts hold would count against them. A word counts once, however often the query says it.
struct BM25 {
    private static let k1 = 1.2
    private static let b = 0.75

    private let weights: [String: Double]
    private let averageLength: Double

    /// - Parameters:
    ///   - query: The words to be found.
    ///   - collection: All texts, found or not, by which the weight of a word is measured.
    init(query: String, collection: some Collection<TermStatistics>) {
        let count = Double(collection.count)
        averageLength = Double(collection.reduce(0) { $0 + $1.length }) / max(1, count)
        weights = TermStatistics(query).counts.reduce(into: [:]) { weights, term in
            let holders = Double(collection.count { $0.counts[term.key] != nil })
            weights[term.key] = log(1 + (count - holders + 0.5) / (holders + 0.5))
        }
    }

    /// The score of a text, or `nil` for one that holds no word of the query.
    func score(_ text: TermStatistics) -> Double? {
        var score: Double?
        for (term, weight) in weights {
            guard let count = text.counts[term].map(Double.init) else { continue }
            let length = 1 - Self.b + Self.b * Double(text.length) / averageLength
            score = (score ?? 0) + weight * count * (Self.k1 + 1) / (count + Self.k1 * length)
        }
        return score
    }
}
