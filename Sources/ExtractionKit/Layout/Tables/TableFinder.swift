/// Finds the tables among the words of a page.
struct TableFinder {
    /// A page with more words than this is not looked through: nobody printed it to be read.
    static let wordLimit = 60_000

    private let grid: RulingGrid

    /// Finds tables between lines that are drawn and without.
    init(rulings: [Ruling]) { grid = RulingGrid(rulings) }

    /// The tables, from top to bottom.
    func tables(among words: [PlacedWord]) -> [TableDraft] {
        guard words.count <= Self.wordLimit else { return [] }
        var tables: [TableDraft] = []
        var rest = words
        for box in grid.grids().prefix(200) {
            let inside = rest.filter { box.contains($0.box.middle) }
            guard let table = ruledTable(of: inside, in: box) else { continue }
            tables.append(table)
            let taken = Set(table.cells.flatMap { $0.words.map(\.index) })
            rest.removeAll { taken.contains($0.index) }
        }
        for block in TextBlocks(rest, gutters: grid.gutters()).blocks {
            let rows = [TextRow](block)
            for range in TableRegions(rows).ranges() {
                tables += self.tables(of: Array(rows[range]))
            }
        }
        return tables.sorted { ($0.box.minY, $0.box.minX) < ($1.box.minY, $1.box.minX) }
    }

    /// A table whose lines are drawn in both directions.
    private func ruledTable(of words: [PlacedWord], in box: Rect) -> TableDraft? {
        let box = grid.trimmed(box)
        let rows = [TextRow](words.filter { box.contains($0.box.middle) })
        let separators = grid.columns(in: box)
        let lines = grid.rows(in: box)
        guard rows.count > 1, lines.count > 2, separators.count > 1 else { return nil }
        // Where every row has its lines, so has every column, though perhaps not the outermost; unless values stand in more of them.
        let edges = ([box.minX] + separators + [box.maxX]).reduce(into: [Double]()) { edges, edge in
            if edges.last.map({ edge - $0 > 4 }) ?? true { edges.append(edge) }
        }
        let lanes = zip(edges, edges.dropFirst()).map { $0...max($0, $1) }
        let found = TableColumns(of: rows, separators: separators)
        let hasValues = 3 * rows.count(where: \.isValues) >= rows.count
        let isWhole = 2 * (lines.count - 1) >= rows.count && (found.extents.count <= lanes.count || !hasValues)
        let columns = isWhole ? TableColumns(extents: lanes) : found
        guard columns.extents.count > 1 else { return nil }
        let draft = TableAssembly(rows, columns: columns, separators: lines, columnSeparators: separators).draft()
        let filled = Dictionary(grouping: draft.cells, by: \.rows.lowerBound).values.count { $0.count > 1 }
        return draft.rowCount > 1 && filled > 1 ? draft : nil
    }

    private func tables(of rows: [TextRow]) -> [TableDraft] {
        let box = rows.lazy.map(\.box).union() ?? Rect(x: 0, y: 0, width: 0, height: 0)
        let separators = grid.columns(in: box)
        let columns = TableColumns(of: rows, separators: separators)
        guard columns.extents.count > 1 else { return [] }
        let draft = TableAssembly(rows, columns: columns, separators: grid.rows(in: box), columnSeparators: separators).draft()
        guard let seam = draft.seam else { return Self.isTable(draft) ? [draft] : [] }
        // Two tables that stand beside each other share their rows.
        let words = rows.flatMap(\.words)
        return [words.filter { $0.box.midX < seam }, words.filter { $0.box.midX >= seam }].flatMap { tables(of: [TextRow]($0)) }
    }

    /// Whether cells in rows and columns are a table and not an address beside another, labels with their values or justified text.
    private static func isTable(_ draft: TableDraft) -> Bool {
        let filled = Dictionary(grouping: draft.cells, by: \.rows.lowerBound).values
        let several = filled.filter { $0.count > 1 }
        guard draft.rowCount > 1, several.count > 1 else { return false }
        let body = draft.cells.filter { !$0.isHeader && $0.columns.lowerBound > 0 }
        let values = body.count { $0.lines.allSatisfy(\.isValue) }
        let words = draft.cells.map(\.words.count).sorted()[draft.cells.count / 2]
        // Labels with a colon and their values are a form.
        let labelled = filled.count { $0.contains { ($0.words.last?.isLabel ?? false) || $0.words.first?.isColon ?? false } }
        guard 5 * labelled < 2 * filled.count, words < 8 else { return false }
        if draft.columnCount == 2 || draft.rowCount == 2 {
            return (several.count > 2 || draft.columnCount > 2) && 2 * values >= body.count && words < 6
        }
        let density = Double(draft.cells.count) / Double(draft.rowCount * draft.columnCount)
        if 4 * values >= body.count { return density > 0.35 || several.count > 3 }
        return several.count > 3 && density > 0.6 && words < 5
    }
}

extension Rect {
    fileprivate var middle: Point { Point(x: midX, y: midY) }
}

extension TableDraft {
    /// Where a second table begins whose header says the same as the first one's: a form of print that saves paper.
    fileprivate var seam: Double? {
        let first = cells.filter { $0.isHeader }.map(\.rows.lowerBound).max()
        guard let first, columnCount > 3 else { return nil }
        let heads = cells.filter { $0.isHeader && $0.rows.upperBound == first }
        func text(_ cell: Cell) -> String { cell.words.map(\.text).joined(separator: " ") }
        let texts = heads.map(text)
        guard heads.first?.columns.lowerBound == 0, let start = texts.first, let again = texts.dropFirst().firstIndex(of: start), again > 2
        else { return nil }
        let repeated = texts[again...].enumerated().count { $0.offset < again && $0.element == texts[$0.offset] }
        guard repeated > 1, 2 * repeated >= texts.count - again, let left = heads[..<again].map(\.columns.upperBound).max() else {
            return nil
        }
        let right = heads[again].columns.lowerBound
        guard left < right else { return nil }
        return (columnExtents[left].upperBound + columnExtents[right].lowerBound) / 2
    }
}
