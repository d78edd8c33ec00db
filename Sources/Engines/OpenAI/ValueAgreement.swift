internal import ExtractionEngineSupport
internal import ExtractionKit
internal import Foundation

/// Whether a value can come from the words that are quoted for it. A quote that stands in the document proves nothing where the value is
/// another, as when the document tells the model what to answer.
enum ValueAgreement {
    static func holds(_ field: ExtractedField) -> Bool {
        switch field.value {
        case .text(let text): contains(field.raw, text)
        case .number(let number, _), .money(let number, _), .percentage(let number):
            NumbersInText.all(in: field.raw).contains(number.magnitude)
        case .date(let date): contains(date, in: field.raw)
        case .time(let time):
            NumbersInText.all(in: field.raw.replacing(":", with: " ")).contains(Decimal(string: String(time.prefix(2))) ?? -1)
                || field.raw.contains(where: \.isNumber)
        // What says yes or no may be a cross or a sentence.
        case .boolean: true
        case .table: true
        }
    }

    /// Whether the letters and digits of a text stand in another, in their order.
    private static func contains(_ quote: String, _ text: String) -> Bool {
        func folded(_ text: String) -> String {
            text.lowercased().decomposedStringWithCompatibilityMapping.filter { $0.isLetter || $0.isNumber }
        }
        let wanted = folded(text)
        return wanted.isEmpty ? quote.contains(text) : folded(quote).contains(wanted)
    }

    private static func contains(_ date: CalendarDate, in text: String) -> Bool {
        let groups = text.split { !$0.isNumber }.compactMap { Int($0) }
        // Written without separators, such as 20260131.
        if groups.contains(date.year * 10_000 + date.month * 100 + date.day) { return true }
        let hasYear = groups.contains(date.year) || groups.contains(date.year % 100)
        return hasYear && groups.contains(date.day) && (groups.contains(date.month) || text.contains(where: \.isLetter))
    }
}
