internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A table that was found: its head, and its rows with a candidate for each column that has a value.
struct FoundTable {
    /// The rows of the document that are the head.
    var headerRows: [Int]
    /// Where the head stands.
    var header: [Candidate.Place]
    /// The columns that the schema asks for.
    var columns: [FieldSchema]
    /// The rows: a candidate by the index of its column.
    var rows: [[Int: Candidate]]
    /// The rows that sum up others, such as `Total THC` among cannabinoids.
    var totals: [[Int: Candidate]] = []
    /// What found it.
    var rule = "table-header"

    /// The names in the rows that sum up others, with what was measured, where it is a number in percent.
    var percentTotals: [(name: Candidate, value: Candidate?)] {
        guard let key = TableFinder.key(of: columns), let column = columns.firstIndex(where: { $0.name == "value" }) else { return [] }
        return totals.compactMap { total in
            guard let name = total[key] else { return nil }
            guard var value = total[column], case .number(let number, unit: "%") = value.value else { return (name, nil) }
            value.value = .percentage(number)
            value.rule = "table-total"
            return (name, value)
        }
    }

    /// What the last column of the type adds up to, or `nil` where a row lacks it.
    func sum(ofLast type: FieldType) -> Decimal? {
        guard let column = columns.lastIndex(where: { $0.type == type }), !rows.isEmpty else { return nil }
        var sum: Decimal = 0
        for row in rows {
            guard let amount = row[column]?.amount else { return nil }
            sum += amount
        }
        return sum
    }

    /// What a total of a cannabinoid should be: itself + 0.877 x its acid, in percent, where both are listed in percent.
    func decarboxylatedTotal(of name: String) -> Decimal? {
        guard let names = columns.firstIndex(where: { $0.name == "name" }), let values = columns.firstIndex(where: { $0.name == "value" }),
            let units = columns.firstIndex(where: { $0.name == "unit" })
        else { return nil }
        var neutral: Decimal?, acid: Decimal?
        for row in rows {
            guard case .text(let text) = row[names]?.value, case .number(let value, let unit) = row[values]?.value else { continue }
            var printed = unit
            if case .text(let text) = row[units]?.value { printed = text }
            guard printed == "%" else { continue }
            let key = String(text.foldedText.filter { $0.isLetter || $0.isNumber })
            if key == name || key == "δ9" + name || key == "d9" + name || key == "delta9" + name { neutral = value }
            if key == name + "a" { acid = value }
        }
        guard neutral != nil || acid != nil else { return nil }
        return (neutral ?? 0) + (acid ?? 0) * Decimal(sign: .plus, exponent: -3, significand: 877)
    }
}
