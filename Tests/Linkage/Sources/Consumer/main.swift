import ExtractionKit
import ExtractionRules

let schema = try RecordSchema(fieldNames: ["total"])
let document = ReadDocument(pageCount: 1, outcomes: [])
let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(schema)), in: document)
print(result.missing.map(\.name))
