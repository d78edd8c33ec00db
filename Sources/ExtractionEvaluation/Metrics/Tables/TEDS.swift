/// How alike two tables are as trees of rows and cells: 1 − tree edit distance / number of nodes of the larger tree.
///
/// The tree is `table` → `tr` → `td`; header sections (`thead`, `tbody`) aren't nodes, as not every reader knows them. Deleting and inserting a
/// node cost 1; so does relabeling a row as a cell, or a cell as one of other spans. Cells of equal spans cost one minus the
/// ``editSimilarity(_:_:normalisation:)`` of their texts, or nothing where only structure is compared. As in the authors' code, the root isn't
/// counted as a node; where that makes the score negative, it is 0. Two empty tables are equal.
public func teds(
    of hypothesis: TableGrid, reference: TableGrid, structureOnly: Bool = false, normalisation: TextNormalisation = .standard
) -> Double {
    let trees = [reference, hypothesis].map { $0.tree(normalisation) }
    let nodes = max(trees[0].count, trees[1].count) - 1
    guard nodes > 0 else { return 1 }
    let distance = trees[0].editDistance(to: trees[1]) { left, right in
        switch (left, right) {
        case (.table, .table), (.row, .row): 0
        case (.cell(let leftSpans, let leftText), .cell(let rightSpans, let rightText)):
            leftSpans != rightSpans ? 1 : structureOnly ? 0 : 1 - editSimilarity(scalars: leftText, rightText)
        default: 1
        }
    }
    return max(0, 1 - distance / Double(nodes))
}

/// A node of a table's tree.
private enum TableNode {
    case table
    case row
    case cell(spans: [Int], text: [Unicode.Scalar])
}

extension TableGrid {
    /// Rows in order, each with the cells that begin in it.
    fileprivate func tree(_ normalisation: TextNormalisation) -> OrderedTree<TableNode> {
        var tree = OrderedTree<TableNode>()
        let rows = Dictionary(grouping: cells, by: \.row).sorted { $0.key < $1.key }
        for (_, cells) in rows {
            let start = tree.count
            for cell in cells.sorted(by: { $0.column < $1.column }) {
                let text = Array(normalisation(cell.text).unicodeScalars)
                tree.append(.cell(spans: [max(1, cell.rowSpan), max(1, cell.columnSpan)], text: text), childrenFrom: nil)
            }
            tree.append(.row, childrenFrom: start)
        }
        tree.append(.table, childrenFrom: 0)
        return tree
    }
}

extension MetricDefinition {
    /// TEDS with content.
    public static let teds = MetricDefinition(
        id: "teds", title: "TEDS",
        definition:
            "One minus the tree edit distance between the tables as trees of rows and cells, divided by the larger tree's nodes without its root; texts cost their normalised edit distance.",
        source:
            "Zhong, ShafieiBavani and Jimeno Yepes, Image-based table recognition: data, model, and evaluation, ECCV 2020 (arXiv:1911.10683); without thead and tbody. Distance: Zhang and Shasha 1989.",
        direction: .higherIsBetter, unit: .ratio)

    /// TEDS of structure alone.
    public static let tedsStructure = MetricDefinition(
        id: "teds_structure", title: "TEDS-Struct",
        definition: "TEDS with the texts of cells left out: rows, cells and spans only.",
        source: "Zhong et al. 2020 (arXiv:1911.10683); Qiao et al., LGPMA, ICDAR 2021 (TEDS-Struct).",
        direction: .higherIsBetter, unit: .ratio)
}
