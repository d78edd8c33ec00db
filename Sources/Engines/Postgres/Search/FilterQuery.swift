internal import ExtractionKit

extension SearchFilter {
    /// What must hold of a row `d` of `search_documents`.
    var condition: PostgresQuery {
        var all: PostgresQuery = "true"
        if let documentIDs { all = all + " AND d.key = ANY(\(PostgresArray(documentIDs.map(SearchKey.key))))" }
        if let folder, !folder.isEmpty {
            let column = SearchKey.column(folder)
            all = all + " AND (d.folder = \(column) OR starts_with(d.folder, \(column + "/")))"
        }
        if let types { all = all + " AND d.type = ANY(\(PostgresArray(types.map(SearchKey.column))))" }
        if let dates {
            all = all + " AND d.day IS NOT NULL"
            if let first = dates.first { all = all + " AND d.day >= \(first.description)" }
            if let last = dates.last { all = all + " AND d.day <= \(last.description)" }
        }
        for condition in conditions {
            all =
                all
                    + """
                     AND EXISTS (SELECT FROM search_fields f WHERE f.tenant_id = d.tenant_id AND f.document = d.number
                        AND f.name = ANY(\(PostgresArray(condition.fields.map(SearchKey.column)))) AND (\(condition.test)))
                    """
        }
        return all
    }
}

extension FieldCondition {
    /// What must hold of a row `f` of `search_fields`.
    fileprivate var test: PostgresQuery {
        var test: PostgresQuery =
            switch value {
            case .number(let number): "f.value" + comparison.sign + "\(number)"
            case .date(let date): "f.day" + comparison.sign + "\(date.description)"
            case .text: "false"
            }
        if let words {
            let words = SearchKey.words(words)
            test =
                comparison == .equals
                ? test + " OR f.words = \(words)" : test + " OR strpos(' ' || f.words || ' ', \(" " + words + " ")) > 0"
        }
        return test
    }
}

extension FieldCondition.Comparison {
    fileprivate var sign: PostgresQuery {
        switch self {
        case .matches, .equals: " = "
        case .less: " < "
        case .atMost: " <= "
        case .greater: " > "
        case .atLeast: " >= "
        }
    }
}
