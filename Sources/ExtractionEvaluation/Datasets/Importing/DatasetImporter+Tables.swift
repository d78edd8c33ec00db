internal import ExtractionKit

extension DatasetImporter {
    /// Documents with the structure of their tables, as in the ICDAR 2013 Table Competition (Göbel, Hassan, Oro and Orsi): `ID.pdf`, and
    /// `ID.json` with `tables`, each of a `table`, a `page` and `cells` of `row`, `col`, `end_row`, `end_col` (inclusive, from 0) and `text`.
    ///
    /// A table that goes over several pages is one table on each; several regions of a table on one page are one. Rows and columns are
    /// counted from the first that has a cell.
    public static let tables = DatasetImporter(
        besides: "tables", form: "documents with a JSON of 'tables', each of 'page' and 'cells', beside them",
        isTruth: { truth, _ in truth["tables"]?.value.array?.first.map { $0["cells"] != nil && $0["page"] != nil } ?? false },
        document: { entry, listing in
            guard let truth = try entry.truth?.get() else { return .skipped(DatasetListing.Entry.withoutTruth) }
            if truth["tables"] == nil, truth["csv_rows"] != nil {
                return .skipped("its truth is the output of another tool, kept as that tool's regression test, not an annotation")
            }
            return try .taken(
                DatasetDocument(
                    id: entry.stem, path: listing.location(of: entry), truth: DocumentTruth(tables: pageTables(truth.required("tables")))))
        })

    private static func pageTables(_ tables: JSONMember) throws -> [TableTruth] {
        var keys: [TableOnPage] = []
        var cells: [TableOnPage: [TableGrid.Cell]] = [:]
        for table in try tables.elements {
            let page = try table.required("page").integer(in: 1...TableGrid.limit)
            let key = try TableOnPage(table: table.required("table").string, page: page)
            if cells[key] == nil { keys.append(key) }
            cells[key, default: []] += try table.required("cells").elements.map(cell)
        }
        return keys.sorted { $0.page < $1.page }.map { TableTruth(page: $0.page, grid: TableGrid(cells: cells[$0] ?? []).fromOrigin) }
    }

    private static func cell(_ member: JSONMember) throws -> TableGrid.Cell {
        let row = try member.required("row").integer(in: 0...TableGrid.limit)
        let column = try member.required("col").integer(in: 0...TableGrid.limit)
        let endRow = try member.required("end_row").integer(in: row...TableGrid.limit)
        let endColumn = try member.required("end_col").integer(in: column...TableGrid.limit)
        return try TableGrid.Cell(
            row: row, column: column, rowSpan: endRow - row + 1, columnSpan: endColumn - column + 1, text: member.required("text").string)
    }
}

/// The part of a table that stands on one page.
private struct TableOnPage: Hashable {
    var table: String
    var page: Int
}

extension TableGrid {
    /// The same table with its first cells in row and column 0.
    fileprivate var fromOrigin: TableGrid {
        let row = cells.map(\.row).min() ?? 0, column = cells.map(\.column).min() ?? 0
        return TableGrid(
            cells: cells.map { cell in
                var cell = cell
                cell.row -= row
                cell.column -= column
                return cell
            })
    }
}
