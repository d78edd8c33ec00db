internal import ExtractionKit

/// What the parts of a document gave, as one result.
struct MergedFields {
    private let schema: RecordSchema
    private var found: [String: ExtractedField] = [:]
    private var reasons: [String: String] = [:]
    private var conflicts: Set<String> = []
    private var warnings: [Warning] = []
    private var usage = Usage()

    init(_ schema: RecordSchema) { self.schema = schema }

    /// Adds what a part gave. Rows of tables follow each other; of other fields the value that came first stays.
    mutating func add(_ result: FieldResult, usage: Usage) {
        self.usage += usage
        warnings += result.warnings
        for missing in result.missing where missing.reason != "not_given" { reasons[missing.name] = missing.reason }
        for field in result.fields {
            guard var earlier = found[field.name] else {
                found[field.name] = field
                continue
            }
            if case .table(let rows) = earlier.value, case .table(let more) = field.value {
                earlier.value = .table(rows + more.filter { !rows.contains($0) })
                earlier.grounding += field.grounding.filter { !earlier.grounding.contains($0) }
                earlier.confidence = min(earlier.confidence, field.confidence)
            } else if earlier.value != field.value {
                earlier.confidence = min(earlier.confidence, 0.5)
                conflicts.insert(field.name)
            }
            found[field.name] = earlier
        }
    }

    var result: FieldResult {
        let names = schema.fields.map(\.name)
        let conflicting = names.filter(conflicts.contains).map { name in
            Warning(code: "conflicting_values", message: "Parts of the document give '\(name)' different values; the first is taken.")
        }
        return FieldResult(
            fields: names.compactMap { found[$0] },
            missing: names.filter { found[$0] == nil }.map { MissingField(name: $0, reason: reasons[$0] ?? "not_given") },
            warnings: warnings + conflicting, usage: usage)
    }
}
