import ExtractionEvaluation
import Testing

@Suite struct `A best assignment` {
    /// Taking the greatest first (9) leaves 1: 10. The best is 8 + 7.
    @Test func `is better than greed`() {
        #expect(bestAssignment([[9, 8], [7, 1]]) == [1, 0])
    }

    @Test func `leaves out what is too many`() {
        #expect(bestAssignment([[1], [3], [2]]) == [nil, 0, nil])
        #expect(bestAssignment([[1, 3, 2]]) == [1])
        #expect(bestAssignment([]) == [])
        #expect(bestAssignment([[], []]) == [nil, nil])
    }

    /// Against every permutation of up to five columns.
    @Test(arguments: 0..<30)
    func `has the greatest total of all`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let rows = 1 + generator.next(below: 5)
        let columns = 1 + generator.next(below: 5)
        let weights = (0..<rows).map { _ in (0..<columns).map { _ in Double(generator.next(below: 9)) - 3 } }
        func best(_ row: Int, _ used: Set<Int>, _ left: Int) -> Double {
            guard row < rows else { return left == 0 ? 0 : -.infinity }
            var total = rows - row > left ? best(row + 1, used, left) : -.infinity
            for column in 0..<columns where !used.contains(column) && left > 0 {
                total = max(total, weights[row][column] + best(row + 1, used.union([column]), left - 1))
            }
            return total
        }
        let chosen = bestAssignment(weights)
        let total = zip(weights, chosen).reduce(0) { sum, pair in sum + (pair.1.map { pair.0[$0] } ?? 0) }
        #expect(chosen.compactMap(\.self).count == min(rows, columns))
        #expect(Set(chosen.compactMap(\.self)).count == min(rows, columns))
        #expect(total == best(0, [], min(rows, columns)))
    }
}
