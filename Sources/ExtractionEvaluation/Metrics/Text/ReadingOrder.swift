/// Whether what was read stands in the order of the reference, whatever else is wrong with it.
///
/// Units (lines, or words) that occur exactly once in both texts are matched by equality, so that there is no doubt about which is which.
/// Of all pairs of matched units, the score is the share that stands in the reference's order: (τ + 1) / 2 with Kendall's τ.
public struct ReadingOrder: Hashable, Sendable, Codable {
    /// Units that occur once in the reference.
    public var uniqueUnits: Int
    /// Those that occur once in the text read, too.
    public var matchedUnits: Int
    /// Pairs of matched units that stand the other way round.
    public var swappedPairs: Int

    /// Compares the order of two texts after normalising them.
    public init(
        of hypothesis: String, reference: String, unit: Unit = .line,
        normalisation: TextNormalisation = TextNormalisation(collapsesWhitespace: false)
    ) {
        let expected = Self.uniquePositions(in: unit.split(normalisation(reference)))
        let found = Self.uniquePositions(in: unit.split(normalisation(hypothesis)))
        let order = expected.sorted { $0.value < $1.value }.compactMap { found[$0.key] }
        uniqueUnits = expected.count
        matchedUnits = order.count
        swappedPairs = Self.inversions(in: order)
    }

    /// The share of pairs in the right order, from 0 (reversed) to 1; `nil` for fewer than two matched units.
    public var value: Double? {
        let pairs = matchedUnits * (matchedUnits - 1) / 2
        return share(pairs - swappedPairs, of: pairs)
    }

    /// The share of the reference's unique units that the score speaks of. A low one means that the score says little.
    public var coverage: Double? { share(matchedUnits, of: uniqueUnits) }

    /// What is put in order.
    public enum Unit: String, Hashable, Sendable, Codable {
        /// Lines that hold something, with the white space inside of them collapsed. They must have been read without an error to match.
        case line
        /// Words between white space.
        case word

        func split(_ text: String) -> [String] {
            switch self {
            case .line: text.split(whereSeparator: \.isNewline).map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            case .word: text.words.map(String.init)
            }
        }
    }

    private static func uniquePositions(in units: [String]) -> [String: Int] {
        var positions: [String: Int] = [:]
        var repeated: Set<String> = []
        for (index, unit) in units.enumerated() where !unit.isEmpty {
            if positions.updateValue(index, forKey: unit) != nil { repeated.insert(unit) }
        }
        return positions.filter { !repeated.contains($0.key) }
    }

    /// Counts the pairs that stand the wrong way round, by merging.
    private static func inversions(in order: [Int]) -> Int {
        var sorted = order
        var buffer = order
        var count = 0
        var width = 1
        while width < sorted.count {
            for start in stride(from: 0, to: sorted.count, by: 2 * width) {
                let middle = min(start + width, sorted.count)
                let end = min(start + 2 * width, sorted.count)
                var left = start
                var right = middle
                for target in start..<end {
                    if left < middle, right >= end || sorted[left] <= sorted[right] {
                        buffer[target] = sorted[left]
                        left += 1
                    } else {
                        buffer[target] = sorted[right]
                        right += 1
                        count += middle - left
                    }
                }
            }
            swap(&sorted, &buffer)
            width *= 2
        }
        return count
    }
}

extension MetricDefinition {
    /// The share of pairs in the right order.
    public static let readingOrder = MetricDefinition(
        id: "reading_order", title: "Reading order",
        definition:
            "Share of pairs of lines, among lines that occur exactly once in both texts, that stand in the reference's order: (Kendall's tau + 1) / 2.",
        source: "Kendall 1938; Lapata, Automatic Evaluation of Information Ordering: Kendall's Tau, Computational Linguistics 32(4), 2006.",
        direction: .higherIsBetter, unit: .ratio)
}
