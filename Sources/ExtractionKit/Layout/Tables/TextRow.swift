/// Words that stand on one line across a block, in stretches with gaps between them.
struct TextRow {
    /// The stretches from left to right.
    var segments: [TextSegment]
    /// What all of them cover.
    var box: Rect
    /// The size of its type: the median of its words.
    var size: Double

    init(segments: [TextSegment]) {
        self.segments = segments
        box = segments.lazy.map(\.box).union() ?? Rect(x: 0, y: 0, width: 0, height: 0)
        let sizes = segments.flatMap { $0.words.map(\.size) }.sorted()
        size = sizes.isEmpty ? 0 : sizes[sizes.count / 2]
    }

    /// The words from left to right.
    var words: [PlacedWord] { segments.flatMap(\.words) }

    /// Whether most of what stands beside its first segment is values.
    var isValues: Bool {
        let beside = segments.dropFirst()
        return !beside.isEmpty && 2 * beside.count { $0.isValue && !$0.isYears } >= beside.count
    }
}

/// Words that stand close to each other on a line.
struct TextSegment {
    /// The words from left to right, at least one.
    var words: [PlacedWord]
    /// What they cover.
    var box: Rect

    init(_ words: [PlacedWord]) {
        self.words = words
        box = words.lazy.map(\.box).union() ?? Rect(x: 0, y: 0, width: 0, height: 0)
    }

    /// Whether it says a value: half of its words at least.
    var isValue: Bool { 2 * words.count(where: \.isValue) >= words.count }

    /// Whether it is nothing but years, which head columns as often as they stand in them.
    var isYears: Bool { words.allSatisfy(\.isYear) }
}

extension [TextRow] {
    /// Puts words into rows from top to bottom: a word joins the row whose middle is near its own.
    ///
    /// A gap between words ends a segment where it is wider than blanks are, between figures earlier than between words of a phrase.
    init(_ words: [PlacedWord]) {
        var open: [(words: [PlacedWord], middle: Double, height: Double)] = []
        self = []
        for word in words.sorted(by: { ($0.box.midY, $0.index) < ($1.box.midY, $1.index) }) {
            if let last = open.last,
                word.box.midY - last.middle < 0.4 * Swift.min(last.height, Swift.max(word.box.height, 0.5 * last.height))
            {
                let count = Double(last.words.count)
                open[open.count - 1].words.append(word)
                open[open.count - 1].middle = (last.middle * count + word.box.midY) / (count + 1)
                open[open.count - 1].height = Swift.max(last.height, word.box.height)
            } else {
                open.append(([word], word.box.midY, word.box.height))
            }
        }
        let blank = Self.usualBlank(open.map(\.words))
        self = open.map { TextRow(segments: Self.segments(of: $0.words, blank: blank)) }
    }

    /// How wide most blanks are, in sizes of type: typewriters' are twice as wide as those of books.
    private static func usualBlank(_ rows: [[PlacedWord]]) -> Double {
        let gaps = rows.flatMap { words in
            let row = words.sorted { $0.box.minX < $1.box.minX }
            return zip(row, row.dropFirst()).map { ($1.box.minX - $0.box.maxX) / Swift.max($0.size, $1.size, 0.1) }.filter { $0 > 0.05 }
        }.sorted()
        return gaps.isEmpty ? 0.3 : Swift.min(gaps[gaps.count / 4], 0.62)
    }

    private static func segments(of words: [PlacedWord], blank: Double) -> [TextSegment] {
        var segments: [[PlacedWord]] = []
        for word in words.sorted(by: { ($0.box.minX, $0.index) < ($1.box.minX, $1.index) }) {
            if let last = segments.last?.last, word.box.minX - last.box.maxX < gap(between: last, and: word, blank: blank) {
                segments[segments.count - 1].append(word)
            } else {
                segments.append([word])
            }
        }
        return segments.map(TextSegment.init)
    }

    /// From how wide a gap on two words stand apart.
    private static func gap(between left: PlacedWord, and right: PlacedWord, blank: Double) -> Double {
        let size = Swift.max(left.size, right.size)
        // The mark of a list and its item are one.
        if left.isBullet { return 3 * size }
        return size * Swift.max(1.5 * blank, left.isValue && right.isValue ? 0.55 : left.isValue || right.isValue ? 0.75 : 0.9)
    }
}
