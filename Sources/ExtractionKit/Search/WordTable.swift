#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The words of texts, and which texts hold each: the texts are scored by the words of a query with BM25, as in Robertson and Zaragoza, "The
/// Probabilistic Relevance Framework: BM25 and Beyond" (Foundations and Trends in Information Retrieval 3(4), 2009), with k1 = 1.2 and b = 0.75.
///
/// The weight of a word is ln(1 + (N - n + 0.5) / (n + 0.5)) for n of N texts that hold it. The 1 isn't in the paper: without it, a word
/// that more than half of the texts hold would count against them. A word counts once, however often the query says it.
struct WordTable: Sendable {
    private static let k1 = 1.2
    private static let b = 0.75

    private struct Occurrence {
        var row: UInt32
        var count: UInt32
    }

    private var numbers: [String: Int] = [:]
    /// By a word's number: the rows that hold it, ascending, and those that did before they were removed.
    private var occurrences: [[Occurrence]] = []
    /// By a word's number: how many rows hold it now.
    private var holders: [Int] = []
    /// By row: the number of words.
    private var lengths: [UInt32] = []
    /// By row: the numbers of its words, each once.
    private var words: [[UInt32]] = []
    private var liveCount = 0
    private var totalLength = 0

    /// Adds a text.
    ///
    /// - Returns: The row, the number of those before.
    @discardableResult
    mutating func append(_ text: String) -> Int {
        let row = lengths.count
        var counts: [Int: UInt32] = [:]
        var length = 0
        SearchWord.forEach(in: text) { word, _ in
            let number: Int
            if let known = numbers[word] {
                number = known
            } else {
                number = occurrences.count
                numbers[word] = number
                occurrences.append([])
                holders.append(0)
            }
            counts[number, default: 0] += 1
            length += 1
        }
        for (number, count) in counts {
            occurrences[number].append(Occurrence(row: UInt32(row), count: count))
            holders[number] += 1
        }
        lengths.append(UInt32(length))
        words.append(counts.keys.map(UInt32.init))
        liveCount += 1
        totalLength += length
        return row
    }

    /// Takes a row out of what words are weighed by. Its occurrences stay, and must be left out of what is found.
    mutating func remove(_ row: Int) {
        for number in words[row] { holders[Int(number)] -= 1 }
        words[row] = []
        liveCount -= 1
        totalLength -= Int(lengths[row])
    }

    /// Calls a closure with each row that holds a word of the query and its score, among the rows that are wanted, in no order.
    func score(_ query: String, among wanted: RowSet, _ body: (Int, Double) -> Void) {
        let numbers = Set(SearchWord.all(in: query).map(\.text)).sorted().compactMap { self.numbers[$0] }
        guard !numbers.isEmpty else { return }
        let averageLength = Double(totalLength) / Double(max(1, liveCount))
        var scores = [Double](repeating: 0, count: lengths.count)
        var touched: [UInt32] = []
        for number in numbers {
            let holders = Double(holders[number])
            let weight = log(1 + (Double(liveCount) - holders + 0.5) / (holders + 0.5))
            for occurrence in occurrences[number] where wanted[Int(occurrence.row)] {
                let row = Int(occurrence.row), count = Double(occurrence.count)
                let length = 1 - Self.b + Self.b * Double(lengths[row]) / averageLength
                if scores[row] == 0 { touched.append(occurrence.row) }
                // Every weight is above 0, and so is every score of a row that was touched.
                scores[row] += weight * count * (Self.k1 + 1) / (count + Self.k1 * length)
            }
        }
        for row in touched { body(Int(row), scores[Int(row)]) }
    }
}
