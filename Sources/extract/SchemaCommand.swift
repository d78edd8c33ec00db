internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionSchemas

/// `extract schema`
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print a schema as JSON Schema; without an id, list the schemas.",
        discussion:
            "Start your own from one of these:\n  extract schema invoice > my-invoice.json\n  extract run --schema my-invoice.json file.pdf"
    )

    @Argument(help: "The schema's id, or a file with a schema.")
    var id: String?

    func run() throws {
        if let id { return try Console.result(ExtractionWriter.json(SchemaSource.schema(named: id).jsonSchema, pretty: true)) }
        for schema in BuiltInSchemas.all {
            try Console.result("\(schema.id)  \(schema.title): \(schema.fields.map(\.name).joined(separator: ", "))")
        }
    }
}
