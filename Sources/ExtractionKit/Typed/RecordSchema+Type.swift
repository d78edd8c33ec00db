#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension RecordSchema {
    /// Reads a schema from the properties of a Swift type, by decoding it once from nothing.
    ///
    /// | property | field |
    /// |---|---|
    /// | `String` | text of the kind that the name suggests |
    /// | `Decimal` | an amount of money |
    /// | `Int`, `Double` and the like | a number |
    /// | `Bool` | yes or no |
    /// | ``CalendarDate``, `Date` (its midnight in UTC) | a date |
    /// | an enum of strings that is `CaseIterable` | one of these words |
    /// | an array of structs of these | a table |
    ///
    /// Any of them may be optional. Names are taken as coding keys say them, in snake case: `dueDate` is the field `due_date`.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - id: The schema's name; by default the type's, in snake case.
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` for properties of other types and for a type without any, and what the
    ///   type's own `init(from:)` throws for empty values.
    public init(of type: any Decodable.Type, id: String? = nil) throws {
        let name = id ?? String(describing: type).snakeCased
        try self.init(id: name, title: name, fields: PropertyRecorder.fields(of: type))
    }
}

/// Notes the properties that a type asks for, and gives it empty values.
private final class PropertyRecorder: PropertySource {
    private var fields: [FieldSchema] = []
    private let isColumns: Bool

    private init(isColumns: Bool) { self.isColumns = isColumns }

    static func fields(of type: any Decodable.Type, isColumns: Bool = false) throws -> [FieldSchema] {
        let recorder = PropertyRecorder(isColumns: isColumns)
        _ = try type.init(from: RecordDecoder(source: recorder))
        guard !recorder.fields.isEmpty else { throw RecordDecoder<PropertyRecorder>.notARecord }
        return recorder.fields
    }

    func has(_ name: String) -> Bool { true }

    func value<Value: Decodable>(_ type: Value.Type, of name: String) throws -> Value {
        var field = FieldSchema(name: name, type: .any)
        let value: Any
        if let choices = choices(of: type), let first = choices.first {
            field.type = .choice
            field.choices = choices.map(\.text)
            value = first.value
        } else if let array = type as? any RecordArray.Type, !isColumns {
            field.type = .table
            field.columns = try Self.fields(of: array.row, isColumns: true)
            value = try array.init(rows: [])
        } else if type == String.self {
            value = ""
        } else if type == Bool.self {
            (field.type, value) = (.boolean, false)
        } else if type == Decimal.self {
            (field.type, value) = (.money, Decimal(0))
        } else if type == CalendarDate.self, let date = CalendarDate(year: 1, month: 1, day: 1) {
            (field.type, value) = (.date, date)
        } else if type == Date.self {
            (field.type, value) = (.date, Date(timeIntervalSince1970: 0))
        } else if let number = (type as? any LosslessStringConvertible.Type)?.init("0"), type is any Numeric.Type {
            (field.type, value) = (.number, number)
        } else {
            throw RecordDecoder<PropertyRecorder>.notARecord
        }
        if !fields.contains(where: { $0.name == name }) { fields.append(field) }
        guard let value = value as? Value else { throw RecordDecoder<PropertyRecorder>.notARecord }
        return value
    }
}
