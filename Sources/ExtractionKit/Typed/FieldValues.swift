#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The values of fields, for a type's properties.
struct FieldValues: PropertySource {
    private let fields: [String: ExtractedField]

    init(_ fields: [ExtractedField]) {
        self.fields = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func has(_ name: String) -> Bool { fields[name] != nil }

    func value<Value: Decodable>(_ type: Value.Type, of name: String) throws -> Value {
        guard let field = fields[name] else {
            if let array = type as? any RecordArray.Type, let none = try array.init(rows: []) as? Value { return none }
            throw ExtractionError(
                .incompleteRecord, "The document has no value for the property '\(name)'; make it optional if documents may lack it.")
        }
        guard let value = try Self.converted(field.value, to: type) as? Value else {
            throw ExtractionError(
                .incompleteRecord, "What was found for the property '\(name)' is no \(type); give the property another type.")
        }
        return value
    }

    private static func converted<Value>(_ value: FieldValue, to type: Value.Type) throws -> Any? {
        if case .table(let rows) = value {
            return try (type as? any RecordArray.Type)?.init(rows: rows.map { RecordDecoder(source: FieldValues($0.cells)) })
        }
        if let choices = choices(of: type) {
            let text = text(of: value).lowercased()
            return choices.first { $0.text.lowercased() == text }?.value
        }
        if type == String.self { return text(of: value) }
        switch value {
        case .boolean(let bool): return bool
        case .date(let date): return type == CalendarDate.self ? date : date.midnight
        case .number(let number, _), .money(let number, _), .percentage(let number):
            if type == Decimal.self { return number }
            return (type as? any LosslessStringConvertible.Type)?.init(number.description)
        case .text, .time, .table: return nil
        }
    }

    private static func text(of value: FieldValue) -> String {
        switch value {
        case .text(let text), .time(let text): text
        case .date(let date): date.description
        case .number(let number, _), .money(let number, _), .percentage(let number): number.description
        case .boolean(let bool): String(bool)
        case .table: ""
        }
    }
}

extension CalendarDate: Codable {
    /// Reads `YYYY-MM-DD`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let date = try CalendarDate(container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date of the form YYYY-MM-DD")
        }
        self = date
    }

    /// Writes `YYYY-MM-DD`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// The beginning of the day in UTC. Days are counted as in Howard Hinnant's `days_from_civil`.
    fileprivate var midnight: Date {
        let year = month <= 2 ? self.year - 1 : self.year
        let era = year / 400, yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return Date(timeIntervalSince1970: Double(days) * 86_400)
    }
}
