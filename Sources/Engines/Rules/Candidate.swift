internal import ExtractionKit

/// A value proposed for a field, with where it stands and why.
struct Candidate {
    /// The normalised value.
    var value: FieldValue
    /// The stretches that are the value: a row and a range of its scalars, in reading order.
    var places: [Place]
    /// How likely it is right, from 0 to 1.
    var confidence: Double
    /// What proposed it, such as `label-right`.
    var rule: String
    /// Whether an OCR error was mended.
    var isRepaired = false

    /// A stretch of a row.
    struct Place: Hashable {
        var row: Int
        var range: Range<Int>
    }
}
