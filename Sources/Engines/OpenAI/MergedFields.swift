internal import ExtractionKit

/// What the parts of a document gave, as one result.
struct MergedFields {
    private let schema: RecordSchema
    private var found: [String: FieldEvidence] = [:]
    private var reasons: [String: String] = [:]
    /// The fields that parts disagree on, with the pages of the values that weren't taken.
    private var conflicts: [String: [Int?]] = [:]
    private var warnings: [Warning] = []

    init(_ schema: RecordSchema) { self.schema = schema }

    /// Adds what a part gave. Rows of tables follow each other; of other fields the value that came first stays.
    mutating func add(_ part: FoundFields) {
        warnings += part.warnings
        for missing in part.missing where missing.reason != "not_given" { reasons[missing.name] = missing.reason }
        for given in part.fields {
            let field = given.field
            guard var earlier = found[field.name] else {
                found[field.name] = given
                continue
            }
            if case .table(let rows) = earlier.field.value, case .table(let more) = field.value {
                earlier.field.value = .table(rows + more.filter { !rows.contains($0) })
                earlier.field.grounding += field.grounding.filter { !earlier.field.grounding.contains($0) }
                earlier.field.confidence = min(earlier.field.confidence, field.confidence)
            } else if earlier.field.value != field.value {
                conflicts[field.name, default: []].append(field.grounding.first?.region.page)
            }
            found[field.name] = earlier
        }
    }

    /// The fields in the schema's order, with what their checks say.
    func evidence() -> [FieldEvidence] {
        var fields = schema.fields.compactMap { found[$0.name] }
        let verdicts = FieldChecks(fields.map(\.field), of: schema).verdicts
        for index in fields.indices {
            // A table is as sure as its cells.
            if case .table = fields[index].field.value { continue }
            let name = fields[index].field.name
            if let verdict = verdicts[name] { fields[index].evidence["checks"] = verdict }
            if conflicts[name] != nil { fields[index].evidence["conflict"] = 1 }
        }
        return fields
    }

    func result(_ model: ConfidenceModel, usage: Usage) -> FieldResult {
        let conflicting = schema.fields.map(\.name).flatMap { name in
            (conflicts[name] ?? []).map { page in
                Warning(
                    code: "conflicting_values", message: "Parts of the document give '\(name)' different values; the first is taken.",
                    page: page)
            }
        }
        return FieldResult(
            fields: evidence().map { $0.scored(by: model) },
            missing: schema.fields.map(\.name).filter { found[$0] == nil }.map {
                MissingField(name: $0, reason: reasons[$0] ?? "not_given")
            },
            warnings: warnings + conflicting, usage: usage)
    }
}

extension FieldEvidence {
    /// The field with the confidence that its evidence makes. What has none, a table, keeps that of its cells.
    func scored(by model: ConfidenceModel) -> ExtractedField {
        var field = field
        if !evidence.isEmpty { field.confidence = model.confidence(evidence) }
        return field
    }
}
