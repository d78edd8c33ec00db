/// Which of a tenant's documents a search looks at. What isn't said admits everything; what is said must hold together.
public struct SearchFilter: Hashable, Sendable {
    /// The ids to search; `nil` for all.
    public var documentIDs: Set<String>?
    /// The folder to search, with all below it; `nil` for all.
    public var folder: String?
    /// The kinds of documents to search; `nil` for all.
    public var types: Set<String>?
    /// The dates that documents bear; `nil` for all, documents without a date among them.
    public var dates: DateBounds?
    /// What must hold of the documents' fields, all of it.
    public var conditions: [FieldCondition]

    /// Creates a filter.
    public init(
        documentIDs: Set<String>? = nil, folder: String? = nil, types: Set<String>? = nil, dates: DateBounds? = nil,
        conditions: [FieldCondition] = []
    ) {
        self.documentIDs = documentIDs
        self.folder = folder
        self.types = types
        self.dates = dates
        self.conditions = conditions
    }

    /// Whether it admits everything.
    public var isEmpty: Bool { self == SearchFilter() }

    /// Whether a document is searched.
    public func admits(_ attributes: DocumentAttributes, id: String) -> Bool {
        if let documentIDs, !documentIDs.contains(id) { return false }
        if let folder, attributes.folder != folder, !(folder.isEmpty || attributes.folder.hasPrefix(folder + "/")) { return false }
        if let types, !(attributes.type.map(types.contains) ?? false) { return false }
        if let dates, !(attributes.date.map(dates.contains) ?? false) { return false }
        return conditions.allSatisfy { $0.holds(for: attributes.fields) }
    }
}

/// Days from one on, to one, or both; the bounds are among them.
public struct DateBounds: Hashable, Sendable {
    /// The first day; `nil` for no bound.
    public var first: CalendarDate?
    /// The last day; `nil` for no bound.
    public var last: CalendarDate?

    /// Creates bounds.
    public init(first: CalendarDate? = nil, last: CalendarDate? = nil) {
        self.first = first
        self.last = last
    }

    /// Whether a day lies within.
    public func contains(_ date: CalendarDate) -> Bool { first.map { $0 <= date } ?? true && last.map { date <= $0 } ?? true }
}

/// Something that must hold of one of a document's fields.
public struct FieldCondition: Hashable, Sendable {
    /// The names of the fields, any of which may fulfil it.
    public var fields: Set<String>
    /// How a field's value must compare.
    public var comparison: Comparison
    /// What it is compared with. A value of another kind than this doesn't fulfil the condition.
    public var value: SearchableValue
    /// How a number or date is spelled, for fields of text that match or equal that, such as the number of an invoice; `nil` where they don't.
    public var spelling: String?

    /// Creates a condition.
    public init(fields: Set<String>, _ comparison: Comparison, _ value: SearchableValue, spelling: String? = nil) {
        self.fields = fields
        self.comparison = comparison
        self.value = value
        self.spelling = spelling
    }

    /// The words that a field of text must have, as ``SearchWord/normalized(_:)`` gives them; `nil` where no text fulfils the condition.
    public var words: String? {
        guard comparison == .matches || comparison == .equals else { return nil }
        let text: String? = if case .text(let text) = value { text } else { spelling }
        return text.map(SearchWord.normalized)
    }

    /// How two values compare.
    public enum Comparison: String, Hashable, Sendable, Codable, CaseIterable {
        /// A text has these words one behind the other; numbers and dates are equal.
        case matches = ":"
        /// A text has these words and no others, whatever their case; numbers and dates are equal.
        case equals = "="
        /// A number or date is lower.
        case less = "<"
        /// A number or date is lower or equal.
        case atMost = "<="
        /// A number or date is higher.
        case greater = ">"
        /// A number or date is higher or equal.
        case atLeast = ">="

        fileprivate func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
            switch self {
            case .matches, .equals: left == right
            case .less: left < right
            case .atMost: left <= right
            case .greater: left > right
            case .atLeast: left >= right
            }
        }
    }

    /// Whether it holds for a document with these fields.
    public func holds(for fields: [String: [SearchableValue]]) -> Bool {
        self.fields.contains { fields[$0]?.contains(where: holds) ?? false }
    }

    private func holds(for candidate: SearchableValue) -> Bool {
        switch (candidate, value) {
        case (.number(let left), .number(let right)): comparison.holds(left, right)
        case (.date(let left), .date(let right)): comparison.holds(left, right)
        case (.text(let text), _):
            words.map { words in
                let held = SearchWord.normalized(text)
                return comparison == .equals ? held == words : " \(held) ".contains(" \(words) ")
            } ?? false
        default: false
        }
    }
}
