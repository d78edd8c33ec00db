package import ExtractionKit
internal import Foundation

/// A field as programs and models write it: a value, and the words of the document that say so.
package struct QuotedField: Decodable {
    package var name: String
    /// The normalised value; of a table ``rows``.
    package var value: JSONValue?
    /// The text of the document that says so; the value itself where that is a string.
    package var quote: String?
    /// The page of the quote, from 1.
    package var page: Int?
    /// Whether the value follows from the document without standing in it.
    package var derived: Bool?
    package var confidence: Double
    package var unit: String?
    package var currency: String?
    package var rows: [[QuotedField]]?

    package init(name: String, value: JSONValue?, quote: String?, confidence: Double) {
        self.name = name
        self.value = value
        self.quote = quote
        self.confidence = confidence
    }
}

extension QuotedField {
    /// The value in the kit's terms, or `nil` for one that its type doesn't allow.
    package func fieldValue(as type: FieldType) -> FieldValue? {
        switch (type, value) {
        case (.any, .number(let number)?), (.number, .number(let number)?): .number(number, unit: unit)
        case (.any, .bool(let bool)?), (.boolean, .bool(let bool)?): .boolean(bool)
        case (.money, .number(let number)?): .money(number, currency: currency)
        case (.percentage, .number(let number)?): .percentage(number)
        case (.number, .string(let text)?): Self.decimal(text).map { .number($0, unit: unit) }
        case (.money, .string(let text)?): Self.decimal(text).map { .money($0, currency: currency) }
        case (.percentage, .string(let text)?): Self.decimal(text).map { .percentage($0) }
        case (.date, .string(let text)?): CalendarDate(text).map { .date($0) }
        case (.time, .string(let text)?):
            text.wholeMatch(of: /(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?/) == nil ? nil : .time(text)
        case (.boolean, _), (.table, _): nil
        case (_, .string(let text)?): text.isEmpty ? nil : .text(text)
        default: nil
        }
    }

    private static func decimal(_ text: String) -> Decimal? {
        text.wholeMatch(of: /-?[0-9]{1,30}(?:\.[0-9]{1,30})?/) == nil ? nil : Decimal(string: text)
    }
}
