internal import ExtractionKit
internal import Foundation
internal import GRDB

/// The documents that a filter admits, as a statement. Values are bound, never part of its text.
struct FilterStatement {
    /// What follows `FROM`; the table of documents is `d`.
    let condition: String
    let arguments: StatementArguments

    init(_ filter: SearchFilter, tenant: SearchTenant) {
        var conditions = ["d.tenant = ?"]
        var arguments: StatementArguments = [tenant.name]
        if let ids = filter.documentIDs {
            conditions.append("d.document IN (SELECT value FROM json_each(?))")
            arguments += [Self.list(ids)]
        }
        if let folder = filter.folder, !folder.isEmpty {
            conditions.append("(d.folder = ? OR substr(d.folder, 1, length(?)) = ?)")
            arguments += [folder, folder + "/", folder + "/"]
        }
        if let types = filter.types {
            conditions.append("d.type IN (SELECT value FROM json_each(?))")
            arguments += [Self.list(types)]
        }
        if let dates = filter.dates {
            conditions.append("d.date IS NOT NULL")
            if let first = dates.first {
                conditions.append("d.date >= ?")
                arguments += [first.description]
            }
            if let last = dates.last {
                conditions.append("d.date <= ?")
                arguments += [last.description]
            }
        }
        for condition in filter.conditions {
            let (test, values) = Self.test(condition)
            conditions.append(
                "EXISTS (SELECT 1 FROM search_fields f WHERE f.document = d.id AND f.name IN (SELECT value FROM json_each(?)) AND (\(test)))"
            )
            arguments += [Self.list(condition.fields)]
            arguments += values
        }
        condition = conditions.joined(separator: " AND ")
        self.arguments = arguments
    }

    /// The rows of the documents.
    func documents(_ database: Database) throws -> Set<Int64> {
        try Int64.fetchSet(database, sql: "SELECT d.id FROM search_documents d WHERE \(condition)", arguments: arguments)
    }

    /// The first chunk of each document, in the order of the documents' ids.
    func firstChunks(_ database: Database, limit: Int) throws -> [Int64] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT d.document, (SELECT c.id FROM search_chunks c WHERE c.document = d.id ORDER BY c.number LIMIT 1) AS chunk
                FROM search_documents d WHERE \(condition)
                """, arguments: arguments
        ).compactMap { row -> (String, Int64)? in
            let id: String = row[0]
            return (row[1] as Int64?).map { (id, $0) }
        }.sorted { $0.0 < $1.0 }.prefix(limit).map(\.1)
    }

    private static func test(_ condition: FieldCondition) -> (String, StatementArguments) {
        var tests: [String] = []
        var arguments: StatementArguments = []
        // The sign is one of the enumeration's own.
        let sign = condition.comparison == .matches ? "=" : condition.comparison.rawValue
        switch condition.value {
        case .number(let number):
            tests.append("f.number \(sign) ?")
            arguments += [number]
        case .date(let date):
            tests.append("f.day \(sign) ?")
            arguments += [date.description]
        case .text: break
        }
        if let words = condition.words {
            if condition.comparison == .equals {
                tests.append("f.words = ?")
                arguments += [words]
            } else {
                tests.append("instr(' ' || f.words || ' ', ?) > 0")
                arguments += [" " + words + " "]
            }
        }
        return (tests.isEmpty ? "0" : tests.joined(separator: " OR "), arguments)
    }

    private static func list(_ texts: Set<String>) -> String {
        // Encoding strings can't fail.
        (try? JSONEncoder().encode(texts.sorted())).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}
