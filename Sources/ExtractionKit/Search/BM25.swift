#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// How much the words of a query say for a text, among the texts of a collection: for those who write a ``SearchIndex``, so that all of them
/// weigh words alike.
///
/// BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (Foundations and Trends in Information Retrieval
/// 3(4), 2009), with k1 = 1.2 and b = 0.75, as a share of what a text could have at most: the score of a text is the sum of
/// ``shares(holders:)`` times ``part(count:length:)`` over the query's words, known or not. It is from 0 to 1, and a question of which nothing but the
/// commonest words are found has a low one.
///
/// The weight of a word is ln(1 + (N - n + 0.5) / (n + 0.5)) for n of N texts that hold it. The 1 isn't in the paper: without it, a word
/// that more than half of the texts hold would count against them. A word counts once, however often the query says it.
public struct BM25: Hashable, Sendable {
    @usableFromInline static var k1: Double { 1.2 }
    @usableFromInline static var b: Double { 0.75 }

    private let textCount: Double
    @usableFromInline let averageLength: Double

    /// Takes a collection's number of texts, and the number of words in all of them together.
    public init(textCount: Int, totalLength: Int) {
        self.textCount = Double(textCount)
        averageLength = max(1, Double(totalLength) / Double(max(1, textCount)))
    }

    /// What each word of a query gives to a score at most: the words' weights, divided by the sum of them all. Each is above 0.
    ///
    /// - Parameter holders: How many of the texts hold each word; 0 for a word that nobody knows.
    public func shares(holders: [Int]) -> [Double] {
        let weights = holders.map(weight)
        let whole = weights.reduce(0, +)
        return weights.map { $0 / whole }
    }

    private func weight(holders: Int) -> Double {
        // Holders that were counted at another time than the texts may be more.
        let others = max(0, textCount - Double(holders))
        return log(1 + (others + 0.5) / (Double(holders) + 0.5))
    }

    /// Which part of a word's share a text has that holds it so often, among so many words; from 0 to 1.
    @inlinable public func part(count: Int, length: Int) -> Double {
        let count = Double(count)
        return count / (count + Self.k1 * (1 - Self.b + Self.b * Double(length) / averageLength))
    }
}
