/// The words of texts, and which texts hold each: the texts are scored by the words of a query as ``BM25`` says.
struct WordTable: Sendable {
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
        let words = Set(SearchWord.all(in: query).map(\.text)).sorted()
        guard words.contains(where: { numbers[$0] != nil }) else { return }
        let weighing = BM25(textCount: liveCount, totalLength: totalLength)
        let shares = weighing.shares(holders: words.map { numbers[$0].map { holders[$0] } ?? 0 })
        var scores = [Double](repeating: 0, count: lengths.count)
        var touched: [UInt32] = []
        for (word, share) in zip(words, shares) {
            guard let number = numbers[word] else { continue }
            for occurrence in occurrences[number] where wanted[Int(occurrence.row)] {
                let row = Int(occurrence.row)
                if scores[row] == 0 { touched.append(occurrence.row) }
                // Every share is above 0, and so is every score of a row that was touched.
                scores[row] += share * weighing.part(count: Int(occurrence.count), length: Int(lengths[row]))
            }
        }
        for row in touched { body(Int(row), scores[Int(row)]) }
    }
}
