internal import ExtractionKit
internal import Foundation

/// A search's filter in the service's language, its tenant first.
struct ODataFilter {
    /// The longest run of words that records have as a value.
    static let longestRun = 4

    let text: String

    /// - Parameter listing: Whether only the first chunk of each document is wanted.
    init(_ request: SearchRequest, listing: Bool) {
        var parts = ["tenantId eq \(Self.quoted(request.tenant.rawValue))", listing ? "isFirst eq true" : "number ge 0"]
        let filter = request.filter
        if let ids = filter.documentIDs { parts.append(Self.anyOf("documentId", ids)) }
        if let folder = filter.folder, !folder.isEmpty { parts.append("folders/any(f: f eq \(Self.quoted(folder)))") }
        if let types = filter.types { parts.append(Self.anyOf("type", types)) }
        if let dates = filter.dates {
            parts.append("day ne null")
            if let first = dates.first { parts.append("day ge \(first.number)") }
            if let last = dates.last { parts.append("day le \(last.number)") }
        }
        parts += filter.conditions.map(Self.condition)
        text = parts.joined(separator: " and ")
    }

    /// A literal of text.
    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

    private static func anyOf(_ field: String, _ values: Set<String>) -> String {
        // An empty set admits nothing.
        values.isEmpty
            ? "number lt \(AzureRecord.documentNumber)"
            : "(" + values.sorted().map { "\(field) eq \(quoted($0))" }.joined(separator: " or ") + ")"
    }

    private static func condition(_ condition: FieldCondition) -> String {
        var tests: [String] = []
        let sign =
            switch condition.comparison {
            case .matches, .equals: "eq"
            case .less: "lt"
            case .atMost: "le"
            case .greater: "gt"
            case .atLeast: "ge"
            }
        for name in condition.fields.sorted() {
            func any(_ test: String) { tests.append("fields/any(f: f/name eq \(quoted(name)) and \(test))") }
            switch condition.value {
            case .number(let number): any("f/number \(sign) \(number)")
            case .date(let date): any("f/day \(sign) \(date.number)")
            case .text: break
            }
            guard let words = condition.words else { continue }
            if condition.comparison == .equals {
                any("f/text eq \(quoted(words))")
            } else {
                // A longer run has this beginning; the rest is looked at in what is found.
                let run = words.split(separator: " ").prefix(longestRun).joined(separator: " ")
                any("f/run eq \(quoted(run))")
            }
        }
        return tests.isEmpty ? "number lt \(AzureRecord.documentNumber)" : "(" + tests.joined(separator: " or ") + ")"
    }
}
