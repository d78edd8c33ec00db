import ExtractionKit
import Testing

@testable import ExtractionEvaluation

@Suite struct `Cell adjacency` {
    /// Truth: a–b, c–d beside, a–c, b–d below. Found: a–b, a–c. Precision 2/2, recall 2/4, F1 4/6.
    @Test func `counts neighbours`() {
        let counts = MatchCounts.cellAdjacency(
            of: TableGrid(rows: [["a", "b"], ["c", ""]]), reference: TableGrid(rows: [["a", "b"], ["c", "d"]]))
        #expect(counts.precision == 1)
        #expect(counts.recall == 0.5)
        #expect(counts.f1 == 4.0 / 6)
    }

    @Test func `looks across blank cells`() {
        let counts = MatchCounts.cellAdjacency(of: TableGrid(rows: [["a", " ", "b"]]), reference: TableGrid(rows: [["a", "b"]]))
        #expect(counts == MatchCounts(truePositives: 1))
    }

    /// A heading over both columns is above a and b; one over the first column is above a alone: 3 relations against 2.
    @Test func `knows spans`() {
        func grid(headingOver columns: Int) -> TableGrid {
            var grid = TableGrid(rows: [[], ["a", "b"]])
            grid.cells.append(TableGrid.Cell(row: 0, column: 0, columnSpan: columns, text: "heading"))
            return grid
        }
        let counts = MatchCounts.cellAdjacency(of: grid(headingOver: 1), reference: grid(headingOver: 2))
        #expect(counts == MatchCounts(truePositives: 2, falseNegatives: 1))
        #expect(MatchCounts.cellAdjacency(of: grid(headingOver: .max), reference: grid(headingOver: 2)).f1 == 1)
    }

    /// One cell beside two rows of the same neighbour is beside it once.
    @Test func `relates two cells once in a direction`() {
        let tall = TableGrid(cells: [
            TableGrid.Cell(row: 0, column: 0, rowSpan: 2, text: "a"), TableGrid.Cell(row: 0, column: 1, rowSpan: 2, text: "b"),
        ])
        #expect(MatchCounts.cellAdjacency(of: tall, reference: tall) == MatchCounts(truePositives: 1))
    }
}

@Suite struct `TEDS` {
    /// Of 2 rows with 4 cells, 6 nodes, a row with its 2 cells is missing: 1 − 3/6.
    @Test func `counts missing rows and cells`() {
        let truth = TableGrid(rows: [["a", "b"], ["c", "d"]])
        #expect(teds(of: TableGrid(rows: [["a", "b"]]), reference: truth) == 0.5)
        #expect(teds(of: TableGrid(rows: [["a", "b"]]), reference: truth, structureOnly: true) == 0.5)
        #expect(teds(of: TableGrid(cells: []), reference: truth) == 0)
    }

    /// One row, one cell: 2 nodes. One letter of four differs: 1 − 0.25/2.
    @Test func `counts wrong text by its edit distance, unless only structure matters`() {
        let truth = TableGrid(rows: [["abcd"]])
        #expect(teds(of: TableGrid(rows: [["abcx"]]), reference: truth) == 0.875)
        #expect(teds(of: TableGrid(rows: [["abcx"]]), reference: truth, structureOnly: true) == 1)
    }

    @Test func `counts a wrong span as a wrong cell`() {
        let wide = TableGrid(cells: [TableGrid.Cell(row: 0, column: 0, columnSpan: 2, text: "a")])
        #expect(teds(of: wide, reference: TableGrid(rows: [["a"]]), structureOnly: true) == 0.5)
    }

    @Test func `of no tables is 1`() {
        #expect(teds(of: TableGrid(cells: []), reference: TableGrid(cells: [])) == 1)
    }

    @Test(arguments: 0..<20)
    func `is symmetric, within 0 and 1, and 1 for equals`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func grid() -> TableGrid {
            TableGrid(
                rows: (0..<generator.next(below: 5)).map { _ in
                    (0..<generator.next(below: 4)).map { _ in ["", "a", "bc", "12.50"][generator.next(below: 4)] }
                })
        }
        let left = grid()
        let right = grid()
        let score = teds(of: left, reference: right)
        #expect(abs(score - teds(of: right, reference: left)) < 1e-12)
        #expect((0...1).contains(score))
        #expect(teds(of: left, reference: left) == 1)
        let there = MatchCounts.cellAdjacency(of: left, reference: right)
        let back = MatchCounts.cellAdjacency(of: right, reference: left)
        #expect(there.f1 == back.f1 && there.precision == back.recall)
    }

    @Test func `takes a page's table with its content`() {
        let polygon = Polygon(Rect(x: 0, y: 0, width: 1, height: 1))
        let table = Table(
            rowCount: 1, columnCount: 2, polygon: polygon,
            cells: [
                Table.Cell(
                    row: 0, column: 0, polygon: polygon, spans: [TextSpan(offset: 0, length: 3), TextSpan(offset: 4, length: 3)]),
                Table.Cell(row: 0, column: 1, columnSpan: 2, polygon: polygon, spans: [TextSpan(offset: 8, length: 4)]),
            ])
        let grid = TableGrid(table, in: "two one 12 €")
        #expect(grid.cells.map(\.text) == ["two one", ""])
        #expect(grid.cells.map(\.columnSpan) == [1, 2])
    }
}

@Suite struct `A tree edit distance` {
    /// The example of Zhang and Shasha: f(d(a c(b)) e) becomes f(c(d(a b)) e) by deleting c and inserting it over d.
    @Test func `is that of the paper's example`() {
        var left = OrderedTree<String>()
        left.append("a", childrenFrom: nil)
        left.append("b", childrenFrom: nil)
        left.append("c", childrenFrom: 1)
        left.append("d", childrenFrom: 0)
        left.append("e", childrenFrom: nil)
        left.append("f", childrenFrom: 0)
        var right = OrderedTree<String>()
        right.append("a", childrenFrom: nil)
        right.append("b", childrenFrom: nil)
        right.append("d", childrenFrom: 0)
        right.append("c", childrenFrom: 0)
        right.append("e", childrenFrom: nil)
        right.append("f", childrenFrom: 0)
        #expect(left.editDistance(to: right) { $0 == $1 ? 0 : 1 } == 2)
        #expect(right.editDistance(to: left) { $0 == $1 ? 0 : 1 } == 2)
        #expect(left.editDistance(to: OrderedTree()) { _, _ in 0 } == 6)
    }
}
