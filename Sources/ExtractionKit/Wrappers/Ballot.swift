/// What one voter read of a page, ready to be laid beside what others did.
struct Ballot: Sendable {
    /// The pieces that are brought to a line of the page one by one: words where the voter places words, otherwise its lines.
    var pieces: [Piece]

    /// Words that stand together.
    struct Piece: Sendable {
        /// The number of the line in the voter's reading.
        var line: Int
        /// Each word with its confidence.
        var words: [Reading]
        /// Where they stand, in the page's points.
        var bounds: Rect
    }

    init(_ text: PageText, granularity: OCRCapabilities.Granularity) {
        pieces = []
        for (number, line) in text.lines.enumerated() {
            if granularity == .word {
                for word in line.words {
                    let reading = Reading(
                        words: [word], confidence: Self.confidence(of: word), isPlaced: true, isDivided: true, bounds: word.polygon.bounds)
                    pieces.append(Piece(line: number, words: [reading], bounds: reading.bounds))
                }
            } else if let bounds = line.words.lazy.map(\.polygon.bounds).union() {
                let isDivided = Set(line.words.map(\.polygon)).count == line.words.count
                let words = line.words.map {
                    Reading(words: [$0], confidence: Self.confidence(of: $0), isPlaced: false, isDivided: isDivided, bounds: bounds)
                }
                pieces.append(Piece(line: number, words: words, bounds: bounds))
            }
        }
    }

    /// Who doesn't say how sure it is may be right or wrong.
    private static func confidence(of word: TextWord) -> Double {
        word.confidence.map { $0.isNaN ? 0.5 : min(max($0, 0), 1) } ?? 0.5
    }
}

/// What a voter reads in one place: a word, or several where others read fewer.
struct Reading: Hashable, Sendable {
    /// The words, at least one.
    var words: [TextWord]
    /// How likely they are right, from 0 to 1.
    var confidence: Double
    /// Whether the voter places words; otherwise it says only on which stretch of a line they stand.
    var isPlaced: Bool
    /// Whether each word has a part of the stretch to itself, if only by its length.
    var isDivided: Bool
    /// Where the words, or the stretch, stand, in the page's points.
    var bounds: Rect

    /// What votes are counted by.
    var texts: [String] { words.map(\.text) }
    /// How many characters the words have.
    var length: Int { words.reduce(0) { $0 + $1.text.unicodeScalars.count } }
    /// The characters without the gaps between words.
    var joined: [Unicode.Scalar] { words.flatMap { Array($0.text.unicodeScalars) } }

    /// Both as one reading, this one first.
    func joined(with next: Reading) -> Reading {
        let counts = (Double(max(1, joined.count)), Double(max(1, next.joined.count)))
        return Reading(
            words: words + next.words, confidence: (confidence * counts.0 + next.confidence * counts.1) / (counts.0 + counts.1),
            isPlaced: isPlaced && next.isPlaced, isDivided: isDivided && next.isDivided, bounds: bounds.union(next.bounds))
    }
}
