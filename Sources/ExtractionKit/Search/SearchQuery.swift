/// A search as a person types it: words, and what must hold of the documents.
///
/// ```
/// net terms vendor:acme total>1000 before:2025-11-01
/// "type:" folder:2025/q1 type:invoice line_items.amount>=99.50 date=2025-10-31
/// ```
///
/// - A **word** is looked for in the text; any word counts. Double quotes make words of what would be read otherwise: `"total>1000"`.
/// - **`name:value`** asks for a field with these words in it, one behind the other, and **`name=value`** for one with no others. A number asks
///   for a field with that number, a date for one with that date. A value with blanks stands in double quotes.
/// - **`name>value`**, `>=`, `<` and `<=` take a number or a date.
/// - A name is that of a field, or its beginning up to a `_`: `vendor` is `vendor_name`, `vendor_address` and all others; `total` is `total`
///   and `total_amount`. The columns of a table are `line_items.amount` and so on.
/// - `type:`, `folder:` (with all below it) and `document:` ask for the kind, the folder and the id of a document; `before:`, `after:` and `date`
///   with any comparison for the date that it bears. Given twice, `type:` and `document:` admit either; everything else must hold together.
/// - Numbers are written with digits and at most one `.`, dates as `2025-11-01`.
///
/// It is read strictly: what could be meant otherwise than it is understood is refused, with its place.
public struct SearchQuery: Hashable, Sendable {
    /// The words; `nil` for none.
    public var text: String?
    /// What must hold of the documents.
    public var filter: SearchFilter

    /// The names that stand for something else than a field.
    static let reserved = ["type", "folder", "document", "before", "after", "date"]

    /// Reads a search.
    ///
    /// - Parameters:
    ///   - query: What was typed.
    ///   - fields: The names of all fields that there are.
    /// - Throws: ``SearchQueryError``.
    public init(parsing query: String, fields: some Sequence<String>) throws(SearchQueryError) {
        var words: [String] = []
        var filter = SearchFilter()
        let names = Set(fields)
        for term in try SearchQueryTerm.all(in: query) {
            switch term {
            case .word(let word): words.append(word)
            case .condition(let condition): try condition.add(to: &filter, fields: names)
            }
        }
        if let dates = filter.dates, let first = dates.first, let last = dates.last, last < first {
            throw SearchQueryError(
                .emptyRange, at: TextSpan(0..<query.utf8.count), "No date is in that range; check 'before', 'after' and 'date'.")
        }
        text = words.isEmpty ? nil : words.joined(separator: " ")
        self.filter = filter
        guard text != nil || !filter.isEmpty else {
            throw SearchQueryError(
                .empty, at: TextSpan(0..<query.utf8.count), "There is nothing to search for; give words, or a field and a value.")
        }
    }
}

/// What is wrong with a search that was typed, where, and what to write instead.
public struct SearchQueryError: Error, Hashable, Sendable {
    /// What is wrong.
    public var reason: Reason
    /// The stretch of the query, in UTF-8 bytes.
    public var span: TextSpan
    /// What to write instead. It may quote the query.
    public var advice: String

    /// Creates an error.
    public init(_ reason: Reason, at span: TextSpan, _ advice: String) {
        self.reason = reason
        self.span = span
        self.advice = advice
    }

    /// What can be wrong.
    public enum Reason: String, Hashable, Sendable, Codable {
        /// There is nothing to search for.
        case empty
        /// A double quote without its other end.
        case openQuote
        /// No field has that name.
        case unknownField
        /// Nothing stands before or behind a comparison, or more than a value does.
        case incomplete
        /// The value is of a kind that the comparison, or the name, doesn't take.
        case wrongValue
        /// Operators that other search languages have and this one doesn't.
        case unsupported
        /// Bounds that no date lies within.
        case emptyRange
    }
}

extension ExtractionError {
    /// The error of a search that can't be read, for whoever shows it: with the code `invalidRequest`, the place and the advice.
    public init(_ error: SearchQueryError) {
        self.init(.invalidRequest, "The search can't be read at character \(error.span.offset + 1): \(error.advice)", cause: error)
    }
}
