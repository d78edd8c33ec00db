/// The fields of a kind of document, as data.
///
/// A schema says what to look for and how documents word it; it holds no logic. It can be written in code, read from a file of this
/// type's own JSON form, made from a JSON Schema with ``init(jsonSchema:id:)``, or from bare names.
public struct RecordSchema: Hashable, Sendable, Codable, Identifiable {
    /// The schema's name, in snake_case, such as `invoice`.
    public var id: String
    /// The name of this kind of document, for people.
    public var title: String
    /// What kind of document this is.
    public var description: String
    /// Words and phrases that speak for a document of this kind.
    public var cues: [Cue]
    /// The fields.
    public var fields: [FieldSchema]

    /// Creates a schema.
    public init(id: String, title: String, description: String = "", cues: [Cue] = [], fields: [FieldSchema]) {
        self.id = id
        self.title = title
        self.description = description
        self.cues = cues
        self.fields = fields
    }

    /// Creates a schema from bare field names, whose types the extractor infers.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` for no names, an empty one, or one that comes twice.
    public init(fieldNames: [String], id: String = "custom") throws {
        let names = fieldNames.map { $0.trimmingWhitespace() }
        guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty }) else {
            throw ExtractionError(.invalidRequest, "Name at least one field, and none with an empty name.")
        }
        guard Set(names).count == names.count else {
            throw ExtractionError(.invalidRequest, "A field is named twice; name each once.")
        }
        self.init(id: id, title: id, fields: names.map { FieldSchema(name: $0, type: .any) })
    }

    /// The schema, if it can be used: with fields, each with a name of its own, and tables with columns.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidSchema`.
    public func validated() throws -> RecordSchema {
        func check(_ fields: [FieldSchema], of owner: String) throws {
            guard !fields.isEmpty else { throw ExtractionError(.invalidSchema, "\(owner) has no fields; give it some.") }
            var names: Set<String> = []
            for field in fields {
                guard !field.name.isEmpty, names.insert(field.name).inserted else {
                    throw ExtractionError(.invalidSchema, "\(owner) has the field '\(field.name)' twice, or one without a name.")
                }
                if field.type == .table { try check(field.columns, of: "The table '\(field.name)'") }
            }
        }
        try check(fields, of: "The schema '\(id)'")
        return self
    }

    /// A word or phrase that speaks for a kind of document.
    public struct Cue: Hashable, Sendable, Codable {
        /// The phrase, in lower case.
        public var text: String
        /// How strongly it speaks, around 1; below 0 it speaks against.
        public var weight: Double

        /// Creates a cue.
        public init(text: String, weight: Double) {
            self.text = text
            self.weight = weight
        }
    }

    /// The field of that name.
    public subscript(name: String) -> FieldSchema? { fields.first { $0.name == name } }
}

/// A field of a schema.
public struct FieldSchema: Hashable, Sendable, Codable {
    /// The field's name, in snake_case.
    public var name: String
    /// What kind of value it holds.
    public var type: FieldType
    /// What the field means, for people and models.
    public var description: String
    /// How documents label the value, in lower case, the commonest first.
    public var labels: [String]
    /// The values of a ``FieldType/choice``.
    public var choices: [String]
    /// The columns of a ``FieldType/table``.
    public var columns: [FieldSchema]

    /// Creates a field.
    public init(
        name: String, type: FieldType, description: String = "", labels: [String] = [], choices: [String] = [],
        columns: [FieldSchema] = []
    ) {
        self.name = name
        self.type = type
        self.description = description
        self.labels = labels
        self.choices = choices
        self.columns = columns
    }

    private enum CodingKeys: String, CodingKey { case name, type, description, labels, choices, columns }

    /// Reads a field; everything but the name and the type may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            name: container.decode(String.self, forKey: .name), type: container.decode(FieldType.self, forKey: .type),
            description: container.decodeIfPresent(String.self, forKey: .description) ?? "",
            labels: container.decodeIfPresent([String].self, forKey: .labels) ?? [],
            choices: container.decodeIfPresent([String].self, forKey: .choices) ?? [],
            columns: container.decodeIfPresent([FieldSchema].self, forKey: .columns) ?? [])
    }

    /// Writes a field without what is empty.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(type, forKey: .type)
        if !description.isEmpty { try container.encode(description, forKey: .description) }
        if !labels.isEmpty { try container.encode(labels, forKey: .labels) }
        if !choices.isEmpty { try container.encode(choices, forKey: .choices) }
        if !columns.isEmpty { try container.encode(columns, forKey: .columns) }
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    func trimmingWhitespace() -> String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
