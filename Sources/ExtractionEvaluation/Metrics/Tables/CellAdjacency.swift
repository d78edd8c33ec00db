extension MatchCounts {
    /// Compares tables by which texts stand beside and below each other.
    ///
    /// Every cell with text is related to the nearest cell with text on its right in each row that it covers, and to the nearest below in
    /// each column that it covers, across blank cells; a pair of cells is related at most once in a direction. A relation is right when the
    /// other table holds one of the same two texts in the same direction. Texts are normalised first. How many blanks lie in between
    /// isn't compared.
    public static func cellAdjacency(
        of hypothesis: TableGrid, reference: TableGrid, normalisation: TextNormalisation = .standard
    ) -> MatchCounts {
        MatchCounts(truth: reference.adjacencies(normalisation), found: hypothesis.adjacencies(normalisation))
    }
}

/// Two texts, one beside or above the other.
private struct Adjacency: Hashable {
    enum Direction: Hashable {
        case right
        case below
    }

    var first: String
    var second: String
    var direction: Direction
}

extension TableGrid {
    fileprivate func adjacencies(_ normalisation: TextNormalisation) -> [Adjacency] {
        let texts = cells.map { normalisation($0.text) }
        let filled = cells.indices.filter { !texts[$0].isEmpty }
        var found: [Adjacency] = []
        for index in filled {
            let cell = cells[index]
            let onTheRight = neighbours(of: cell.rows, after: cell.columns.upperBound, among: filled, across: \.rows, along: \.columns)
            let below = neighbours(of: cell.columns, after: cell.rows.upperBound, among: filled, across: \.columns, along: \.rows)
            found += onTheRight.map { Adjacency(first: texts[index], second: texts[$0], direction: .right) }
            found += below.map { Adjacency(first: texts[index], second: texts[$0], direction: .below) }
        }
        return found
    }

    /// The nearest cells that begin at or after a position, in each lane of a cell.
    private func neighbours(
        of lanes: Range<Int>, after position: Int, among filled: [Int], across: (Cell) -> Range<Int>, along: (Cell) -> Range<Int>
    ) -> Set<Int> {
        let ahead = filled.filter { along(cells[$0]).lowerBound >= position && across(cells[$0]).overlaps(lanes) }
        // Only lanes where some candidate begins or that the cell begins with can differ; a span of a billion rows costs nothing.
        let starts = Set(ahead.map { max(lanes.lowerBound, across(cells[$0]).lowerBound) } + ahead.map { across(cells[$0]).upperBound })
        let nearest = starts.filter(lanes.contains).compactMap { lane in
            ahead.filter { across(cells[$0]).contains(lane) }.min { along(cells[$0]).lowerBound < along(cells[$1]).lowerBound }
        }
        return Set(nearest)
    }
}

extension TableGrid.Cell {
    fileprivate var rows: Range<Int> { Self.range(from: row, count: rowSpan) }
    fileprivate var columns: Range<Int> { Self.range(from: column, count: columnSpan) }

    private static func range(from start: Int, count: Int) -> Range<Int> {
        let (end, overflows) = start.addingReportingOverflow(max(1, count))
        return start..<(overflows ? .max : end)
    }
}

extension MetricDefinition {
    /// F1 of adjacency relations.
    public static let cellAdjacencyF1 = MetricDefinition(
        id: "cell_adjacency_f1", title: "Cell adjacency F1",
        definition:
            "F1 of the relations between each cell with text and its nearest neighbours with text on the right and below, as (text, text, direction).",
        source: "Göbel, Hassan, Oro and Orsi, ICDAR 2013 Table Competition; the number of blank cells in between isn't compared.",
        direction: .higherIsBetter, unit: .ratio)
}
