internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A typed value that a scanner saw in a row, before anybody knows which field it belongs to.
struct Found {
    /// The scalars of the row that are the value.
    var range: Range<Int>
    /// The value.
    var content: Content
    /// How well the text fits the type, from 0 to 1.
    var fit: Double
    /// Whether an OCR error was mended to read it.
    var isRepaired = false

    /// What was seen.
    enum Content {
        case number(ScannedNumber)
        case date(CalendarDate)
        case time(String)
    }
}

/// A number and what stands beside it.
struct ScannedNumber {
    /// The value, negative for a minus before or behind it and for parentheses.
    var value: Decimal
    /// The digits behind the decimal sign.
    var decimals: Int
    /// The currency printed beside it.
    var currency: CurrencyMark?
    /// Whether a percent sign follows.
    var isPercentage = false
    /// The unit printed behind it, as printed.
    var unit: String?
    /// Whether thousands were marked off, which no quantity of a shop does by chance.
    var isGrouped = false
    /// The scalars of the number with its sign, currency and unit.
    var wholeRange: Range<Int>
}
