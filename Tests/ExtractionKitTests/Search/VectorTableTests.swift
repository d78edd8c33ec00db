import ExtractionEvaluation
import ExtractionKit
import Testing

@Suite struct `A table of vectors` {
    private static func vectors(_ count: Int, dimensions: Int, seed: UInt64) -> [Embedding] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            // The sum of a few uniform numbers is near enough to a normal one.
            Embedding(
                normalizing: (0..<dimensions).map { _ in (0..<4).reduce(0) { sum, _ in sum + Float.random(in: -1...1, using: &generator) } }
            )
        }
    }

    @Test(arguments: [1, 2, 7, 16, 31, 32, 33, 100, 384])
    func `finds exactly the nearest`(dimensions: Int) async {
        let vectors = Self.vectors(300, dimensions: dimensions, seed: 1)
        var table = VectorTable(dimensions: dimensions)
        for vector in vectors { table.append(vector) }
        for query in Self.vectors(5, dimensions: dimensions, seed: 2) {
            let expected = vectors.enumerated().map { ($0.offset, query.similarity(to: $0.element)) }
                .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(10)
            let found = await table.nearest(to: query, count: 10)
            // Sums in another order differ in the last bits: near ties may change places.
            for (found, expected) in zip(found, expected) { #expect(abs(found.similarity - expected.1) < 1e-5) }
            #expect(found.count == 10)
            #expect(Set(found.map(\.row)).count == 10)
            for neighbour in found {
                #expect(abs(neighbour.similarity - query.similarity(to: vectors[neighbour.row])) < 1e-5)
            }
        }
    }

    @Test(arguments: VectorTable.Precision.allCases)
    func `finds the same over several tasks as over one`(precision: VectorTable.Precision) async {
        let vectors = Self.vectors(5_000, dimensions: 24, seed: 3)
        var table = VectorTable(dimensions: 24, precision: precision)
        for vector in vectors { table.append(vector) }
        for query in Self.vectors(3, dimensions: 24, seed: 4) {
            let alone = await table.nearest(to: query, count: 25, tasks: 1)
            #expect(await table.nearest(to: query, count: 25, tasks: 2) == alone)
            #expect(await table.nearest(to: query, count: 25, tasks: 9) == alone)
        }
    }

    @Test func `finds nearly all of the nearest by codes`() async {
        let vectors = Self.vectors(4_000, dimensions: 384, seed: 5)
        var exact = VectorTable(dimensions: 384), coded = VectorTable(dimensions: 384, precision: .int8)
        for vector in vectors {
            exact.append(vector)
            coded.append(vector)
        }
        var shared = 0
        for query in Self.vectors(50, dimensions: 384, seed: 6) {
            let wanted = await exact.nearest(to: query, count: 10).map(\.row)
            shared += Set(wanted).intersection(await coded.nearest(to: query, count: 10).map(\.row)).count
        }
        #expect(shared >= 490)
        #expect(coded.bytesPerRow * 3 < exact.bytesPerRow)
    }

    @Test(arguments: VectorTable.Precision.allCases)
    func `looks only at the rows it is asked for`(precision: VectorTable.Precision) async {
        var table = VectorTable(dimensions: 8, precision: precision)
        for vector in Self.vectors(3_000, dimensions: 8, seed: 7) { table.append(vector) }
        var rows = RowSet(count: 3_000)
        for row in stride(from: 5, to: 3_000, by: 97) { rows[row] = true }
        let found = await table.nearest(to: Self.vectors(1, dimensions: 8, seed: 8)[0], count: 3_000, among: rows)
        #expect(found.map(\.row).sorted() == Array(stride(from: 5, to: 3_000, by: 97)))
        #expect(await table.nearest(to: Self.vectors(1, dimensions: 8, seed: 8)[0], count: 10, among: RowSet(count: 0)).isEmpty)
    }

    @Test func `prefers the lower of equal rows`() async {
        var table = VectorTable(dimensions: 2)
        for _ in 0..<5_000 { table.append(Embedding(normalizing: [1, 1])) }
        let found = await table.nearest(to: Embedding(normalizing: [1, 1]), count: 3)
        #expect(found.map(\.row) == [0, 1, 2])
    }

    @Test func `keeps the largest codes from overflowing`() async {
        let even = Embedding(normalizing: [Float](repeating: -1, count: 4_096))
        var table = VectorTable(dimensions: 4_096, precision: .int8)
        table.append(even)
        let found = await table.nearest(to: even, count: 1)
        #expect(abs((found.first?.similarity ?? 0) - 1) < 1e-3)
    }

    @Test func `has nothing near in an empty table and for a limit of 0`() async {
        var table = VectorTable(dimensions: 2)
        #expect(await table.nearest(to: Embedding(normalizing: [1, 0]), count: 3).isEmpty)
        table.append(Embedding(normalizing: [1, 0]))
        #expect(await table.nearest(to: Embedding(normalizing: [1, 0]), count: 0).isEmpty)
    }
}
