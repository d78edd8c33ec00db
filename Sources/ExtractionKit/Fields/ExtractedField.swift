/// A value that was found for a field, and where it stands.
public struct ExtractedField: Hashable, Sendable {
    /// The field's name in the schema.
    public var name: String
    /// What kind of value the field holds.
    public var type: FieldType
    /// The normalised value.
    public var value: FieldValue
    /// The text as it stands in the document.
    public var raw: String
    /// How likely the value is right, from 0 to 1.
    public var confidence: Double
    /// Where the value stands, in reading order; empty for a value that is derived or could not be found again.
    public var grounding: [Grounding]
    /// What proposed the value, such as `rules:label-right`.
    public var source: String

    /// Creates a field.
    public init(
        name: String, type: FieldType, value: FieldValue, raw: String, confidence: Double, grounding: [Grounding], source: String
    ) {
        self.name = name
        self.type = type
        self.value = value
        self.raw = raw
        self.confidence = confidence
        self.grounding = grounding
        self.source = source
    }
}

/// Where a value stands, and how surely it stands there.
public struct Grounding: Hashable, Sendable {
    /// The place, and the stretch of content.
    public var region: PageRegion
    /// How the value relates to the text at that place.
    public var status: Status

    /// Creates a grounding.
    public init(region: PageRegion, status: Status) {
        self.region = region
        self.status = status
    }

    /// How a value relates to the text at its place.
    public enum Status: String, Hashable, Sendable, Codable {
        /// The value is the text.
        case exact
        /// The value is the text in a normal form, such as a date or an amount.
        case normalised
        /// The text resembles the value, as after an OCR error.
        case fuzzy
    }
}

extension ReadDocument {
    /// The grounding of a value that stands at the span.
    public func grounding(of span: TextSpan, status: Grounding.Status) -> [Grounding] {
        regions(of: span).map { region in
            var region = region
            let start = max(region.span.offset, span.offset)
            region.span = TextSpan(start..<max(start, min(region.span.end, span.end)))
            return Grounding(region: region, status: status)
        }
    }
}
