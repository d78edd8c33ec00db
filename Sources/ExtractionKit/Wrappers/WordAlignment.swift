/// The cheapest way to lay a line of words beside a line of places.
///
/// Dynamic programming over words as in ROVER (J. G. Fiscus, "A post-processing system to yield reduced word error rates: Recognizer
/// Output Voting Error Reduction (ROVER)", IEEE ASRU 1997, pp. 347–354), with two differences that pages allow and need: a word can only meet
/// a place that it overlaps, and up to eight words can meet one place, or one word eight places, where joined they read alike, since
/// engines cut words differently.
struct WordAlignment {
    /// A step along both lines.
    enum Step: Hashable, Sendable {
        /// The words stand in the places.
        case meet(slots: Range<Int>, words: Range<Int>)
        /// There is no word in the place.
        case skip(slot: Int)
        /// There is no place for the word.
        case add(word: Int)
    }

    /// What it costs to leave a place or a word alone. Two of them cost more than any meeting, as in ROVER (3 + 3 against 4 there).
    private static let gap = 0.5
    /// How different joined words may be from what they meet, from 0 to 1.
    private static let joiningLimit = 0.3
    /// What each word beyond the first costs.
    private static let joiningCost = 0.05
    private static let longestJoin = 8

    /// The number of cells above which two lines aren't laid beside each other; a line of print has some hundreds.
    static let cellLimit = 40_000

    private let slots: [VotingSlot]
    private let words: [Reading]
    private let slotBounds: [Rect]
    /// For each voter before, the number of characters that it read in the places up to each.
    private let slotLengths: [[Int]]
    /// The number of characters in the words up to each.
    private let wordLengths: [Int]

    init(slots: [VotingSlot], words: [Reading]) {
        self.slots = slots
        self.words = words
        slotBounds = slots.map(\.bounds)
        func sums(_ lengths: [Int]) -> [Int] { lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) } }
        slotLengths = (slots.first?.readings.indices ?? 0..<0).map { voter in sums(slots.map { $0.readings[voter]?.length ?? 0 }) }
        wordLengths = sums(words.map(\.length))
    }

    /// The steps from the beginning of both lines to their ends.
    func steps() -> [Step] {
        let columns = words.count + 1
        var costs = [Double](repeating: .infinity, count: (slots.count + 1) * columns)
        var last = [Step?](repeating: nil, count: costs.count)
        costs[0] = 0
        func reach(_ slot: Int, _ word: Int, _ cost: Double, _ step: Step) {
            let cell = slot * columns + word
            // The first of equal ways stays: meetings are tried before gaps, shorter ones before longer ones.
            if cost < costs[cell] - 1e-9 { (costs[cell], last[cell]) = (cost, step) }
        }
        for slot in 0...slots.count {
            for word in 0...words.count {
                let cost = costs[slot * columns + word]
                for (slotCount, wordCount) in Self.meetings where slot + slotCount <= slots.count && word + wordCount <= words.count {
                    let step = (slots: slot..<slot + slotCount, words: word..<word + wordCount)
                    if let meeting = self.cost(step.slots, step.words) {
                        reach(slot + slotCount, word + wordCount, cost + meeting, .meet(slots: step.slots, words: step.words))
                    }
                }
                if slot < slots.count { reach(slot + 1, word, cost + Self.gap, .skip(slot: slot)) }
                if word < words.count { reach(slot, word + 1, cost + Self.gap, .add(word: word)) }
            }
        }
        return path(last, columns)
    }

    private static let meetings =
        [(1, 1)] + (2...longestJoin).flatMap { [(1, $0), ($0, 1)] }

    private func path(_ last: [Step?], _ columns: Int) -> [Step] {
        var steps: [Step] = []
        var slot = slots.count, word = words.count
        while let step = last[slot * columns + word] {
            steps.append(step)
            switch step {
            case .meet(let slots, let words): (slot, word) = (slots.lowerBound, words.lowerBound)
            case .skip: slot -= 1
            case .add: word -= 1
            }
        }
        return steps.reversed()
    }

    /// What it costs that the words stand in the places, from 0 to 1, or `nil` where they can't.
    private func cost(_ slotRange: Range<Int>, _ wordRange: Range<Int>) -> Double? {
        let extra = slotRange.count + wordRange.count - 2
        guard extra == 0 || canBeAlike(slotRange, wordRange) else { return nil }
        guard let place = slotBounds[slotRange].union(), let word = joined(wordRange) else { return nil }
        let overlap = place.horizontalOverlap(with: word.bounds)
        guard overlap > 0.1 else { return nil }
        let slot = slots[slotRange].dropFirst().reduce(slots[slotRange.lowerBound]) { $0.joined(with: $1) }
        let difference = slot.readings.lazy.compactMap(\.self).map { $0.joined.difference(from: word.joined) }.min() ?? 1
        if extra > 0 { return difference <= Self.joiningLimit ? difference + Double(extra) * Self.joiningCost : nil }
        // A stretch of a line says little about which of its words stands where: then only the text counts.
        guard word.isPlaced, slot.isPlaced else { return 0.9 * difference }
        return 0.5 * difference + 0.5 * (1 - min(1, overlap))
    }

    /// Whether the lengths alone leave it open that words read like what they meet: spares most of the comparisons.
    private func canBeAlike(_ slots: Range<Int>, _ words: Range<Int>) -> Bool {
        let length = wordLengths[words.upperBound] - wordLengths[words.lowerBound]
        return slotLengths.contains { sums in
            let other = sums[slots.upperBound] - sums[slots.lowerBound]
            return Double(abs(length - other)) <= Self.joiningLimit * Double(max(length, other))
        }
    }

    private func joined(_ range: Range<Int>) -> Reading? {
        guard let first = words[range].first else { return nil }
        return words[range].dropFirst().reduce(first) { $0.joined(with: $1) }
    }
}

extension [Unicode.Scalar] {
    /// The edit distance (Levenshtein 1966) as a share of the longer one's length: 0 for equal ones, 1 for nothing in common.
    ///
    /// Words of more than 100 characters are equal or not.
    func difference(from other: [Unicode.Scalar]) -> Double {
        if self == other { return 0 }
        guard !isEmpty, !other.isEmpty, count <= 100, other.count <= 100 else { return 1 }
        var row = Array<Int>(0...other.count)
        for (index, scalar) in enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let substituted = diagonal + (scalar == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(substituted, row[column] + 1, row[column + 1] + 1)
            }
        }
        return Double(row[other.count]) / Double(Swift.max(count, other.count))
    }
}
