internal import ExtractionKit

/// What several passes over the same text gave, as one result: for each field the value that most passes gave, the earliest of those that as
/// many did.
struct PassVote {
    var passes: [FoundFields] = []

    var result: FoundFields {
        guard passes.count > 1, var result = passes.first else { return passes.first ?? FoundFields() }
        var names: [String] = []
        for pass in passes { for field in pass.fields where !names.contains(field.field.name) { names.append(field.field.name) } }
        result.fields = names.compactMap { name in
            let given = passes.compactMap { $0.fields.first { $0.field.name == name } }
            let votes = given.map { one in given.count { $0.field.value == one.field.value } }
            guard let most = votes.max(), let index = votes.firstIndex(of: most) else { return nil }
            var field = given[index]
            let share = Double(most) / Double(passes.count)
            field.evidence["passes"] = 2 * share - 1
            // What is in a table has confidences of its own.
            if case .table = field.field.value { field.field.confidence *= share }
            return field
        }
        let found = Set(names)
        result.missing = result.missing.filter { !found.contains($0.name) }
        result.warnings = passes.flatMap(\.warnings).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        return result
    }
}

/// Fields with what speaks for them, before confidences are made of it.
struct FoundFields {
    var fields: [FieldEvidence] = []
    var missing: [MissingField] = []
    var warnings: [Warning] = []
}
