/// Finds the tables among the words of a page.
struct TableFinder {
    /// A page with more words than this is not looked through: nobody printed it to be read.
    static let wordLimit = 60_000

    /// The tables, from top to bottom.
    static func tables(among words: [PlacedWord]) -> [TableDraft] {
        guard words.count <= wordLimit else { return [] }
        var tables: [TableDraft] = []
        for block in TextBlocks(words).blocks {
            let rows = [TextRow](block)
            for range in TableRegions(rows).ranges() {
                if let table = table(of: Array(rows[range])) { tables.append(table) }
            }
        }
        return tables.sorted { ($0.box.minY, $0.box.minX) < ($1.box.minY, $1.box.minX) }
    }

    private static func table(of rows: [TextRow]) -> TableDraft? {
        let columns = TableColumns(of: rows)
        guard columns.extents.count > 1 else { return nil }
        let draft = TableAssembly(rows, columns: columns).draft()
        return isTable(draft) ? draft : nil
    }

    /// Whether cells in rows and columns are a table and not an address beside another, labels with their values or justified text.
    private static func isTable(_ draft: TableDraft) -> Bool {
        let filled = Dictionary(grouping: draft.cells, by: \.rows.lowerBound).values
        let several = filled.filter { $0.count > 1 }
        guard draft.rowCount > 1, several.count > 1 else { return false }
        let body = draft.cells.filter { !$0.isHeader && $0.columns.lowerBound > 0 }
        let values = body.count { $0.lines.allSatisfy(\.isValue) }
        let stubs = draft.cells.filter { $0.columns.lowerBound == 0 }
        let words = draft.cells.map(\.words.count).sorted()[draft.cells.count / 2]
        if draft.columnCount == 2 {
            return several.count > 2 && 2 * values >= body.count && words < 6
        }
        let density = Double(draft.cells.count) / Double(draft.rowCount * draft.columnCount)
        guard density > 0.35 || several.count > 3, words < 8 else { return false }
        _ = stubs
        return 4 * values >= body.count || (several.count > 2 && density > 0.6)
    }
}
