package import ExtractionKit

extension FieldValue {
    /// The value for people, on one line: `2026-03-31`, `12.50 EUR`, `3 rows`.
    package var shownText: String {
        switch self {
        case .text(let text), .time(let text): text.split(whereSeparator: \.isNewline).joined(separator: ", ")
        case .date(let date): date.description
        case .number(let number, let unit): "\(number)" + (unit.map { " \($0)" } ?? "")
        case .money(let amount, let currency): "\(amount)" + (currency.map { " \($0)" } ?? "")
        case .percentage(let number): "\(number) %"
        case .boolean(let bool): bool ? "yes" : "no"
        case .table(let rows): "\(rows.count) row\(rows.count == 1 ? "" : "s")"
        }
    }
}
