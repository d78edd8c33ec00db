public import ExtractionKit

/// What a document's fields really are, and what may be judged by it.
public struct FieldTruth: Hashable, Sendable, Codable {
    /// The true values by field. `null` says that the document doesn't have the field. A table is an array of objects.
    public var values: [String: JSONValue]
    /// Fields that are not judged, because a reader of the page couldn't know them; a column of a table as `line_items.unit_price`.
    public var skipped: Set<String>
    /// Table fields of which only some rows are stated. Further rows that are found aren't judged.
    public var partial: Set<String>
    /// Whether a field or column that isn't named is known not to be in the document. Otherwise nothing is said of it, and it isn't judged.
    public var isComplete: Bool

    /// Creates a truth.
    public init(_ values: [String: JSONValue], skipped: Set<String> = [], partial: Set<String> = [], isComplete: Bool) {
        self.values = values
        self.skipped = skipped
        self.partial = partial
        self.isComplete = isComplete
    }

    /// The rows of a table field: objects alone; `nil` for any other value.
    public func rows(of field: String) -> [[String: JSONValue]]? { values[field].flatMap(Self.rows) }

    /// The columns of a table field that are not judged.
    public func skippedColumns(of field: String) -> Set<String> {
        Set(skipped.filter { $0.hasPrefix(field + ".") }.map { String($0.dropFirst(field.count + 1)) })
    }

    /// The rows of a value that is a table with at least one row.
    static func rows(_ value: JSONValue) -> [[String: JSONValue]]? {
        guard let elements = value.array, !elements.isEmpty else { return nil }
        let rows = elements.compactMap(\.object)
        return rows.count == elements.count ? rows : nil
    }
}
