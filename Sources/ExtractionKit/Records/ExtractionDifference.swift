/// How two extractions differ, field by field: of one document at two times, or of two documents.
public struct ExtractionDifference: Sendable {
    /// The fields that differ, in the order of the newer extraction and then of the older.
    public let changes: [Change]

    /// A field that differs.
    public struct Change: Hashable, Sendable {
        /// The first page of the part, where the file holds several documents.
        public var part: Int?
        /// The field's name.
        public var field: String
        /// What the older extraction has; `nil` where it found nothing.
        public var old: ExtractedField?
        /// What the newer extraction has; `nil` where it found nothing.
        public var new: ExtractedField?
        /// What differs.
        public var kind: Kind

        /// What differs in a field.
        public enum Kind: String, Hashable, Sendable, Codable {
            /// Only the newer extraction has it.
            case added
            /// Only the older extraction has it.
            case removed
            /// The value.
            case value
            /// The place, with the same value.
            case place
            /// Only how sure it is.
            case confidence
        }
    }

    /// Compares two extractions.
    public init(from old: Extraction, to new: Extraction) {
        let before = Self.fields(of: old), after = Self.fields(of: new)
        let places = after.map(\.place) + before.map(\.place).filter { place in !after.contains { $0.place == place } }
        changes = places.compactMap { place in
            let left = before.first { $0.place == place }?.field, right = after.first { $0.place == place }?.field
            let kind: Change.Kind
            switch (left, right) {
            case (nil, _): kind = .added
            case (_, nil): kind = .removed
            case (let left?, let right?) where left.value != right.value: kind = .value
            case (let left?, let right?) where left.grounding != right.grounding: kind = .place
            case (let left?, let right?) where left.confidence != right.confidence: kind = .confidence
            default: return nil
            }
            return Change(part: place.part, field: place.field, old: left, new: right, kind: kind)
        }
    }

    private struct Place: Hashable {
        var part: Int?
        var field: String
    }

    private static func fields(of extraction: Extraction) -> [(place: Place, field: ExtractedField)] {
        extraction.fields.map { (Place(part: nil, field: $0.name), $0) }
            + extraction.parts.flatMap { part in part.fields.map { (Place(part: part.pages.lowerBound, field: $0.name), $0) } }
    }
}
