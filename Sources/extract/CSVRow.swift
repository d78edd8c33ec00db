internal import ExtractionKit

/// A row of the CSV report (RFC 4180): a field, or a cell of a table.
struct CSVRow {
    var cells: [String]

    static let header = CSVRow(cells: [
        "document", "document_type", "field", "item", "value", "currency_or_unit", "raw", "confidence", "page",
    ])

    /// A row of cells that strangers may have written.
    init(shielding cells: [String]) { self.cells = cells.map(Self.shielded) }

    init(cells: [String]) { self.cells = cells }

    /// The row as text, with cells quoted where they need it.
    var line: String { cells.map(Self.quoted).joined(separator: ",") }

    /// A row for each field, and for each cell of a table with the number of its row, from 1.
    static func rows(of extraction: Extraction) -> [CSVRow] {
        let files = [(extraction.documentType?.id ?? "", extraction.fields)]
        return (files + extraction.parts.map { ($0.documentType.id, $0.fields) }).flatMap { rows(of: $1, kind: $0, extraction.document) }
    }

    private static func rows(of fields: [ExtractedField], kind: String, _ document: DocumentSummary) -> [CSVRow] {
        func row(_ field: ExtractedField, name: String, item: Int?) -> CSVRow {
            CSVRow(cells: [
                shielded(document.filename), kind, shielded(name), item.map(String.init) ?? "",
                value(of: field), field.value.currency ?? field.value.unit ?? "", shielded(field.raw), "\(field.confidence)",
                field.grounding.first.map { "\($0.region.page)" } ?? "",
            ])
        }
        return fields.flatMap { field -> [CSVRow] in
            guard case .table(let rows) = field.value else { return [row(field, name: field.name, item: nil)] }
            return rows.enumerated().flatMap { index, cells in
                cells.cells.map { row($0, name: "\(field.name).\($0.name)", item: index + 1) }
            }
        }
    }

    private static func value(of field: ExtractedField) -> String {
        switch field.value {
        case .text(let text): shielded(text)
        case .time(let time): time
        case .date(let date): date.description
        case .number(let number, _), .money(let number, _), .percentage(let number): "\(number)"
        case .boolean(let bool): "\(bool)"
        case .table: ""
        }
    }

    /// Text that a spreadsheet would run as a formula gets an apostrophe in front. Numbers are written as numbers and never need it.
    private static func shielded(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.first
        return start.map { "=+-@|".contains($0) } ?? false ? "'" + text : text
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
