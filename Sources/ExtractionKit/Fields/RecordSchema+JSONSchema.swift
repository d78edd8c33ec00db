extension RecordSchema {
    /// Reads a schema from a JSON Schema (draft 2020-12) that describes an object.
    ///
    /// Understood are `properties` with `type` (`string`, `number`, `integer`, `boolean`, or one of these with `null`), `format` (`date`,
    /// `time`, `email`), `enum` of strings, and `array` of objects, which is a table. Titles and descriptions are kept. Annotations that
    /// change nothing of what is looked for, such as `$schema`, `examples` and `required`, are left out. What else a schema may say can't be
    /// kept by an extractor and is an error.
    ///
    /// Members of a JSON object have no order, so the fields come in the order of their names.
    ///
    /// - Parameters:
    ///   - jsonSchema: The schema.
    ///   - id: The record's name; by default the schema's `$id` or title in snake case, otherwise `custom`.
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` that names the path of what isn't understood.
    public init(jsonSchema: JSONValue, id: String? = nil) throws {
        let root = SchemaNode(value: jsonSchema, path: "#")
        try root.allowOnly(["type", "properties"])
        guard try root.typeName() == "object" else { throw root.error("type", "must be 'object'") }
        let title = try root.text("title")
        let fields = try root.fields(isColumn: false)
        self.init(
            id: id ?? title.map(Self.identifier) ?? "custom", title: title ?? id ?? "custom",
            description: try root.text("description") ?? "",
            fields: fields)
    }

    /// The schema as a JSON Schema (draft 2020-12) of the records' values: dates are strings of the format `date`, amounts are numbers.
    ///
    /// Labels and cues have no place in it. A number with the description of money stays a plain number when it is read again.
    public var jsonSchema: JSONValue {
        var object: [String: JSONValue] = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "title": .string(title),
            "properties": .object(Dictionary(fields.map { ($0.name, $0.jsonSchema) }, uniquingKeysWith: { first, _ in first })),
        ]
        if !description.isEmpty { object["description"] = .string(description) }
        return .object(object)
    }

    private static func identifier(_ title: String) -> String {
        let words = title.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.isEmpty ? "custom" : words.joined(separator: "_")
    }
}

extension FieldSchema {
    fileprivate var jsonSchema: JSONValue {
        var object: [String: JSONValue] = [:]
        switch type {
        case .number, .money, .percentage: object["type"] = "number"
        case .boolean: object["type"] = "boolean"
        case .date, .time, .email:
            object["type"] = "string"
            object["format"] = .string(type.rawValue)
        case .choice:
            object["type"] = "string"
            if !choices.isEmpty { object["enum"] = .array(choices.map(JSONValue.string)) }
        case .table:
            let columns = Dictionary(columns.map { ($0.name, $0.jsonSchema) }, uniquingKeysWith: { first, _ in first })
            object["type"] = "array"
            object["items"] = ["type": "object", "properties": .object(columns)]
        case .any, .text, .name, .address, .identifier, .currency, .phone: object["type"] = "string"
        }
        if !description.isEmpty { object["description"] = .string(description) }
        return .object(object)
    }
}

/// A part of a JSON Schema and where it stands in it, as a JSON Pointer.
private struct SchemaNode {
    var value: JSONValue
    var path: String

    /// What only describes, or says what a validator checks and no extractor can bring about.
    private static let annotations: Set<String> = [
        "$schema", "$id", "$comment", "title", "description", "examples", "default", "deprecated", "readOnly", "writeOnly", "required",
        "additionalProperties",
    ]
    /// An object with more members than this is no form that people fill in.
    private static let fieldLimit = 1_000

    func error(_ key: String, _ what: String) -> ExtractionError {
        ExtractionError(.invalidRequest, "The JSON Schema can't be used: '\(path)/\(key)' \(what).")
    }

    func allowOnly(_ keys: Set<String>) throws {
        guard let object = value.object else {
            throw ExtractionError(.invalidRequest, "The JSON Schema can't be used: '\(path)' must be an object.")
        }
        if let unknown = object.keys.sorted().first(where: { !keys.contains($0) && !Self.annotations.contains($0) }) {
            throw error(unknown, "isn't supported; use type, properties, items, format and enum")
        }
    }

    func text(_ key: String) throws -> String? {
        guard let member = value[key] else { return nil }
        guard let text = member.string else { throw error(key, "must be a string") }
        return text
    }

    /// The one type besides `null`.
    func typeName() throws -> String? {
        guard let member = value["type"] else { return nil }
        let names = member.array?.map(\.string) ?? [member.string]
        let others = names.filter { $0 != "null" }
        guard others.count == 1, let name = others[0] else { throw error("type", "must be one type, perhaps with 'null'") }
        return name
    }

    func fields(isColumn: Bool) throws -> [FieldSchema] {
        guard let properties = value["properties"]?.object, !properties.isEmpty else {
            throw error("properties", "must name at least one field")
        }
        guard properties.count <= Self.fieldLimit else { throw error("properties", "has more than \(Self.fieldLimit) members") }
        return try properties.sorted { $0.key < $1.key }.map { name, value in
            let pointer = name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
                .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
            return try SchemaNode(value: value, path: "\(path)/properties/\(pointer)").field(name, isColumn: isColumn)
        }
    }

    private func field(_ name: String, isColumn: Bool) throws -> FieldSchema {
        guard name.contains(where: { !$0.isWhitespace }) else {
            throw ExtractionError(.invalidRequest, "The JSON Schema can't be used: '\(path)' has an empty name.")
        }
        try allowOnly(["type", "format", "enum", "items"])
        var field = try FieldSchema(name: name, type: .any, description: text("description") ?? text("title") ?? "")
        let type = try typeName()
        if value["format"] != nil, type != nil, type != "string" { throw error("format", "belongs to strings") }
        if value["items"] != nil, type != "array" { throw error("items", "belongs to arrays") }
        switch type {
        case nil where value["enum"] == nil: field.type = .any
        case nil, "string": try readString(into: &field)
        case "number", "integer": field.type = .number
        case "boolean": field.type = .boolean
        case "array":
            guard !isColumn else { throw error("type", "isn't supported inside of a table") }
            guard let items = value["items"] else { throw error("items", "must describe the rows as objects") }
            let row = SchemaNode(value: items, path: path + "/items")
            try row.allowOnly(["type", "properties"])
            guard try row.typeName() == "object" else { throw row.error("type", "must be 'object'") }
            field.type = .table
            field.columns = try row.fields(isColumn: true)
        case .some: throw error("type", "isn't a supported type; use string, number, integer, boolean or array")
        }
        if value["enum"] != nil, field.type != .choice { throw error("enum", "belongs to strings") }
        return field
    }

    private func readString(into field: inout FieldSchema) throws {
        if let member = value["enum"] {
            let choices = member.array?.filter { $0 != .null }.map(\.string) ?? []
            guard !choices.isEmpty, !choices.contains(nil) else { throw error("enum", "must list strings") }
            guard value["format"] == nil else { throw error("format", "can't stand beside 'enum'") }
            field.type = .choice
            field.choices = choices.compactMap(\.self)
            return
        }
        switch try text("format") {
        case nil: field.type = .any
        case "date": field.type = .date
        case "time": field.type = .time
        case "email": field.type = .email
        case .some: throw error("format", "isn't supported; use date, time or email")
        }
    }
}
