internal import ArgumentParser
internal import ExtractionKit

/// What to find in a document.
struct TargetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The names of the fields to find, separated by commas.", valueName: "a,b"))
    var fields: String?

    @Option(
        help: ArgumentHelp(
            "The id of a schema (see 'extract schema'), or a file with a schema or a JSON Schema.", valueName: "ID|FILE.json"))
    var schema: String?

    func validate() throws {
        if fields != nil, schema != nil { throw ValidationError("Give '--fields' or '--schema', not both.") }
    }

    func target() throws -> ExtractionRequest.Target {
        if let fields {
            return try .schema(RecordSchema(fieldNames: fields.split(separator: ",", omittingEmptySubsequences: false).map(String.init)))
        }
        if let schema { return try .schema(SchemaSource.schema(named: schema)) }
        return .auto
    }
}
