/// The least number of insertions, deletions and substitutions that turn one sequence into the other (Levenshtein 1966).
///
/// Computed 64 rows at a time with the bit-parallel algorithm of Myers, "A Fast Bit-Vector Algorithm for Approximate String Matching Based on
/// Dynamic Programming" (Journal of the ACM 46(3), 1999), in the block form of Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and
/// Damerau Edit Distances" (2003). Two pages of 10,000 characters take 1.6 million steps instead of 100 million.
public func levenshteinDistance<Element: Hashable>(_ left: some Sequence<Element>, _ right: some Sequence<Element>) -> Int {
    var left = Array(left)[...]
    var right = Array(right)[...]
    // What both begin and end with costs nothing.
    var prefix = 0
    while prefix < left.count, prefix < right.count, left[prefix] == right[prefix] { prefix += 1 }
    left = left.dropFirst(prefix)
    right = right.dropFirst(prefix)
    while let last = left.last, last == right.last {
        left.removeLast()
        right.removeLast()
    }
    if left.count > right.count { swap(&left, &right) }
    if left.isEmpty { return right.count }
    return bitParallelDistance(pattern: Array(left), text: right)
}

/// Myers's algorithm: each word of 64 bits holds the differences (+1 or −1) between vertical neighbours of the matrix for 64 elements of the
/// pattern; a column is computed from the one before with a few operations a word.
private func bitParallelDistance<Element: Hashable>(pattern: [Element], text: ArraySlice<Element>) -> Int {
    let blocks = (pattern.count + 63) / 64
    var symbols: [Element: Int] = [:]
    var positions: [UInt64] = []
    for (index, element) in pattern.enumerated() {
        let start = symbols[element] ?? positions.count
        if start == positions.count {
            symbols[element] = start
            positions.append(contentsOf: repeatElement(0, count: blocks))
        }
        positions[start + index / 64] |= 1 << UInt64(index % 64)
    }
    let nowhere = positions.count
    positions.append(contentsOf: repeatElement(0, count: blocks))
    let starts = text.map { symbols[$0] ?? nowhere }

    var increases = [UInt64](repeating: .max, count: blocks)
    var decreases = [UInt64](repeating: 0, count: blocks)
    let lastRow: UInt64 = 1 << UInt64((pattern.count - 1) % 64)
    var distance = pattern.count
    positions.withUnsafeBufferPointer { positions in
        increases.withUnsafeMutableBufferPointer { increases in
            decreases.withUnsafeMutableBufferPointer { decreases in
                for start in starts {
                    // The top row grows by one a column: the distance from nothing.
                    var carryIncrease: UInt64 = 1
                    var carryDecrease: UInt64 = 0
                    var block = 0
                    while block < blocks {
                        let up = increases[block]
                        let down = decreases[block]
                        let match = positions[start + block]
                        let vertical = match | down
                        let matched = match | carryDecrease
                        let diagonal = (((matched & up) &+ up) ^ up) | matched
                        var increase = down | ~(diagonal | up)
                        var decrease = up & diagonal
                        if block == blocks - 1 {
                            if increase & lastRow != 0 { distance += 1 }
                            if decrease & lastRow != 0 { distance -= 1 }
                        }
                        let outIncrease = increase >> 63
                        let outDecrease = decrease >> 63
                        increase = increase << 1 | carryIncrease
                        decrease = decrease << 1 | carryDecrease
                        increases[block] = decrease | ~(vertical | increase)
                        decreases[block] = increase & vertical
                        carryIncrease = outIncrease
                        carryDecrease = outDecrease
                        block += 1
                    }
                }
            }
        }
    }
    return distance
}
