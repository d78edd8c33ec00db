internal import ExtractionKit

/// The part that a field of money has in the sums of a document, as far as its name says.
enum SumRole {
    case subtotal, tax, total

    /// The role that a field's name tells, or `nil` for another amount.
    init?(_ field: FieldSchema) {
        guard field.type == .money else { return nil }
        let words = field.name.snakeWords
        if words.contains("subtotal") || words.contains("net") || words.starts(with: ["sub", "total"]) {
            self = .subtotal
        } else if words.contains("tax") || words.contains("vat") || words.contains("gst") {
            self = .tax
        } else if words.contains("total") || words == ["amount", "due"] {
            self = .total
        } else {
            return nil
        }
    }
}
