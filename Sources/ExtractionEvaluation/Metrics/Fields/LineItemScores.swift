public import ExtractionKit

/// How well the rows of a table field were found, in the manner of KIEval: rows are paired first, then judged whole and cell by cell.
///
/// Rows are paired one to one so that the most cells are equal; among such pairings, so that the most rows are equal, then so that the
/// fewest corrections are needed. KIEval leaves these ties open. Cells that say nothing aren't counted.
public struct LineItemScores: Hashable, Sendable, Codable {
    /// The cells, as corrections.
    public var corrections: CorrectionCounts
    /// The rows: right where all cells are, otherwise found wrongly and not found.
    public var rows: MatchCounts

    /// Creates scores of their counts.
    public init(corrections: CorrectionCounts = CorrectionCounts(), rows: MatchCounts = MatchCounts()) {
        self.corrections = corrections
        self.rows = rows
    }

    /// Judges the table field of a document; `nil` where the truth doesn't speak of it, or it is no table in either.
    public init?(_ field: String, in found: [ExtractedField], truth: FieldTruth, comparison: ValueComparison = ValueComparison()) {
        let value = truth.withoutUnstatedRows(found, comparison: comparison).first { $0.name == field }?.value
        let foundRows: [[String: JSONValue]]? = if case .table(let rows) = value { rows.map(\.plainCells) } else { nil }
        let expected = truth.rows(of: field)
        guard !truth.skipped.contains(field), truth.isComplete || truth.values[field] != nil, (expected ?? foundRows) != nil else {
            return nil
        }
        let columns = Set((expected ?? []).flatMap(\.keys))
        let known = (foundRows ?? []).map { row in truth.isComplete || columns.isEmpty ? row : row.filter { columns.contains($0.key) } }
        self.init(known, truth: expected ?? [], skippedColumns: truth.skippedColumns(of: field), comparison: comparison)
    }

    /// Compares rows.
    public init(
        _ found: [[String: JSONValue]], truth: [[String: JSONValue]], skippedColumns: Set<String> = [],
        comparison: ValueComparison = ValueComparison()
    ) {
        let found = found.map { $0.judgedCells(without: skippedColumns) }
        let truth = truth.map { $0.judgedCells(without: skippedColumns) }
        let pairs = truth.map { truth in found.map { Self.corrections(of: $0, truth: truth, comparison: comparison) } }
        let partners = Self.partners(pairs, truth: truth, found: found)
        self.init()
        for (index, partner) in partners.enumerated() {
            guard let partner else {
                corrections.deletions += truth[index].count
                rows.falseNegatives += 1
                continue
            }
            corrections = corrections + pairs[index][partner]
            if pairs[index][partner].isPerfect {
                rows.truePositives += 1
            } else {
                rows.falsePositives += 1
                rows.falseNegatives += 1
            }
        }
        let used = Set(partners.compactMap(\.self))
        for index in found.indices where !used.contains(index) {
            corrections.additions += found[index].count
            rows.falsePositives += 1
        }
    }

    /// The counts of cells for precision, recall and F1: a substituted cell is found wrongly, and not found.
    public var cells: MatchCounts {
        MatchCounts(
            truePositives: corrections.correct, falsePositives: corrections.substitutions + corrections.additions,
            falseNegatives: corrections.substitutions + corrections.deletions)
    }

    /// The sums of both.
    public static func + (left: LineItemScores, right: LineItemScores) -> LineItemScores {
        LineItemScores(corrections: left.corrections + right.corrections, rows: left.rows + right.rows)
    }

    /// The found row that each true row is paired with.
    private static func partners(
        _ pairs: [[CorrectionCounts]], truth: [[String: JSONValue]], found: [[String: JSONValue]]
    ) -> [Int?] {
        // Each count outweighs all that the next one can sum up to.
        let cells = Double(max(truth.map(\.count).reduce(0, +), found.map(\.count).reduce(0, +)) + 1)
        return bestAssignment(
            pairs.map { row in
                row.map { pair in
                    let equalCells = Double(pair.correct)
                    let isEqualRow = pair.isPerfect ? 1.0 : 0
                    return (equalCells * cells + isEqualRow) * cells + Double(pair.substitutions)
                }
            })
    }

    /// The places of the found rows that answer a true one: they are paired with it, and have a cell in common.
    static func answers(
        in found: [[String: JSONValue]], to truth: [[String: JSONValue]], skippedColumns: Set<String>, comparison: ValueComparison
    ) -> [Int] {
        let truth = truth.map { $0.judgedCells(without: skippedColumns) }
        let columns = Set(truth.flatMap(\.keys))
        let found = found.map { row in row.judgedCells(without: skippedColumns).filter { columns.contains($0.key) } }
        let pairs = truth.map { truth in found.map { corrections(of: $0, truth: truth, comparison: comparison) } }
        return zip(pairs, partners(pairs, truth: truth, found: found))
            .compactMap { row, partner in partner.flatMap { row[$0].correct > 0 ? $0 : nil } }.sorted()
    }

    private static func corrections(
        of found: [String: JSONValue], truth: [String: JSONValue], comparison: ValueComparison
    ) -> CorrectionCounts {
        var counts = CorrectionCounts()
        for (column, expected) in truth {
            guard let value = found[column] else {
                counts.deletions += 1
                continue
            }
            if comparison.areEqual(expected, value) { counts.correct += 1 } else { counts.substitutions += 1 }
        }
        counts.additions = found.keys.count { truth[$0] == nil }
        return counts
    }
}

extension [String: JSONValue] {
    fileprivate func judgedCells(without columns: Set<String>) -> Self { filter { !columns.contains($0.key) && !$0.value.isAbsent } }
}

extension CorrectionCounts {
    fileprivate var isPerfect: Bool { substitutions == 0 && additions == 0 && deletions == 0 }
}

extension MetricDefinition {
    private static let kieval =
        "Khang, Jung, Park and Hong, KIEval: Evaluation Metric for Document Key Information Extraction, ICDAR 2025 (arXiv:2503.05488)"

    /// F1 of cells in paired rows.
    public static let lineItemEntityF1 = MetricDefinition(
        id: "line_item_entity_f1", title: "Line items: entity F1",
        definition:
            "F1 of the cells of table fields, after pairing true and found rows one to one so that the most cells are equal; micro.",
        source: kieval + ", entity F1 within groups.", direction: .higherIsBetter, unit: .ratio)
    /// F1 of whole rows.
    public static let lineItemGroupF1 = MetricDefinition(
        id: "line_item_group_f1", title: "Line items: group F1",
        definition: "F1 of the rows of table fields; a row is right when every cell is, after pairing rows one to one; micro.",
        source: kieval + ", group F1.", direction: .higherIsBetter, unit: .ratio)
    /// Share of cells that need no correction.
    public static let lineItemAligned = MetricDefinition(
        id: "line_item_aligned", title: "Line items: aligned",
        definition:
            "Right cells divided by right cells and corrections (substitutions, additions, deletions) after pairing rows one to one; micro.",
        source: kieval + ", KIEval Aligned.", direction: .higherIsBetter, unit: .ratio)
}
