/// The changes that turn one list of words into another.
struct WordDiff {
    /// The places that differ, in order: what stands in the first, and what stands there in the second. Either may be empty.
    var changes: [(removed: Range<Int>, inserted: Range<Int>)]

    init(from first: [String], to second: [String]) {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in second.difference(from: first) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        changes = []
        var left = 0
        var right = 0
        while left < first.count || right < second.count {
            let start = (left, right)
            while removed.contains(left) { left += 1 }
            while inserted.contains(right) { right += 1 }
            if (left, right) != start {
                changes.append((start.0..<left, start.1..<right))
            } else {
                left += 1
                right += 1
            }
        }
    }
}
