internal import ExtractionKit
internal import ExtractionSchemas
internal import Foundation

/// Finds schemas: the built-in ones by id, others in files.
enum SchemaSource {
    /// The schema of that id, or in the file of that name.
    ///
    /// A file holds a schema in this project's own form, or a JSON Schema of an object.
    static func schema(named name: String) throws -> RecordSchema {
        if let known = BuiltInSchemas.all.first(where: { $0.id == name }) { return known }
        guard name.contains("/") || name.contains(".") else {
            let known = BuiltInSchemas.all.map(\.id).joined(separator: ", ")
            throw ExtractionError(.invalidSchema, "There is no schema '\(name)'; built in: \(known). A file's name ends in .json.")
        }
        let document = try Document(contentsOfFile: name, limits: .configuration)
        let value: JSONValue
        do {
            value = try JSONValue(json: document.bytes)
        } catch {
            throw ExtractionError(.invalidSchema, "The schema's file isn't valid JSON; check it with a JSON tool.", cause: error)
        }
        let id = document.filename.split(separator: ".").first.map(String.init) ?? "custom"
        guard value["fields"] != nil else { return try RecordSchema(jsonSchema: value, id: id).validated() }
        let schema: RecordSchema
        do {
            schema = try JSONDecoder().decode(RecordSchema.self, from: JSONEncoder().encode(value))
        } catch {
            throw ExtractionError(
                .invalidSchema,
                "The schema can't be read; it needs an id, a title, a description, cues, and fields with a name and a type.",
                cause: error)
        }
        return try schema.validated()
    }
}
