/// Divides a page's words where columns of running text stand beside each other or beside something else, or tables between whose rows
/// lines are drawn.
///
/// After the recursive X-Y cut (Nagy and Seth 1984), but cutting only along tall stretches of white that have prose on a side, or beside
/// which the drawn lines of tables end: a table's own gaps are left to table finding.
struct TextBlocks {
    /// The words of each block.
    private(set) var blocks: [[PlacedWord]] = []

    /// Divides words.
    ///
    /// - Parameter gutters: Where drawn lines say that tables stand beside each other.
    init(_ words: [PlacedWord], gutters: [Rect] = []) {
        var blocks = [words]
        for gutter in gutters { blocks = blocks.flatMap { Self.divided($0, at: gutter) } }
        for block in blocks { divide(block, depth: 0) }
    }

    /// Words above, left of, right of and below tables that stand beside each other; all of them where a word stands between these.
    private static func divided(_ words: [PlacedWord], at gutter: Rect) -> [[PlacedWord]] {
        let beside = words.filter { $0.box.midY > gutter.minY && $0.box.midY < gutter.maxY }
        let left = beside.filter { $0.box.midX < gutter.midX }, right = beside.filter { $0.box.midX >= gutter.midX }
        guard !left.contains(where: { $0.box.maxX > gutter.maxX }), !right.contains(where: { $0.box.minX < gutter.minX }),
            [left, right].allSatisfy({ side in
                let rows = [TextRow](side)
                return rows.count > 2 && 2 * rows.count(where: { $0.segments.count > 1 }) >= rows.count
            })
        else { return [words] }
        return [words.filter { $0.box.midY <= gutter.minY }, left, right, words.filter { $0.box.midY >= gutter.maxY }]
    }

    private mutating func divide(_ words: [PlacedWord], depth: Int) {
        guard depth < 8, words.count > 40, let gutter = Self.gutter(in: [TextRow](words)) else {
            if !words.isEmpty { blocks.append(words) }
            return
        }
        var parts: [[PlacedWord]] = [[], [], [], []]
        for word in words {
            let part = word.box.midY < gutter.minY ? 0 : word.box.midY > gutter.maxY ? 3 : word.box.midX < gutter.midX ? 1 : 2
            parts[part].append(word)
        }
        for part in parts { divide(part, depth: depth + 1) }
    }

    /// A stretch of white over several rows.
    private struct Corridor {
        var low: Double
        var high: Double
        var first: Int
        var last: Int
        var left: [TextSegment] = []
        var right: [TextSegment] = []
    }

    /// The tallest white stretch with running text on both sides.
    private static func gutter(in rows: [TextRow]) -> Rect? {
        guard let bounds = rows.lazy.map(\.box).union() else { return nil }
        var best: Rect?
        var open: [Corridor] = []
        func close(_ corridor: Corridor) {
            guard isGutter(corridor, bounds) else { return }
            let area = Rect(
                minX: corridor.low, minY: rows[corridor.first].box.minY, maxX: corridor.high, maxY: rows[corridor.last].box.maxY)
            if area.height > best?.height ?? 0 { best = area }
        }
        for (index, row) in rows.enumerated() {
            var next: [Corridor] = []
            let segments = row.segments
            for place in segments.indices.dropLast() {
                let gap = segments[place].box.maxX...max(segments[place].box.maxX, segments[place + 1].box.minX)
                var corridor = Corridor(low: gap.lowerBound, high: gap.upperBound, first: index, last: index)
                if let above = open.max(by: { shared($0, gap) < shared($1, gap) }), shared(above, gap) > 0.5 * row.size {
                    corridor = above
                    corridor.low = max(above.low, gap.lowerBound)
                    corridor.high = min(above.high, gap.upperBound)
                    corridor.last = index
                }
                corridor.left.append(segments[place])
                corridor.right.append(segments[place + 1])
                next.append(corridor)
            }
            // A row that stands on one side alone leaves the white free.
            for above in open where !next.contains(where: { $0.first == above.first && $0.low < above.high && $0.high > above.low }) {
                if segments.allSatisfy({ $0.box.maxX < above.high || $0.box.minX > above.low }),
                    !segments.contains(where: { $0.box.minX < above.high && $0.box.maxX > above.low }), index - above.last <= 3
                {
                    next.append(above)
                } else {
                    close(above)
                }
            }
            open = next.count > 64 ? Array(next.prefix(64)) : next
        }
        open.forEach(close)
        return best
    }

    private static func shared(_ corridor: Corridor, _ gap: ClosedRange<Double>) -> Double {
        min(corridor.high, gap.upperBound) - max(corridor.low, gap.lowerBound)
    }

    private static func isGutter(_ corridor: Corridor, _ bounds: Rect) -> Bool {
        guard corridor.left.count >= 6 else { return false }
        return isProse(corridor.left) && isProse(corridor.right)
    }

    /// Whether segments are lines of running text: of several words, few of them values, most as long as the longest.
    private static func isProse(_ segments: [TextSegment]) -> Bool {
        let words = segments.map(\.words.count).sorted()[segments.count / 2]
        let widest = segments.map(\.box.width).max() ?? 0
        let full = segments.count { $0.box.width > 0.75 * widest }
        let values = segments.count(where: \.isValue)
        return words >= 4 && 2 * full > segments.count && 5 * values < segments.count
    }
}
