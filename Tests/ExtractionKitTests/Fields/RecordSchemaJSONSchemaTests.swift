import ExtractionKit
import Testing

@Suite struct `A JSON Schema` {
    @Test func `becomes a record schema`() throws {
        let schema = try RecordSchema(
            jsonSchema: [
                "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Delivery Note", "type": "object",
                "required": ["number"],
                "properties": [
                    "number": ["type": "string", "description": "The note's number"], "shipped": ["type": "string", "format": "date"],
                    "at": ["type": ["string", "null"], "format": "time"], "contact": ["type": "string", "format": "email"],
                    "weight": ["type": "number"], "fragile": ["type": "boolean"], "state": ["enum": ["open", "closed"]],
                    "rows": ["type": "array", "items": ["type": "object", "properties": ["article": ["type": "string"]]]],
                ],
            ])
        #expect(schema.id == "delivery_note")
        #expect(schema.title == "Delivery Note")
        #expect(schema["number"]?.description == "The note's number")
        let types = Dictionary(uniqueKeysWithValues: schema.fields.map { ($0.name, $0.type) })
        #expect(
            types == [
                "number": .any, "shipped": .date, "at": .time, "contact": .email, "weight": .number, "fragile": .boolean, "state": .choice,
                "rows": .table,
            ])
        #expect(schema["state"]?.choices == ["open", "closed"])
        #expect(schema["rows"]?.columns.map(\.name) == ["article"])
    }

    @Test(
        arguments: [
            (["type": "array"], "#/type"), (["type": "object"], "#/properties"),
            (["type": "object", "properties": ["a": ["$ref": "#/b"]]], "#/properties/a/$ref"),
            (["type": "object", "properties": ["a": ["type": "string", "format": "uri"]]], "#/properties/a/format"),
            (["type": "object", "properties": ["a/b": ["type": "object"]]], "#/properties/a~1b/type"),
            (["type": "object", "properties": ["a": ["type": "array", "items": ["type": "string"]]]], "#/properties/a/items/type"),
            (["type": "object", "properties": ["a": ["type": ["string", "number"]]]], "#/properties/a/type"),
            (["type": "object", "properties": ["a": ["enum": [1]]]], "#/properties/a/enum"), (["oneOf": []], "#/oneOf"), ("text", "'#'"),
        ] as [(JSONValue, String)])
    func `that can't be kept is refused with its path`(schema: JSONValue, path: String) {
        let error = #expect(throws: ExtractionError.self) { try RecordSchema(jsonSchema: schema) }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains(path) == true)
    }

    @Test func `of a record schema reads back with its names and tables`() throws {
        let schema = RecordSchema(
            id: "note", title: "Note", description: "A note.",
            fields: [
                FieldSchema(name: "day", type: .date, description: "When"), FieldSchema(name: "state", type: .choice, choices: ["a", "b"]),
                FieldSchema(name: "sum", type: .money),
                FieldSchema(name: "rows", type: .table, columns: [FieldSchema(name: "text", type: .text)]),
            ])
        let copy = try RecordSchema(jsonSchema: schema.jsonSchema, id: "note")
        #expect(Set(copy.fields.map(\.name)) == ["day", "state", "sum", "rows"])
        #expect(copy["day"] == schema["day"])
        #expect(copy["state"] == schema["state"])
        #expect(copy["sum"]?.type == .number)
        #expect(copy["rows"]?.columns.map(\.name) == ["text"])
        #expect(copy.description == "A note.")
    }
}
