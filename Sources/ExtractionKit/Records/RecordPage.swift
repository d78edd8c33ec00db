/// Which stretch of a long list is wanted.
public struct RecordPageRequest: Hashable, Sendable {
    /// How many entries at most.
    public var limit: Int
    /// Where the stretch before ended; `nil` for the beginning.
    public var after: RecordCursor?

    /// Creates a request for up to 1,000 entries; more are not given at once.
    public init(limit: Int = 50, after: RecordCursor? = nil) {
        self.limit = limit
        self.after = after
    }

    /// The limit, from 1 to 1,000.
    public var clampedLimit: Int { min(max(limit, 1), 1_000) }
}

/// A stretch of a long list.
public struct RecordPage<Element: Sendable>: Sendable {
    /// The entries.
    public var items: [Element]
    /// Where the next stretch begins; `nil` at the end of the list.
    public var next: RecordCursor?

    /// Creates a stretch.
    public init(items: [Element], next: RecordCursor?) {
        self.items = items
        self.next = next
    }
}

/// A place in a list, in a form that only the store that gave it understands.
///
/// It names an entry, not a count: entries that are added or removed meanwhile make none of the others come twice or be left out.
public struct RecordCursor: RawRepresentable, Hashable, Sendable, Codable {
    /// The place in writing.
    public var rawValue: String

    /// Creates a cursor from its writing.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What a store throws for a cursor that it didn't give.
    public static var invalid: ExtractionError {
        ExtractionError(.invalidRequest, "The place in the list isn't one that this store gave; begin at the list's beginning.")
    }
}
