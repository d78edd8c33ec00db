public import ExtractionKit

extension JSONValue {
    /// The plain value, as `extracted_fields` has it: numbers, text, ISO dates, tables as arrays of objects; units and currencies left out.
    public init(_ value: FieldValue) {
        self =
            switch value {
            case .text(let text), .time(let text): .string(text)
            case .date(let date): .string(date.description)
            case .number(let number, _), .money(let number, _), .percentage(let number): .number(number)
            case .boolean(let bool): .bool(bool)
            case .table(let rows): .array(rows.map { .object($0.plainCells) })
            }
    }

    /// Whether this says that there is nothing: `null`, an empty or blank string, an empty array or object.
    var isAbsent: Bool {
        switch self {
        case .null: true
        case .string(let text): text.allSatisfy(\.isWhitespace)
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        case .bool, .number: false
        }
    }
}

extension FieldRow {
    /// The plain values of the row by column.
    public var plainCells: [String: JSONValue] {
        Dictionary(cells.map { ($0.name, JSONValue($0.value)) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Extraction {
    /// The plain values by field.
    public var plainFields: [String: JSONValue] {
        Dictionary(fields.map { ($0.name, JSONValue($0.value)) }, uniquingKeysWith: { first, _ in first })
    }
}
