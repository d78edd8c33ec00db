internal import ExtractionEngineSupport
internal import ExtractionKit

/// The form of a model's answer: for each field the value in a normal form, and the words of the document that say so.
///
/// It keeps to what every service with strict schemas takes: every object closed, every property required, what may be absent `null`, no
/// limits on strings and numbers, at most 100 properties and 5 levels.
struct AnswerSchema {
    /// The fields, by the names that the answer has for them.
    private let fields: [(key: String, field: FieldSchema)]
    let json: JSONValue

    private static let largest = 100

    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidSchema` for more fields than services take.
    init(_ schema: RecordSchema) throws {
        fields = Self.keyed(schema.fields)
        let count = schema.fields.reduce(0) { $0 + 1 + $1.columns.count } + 10
        guard count <= Self.largest else {
            throw ExtractionError(
                .invalidSchema, "The schema '\(schema.id)' has more fields than a model takes at once, \(Self.largest - 10); split it.")
        }
        let properties = fields.map { key, field in (key, Self.property(field)) }
        var root = Self.object(properties)
        root["$defs"] = .object(Self.definitions)
        json = .object(root)
    }

    /// The fields that an answer gives, each with the likelihood of its value in place of a confidence, or 1.
    ///
    /// - Parameter likelihood: How likely the model thought what stands at a path of the answer.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidAnswer`.
    func fields(in answer: JSONValue, likelihood: ([String]) -> Double = { _ in 1 }) throws -> [QuotedField] {
        guard let object = answer.object else { throw Self.invalid }
        return fields.compactMap { key, field in object[key].flatMap { Self.quoted($0, field, [key], likelihood) } }
    }

    static let invalid = ExtractionError(
        .invalidAnswer,
        "The model's answer isn't in the form that was asked for; use a model with structured output, or raise 'completion_tokens'.")

    private static func quoted(
        _ value: JSONValue, _ field: FieldSchema, _ path: [String], _ likelihood: ([String]) -> Double
    ) -> QuotedField? {
        if field.type == .table {
            guard let rows = value.array, !rows.isEmpty else { return nil }
            let columns = keyed(field.columns)
            var table = QuotedField(name: field.name, value: nil, quote: nil, confidence: 1)
            table.rows = rows.prefix(2_000).enumerated().map { index, row in
                columns.compactMap { key, column in row[key].flatMap { quoted($0, column, path + [String(index), key], likelihood) } }
            }
            return table
        }
        guard let text = value["value"]?.string, let quote = value["quote"]?.string, !text.isEmpty, !quote.isEmpty else { return nil }
        let normal: JSONValue = field.type == .boolean ? .bool(text.lowercased() == "true") : .string(text)
        var result = QuotedField(name: field.name, value: normal, quote: quote, confidence: likelihood(path + ["value"]))
        result.currency = value["currency"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        result.unit = value["unit"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        return result
    }

    /// Names that any service takes: letters, digits, `_` and `-`, each once.
    private static func keyed(_ fields: [FieldSchema]) -> [(key: String, field: FieldSchema)] {
        var seen: Set<String> = []
        return fields.map { field in
            let base = String(
                field.name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" }.prefix(56))
            var key = base.isEmpty ? "field" : base
            var number = 2
            while !seen.insert(key).inserted {
                key = "\(base)_\(number)"
                number += 1
            }
            return (key, field)
        }
    }

    private static func property(_ field: FieldSchema) -> JSONValue {
        if field.type == .table {
            let columns = keyed(field.columns).map { ($0.key, property($0.field)) }
            return ["type": "array", "description": .string(description(field)), "items": .object(object(columns))]
        }
        let definition =
            switch field.type {
            case .money: "money"
            case .number: "measure"
            default: "quoted"
            }
        return [
            "description": .string(description(field)), "anyOf": [["$ref": .string("#/$defs/\(definition)")], ["type": "null"]],
        ]
    }

    private static func description(_ field: FieldSchema) -> String {
        let form =
            switch field.type {
            case .date: "value: YYYY-MM-DD."
            case .time: "value: HH:MM or HH:MM:SS."
            case .number, .money: "value: a plain decimal number with a point."
            case .percentage: "value: the number without the sign."
            case .boolean: "value: true or false."
            case .currency: "value: the code of ISO 4217."
            case .choice: "value: one of \(field.choices.joined(separator: ", "))."
            case .table: "One element for each row."
            default: "value: the text as it is written."
            }
        let labels = field.labels.isEmpty ? "" : " Labelled for example: \(field.labels.prefix(6).joined(separator: ", "))."
        let what = field.description.isEmpty ? "The \(field.name)." : field.description
        return "\(what)\(labels) \(form)"
    }

    private static let definitions: [String: JSONValue] = [
        "quoted": .object(object([("value", ["type": "string"]), ("quote", ["type": "string"])])),
        "money": .object(
            object([("value", ["type": "string"]), ("quote", ["type": "string"]), ("currency", ["type": ["string", "null"]])])),
        "measure": .object(
            object([("value", ["type": "string"]), ("quote", ["type": "string"]), ("unit", ["type": ["string", "null"]])])),
    ]

    static func object(_ properties: [(String, JSONValue)]) -> [String: JSONValue] {
        [
            "type": "object", "additionalProperties": false, "required": .array(properties.map { .string($0.0) }),
            "properties": .object(Dictionary(properties, uniquingKeysWith: { first, _ in first })),
        ]
    }
}
