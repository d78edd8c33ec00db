internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Fits scanned values to the types of fields.
struct TypedValue {
    /// The normalised value.
    var value: FieldValue
    /// The scalars of the row.
    var range: Range<Int>
    /// How well it fits, from 0 to 1.
    var fit: Double
    /// Whether an OCR error was mended.
    var isRepaired = false

    /// Whether a type's values are found by ``ValueIndex``.
    static func isScanned(_ type: FieldType) -> Bool {
        switch type {
        case .date, .time, .number, .money, .percentage: true
        default: false
        }
    }

    /// The scanned value as a value of the type, or `nil` where it isn't one.
    init?(_ found: Found, as type: FieldType, conventions: Conventions) {
        switch (type, found.content) {
        case (.date, .date(let date)): self.init(value: .date(date), range: found.range, fit: found.fit)
        case (.time, .time(let time)): self.init(value: .time(time), range: found.range, fit: found.fit)
        case (.money, .number(let number)):
            guard !number.isPercentage, number.unit == nil, number.decimals <= 6 else { return nil }
            let code =
                number.currency.map { mark in
                    // A sign of several currencies means the one that the document names.
                    mark.isAmbiguous ? conventions.currency?.code ?? mark.code : mark.code
                } ?? conventions.currency?.code
            let fit =
                switch number.decimals {
                case 2: number.currency == nil ? 0.97 : 1.0
                // A long number without groups is a code.
                case 0: number.currency == nil ? (number.isGrouped ? 0.7 : abs(number.value) >= 100_000 ? 0.15 : 0.45) : 0.9
                default: 0.7
                }
            self.init(value: .money(number.value, currency: code), range: number.wholeRange, fit: fit * found.fit)
        case (.number, .number(let number)):
            guard !number.isPercentage else { return nil }
            self.init(value: .number(number.value, unit: number.unit), range: number.wholeRange, fit: 0.95 * found.fit)
        case (.percentage, .number(let number)):
            guard number.currency == nil, number.unit == nil || number.unit == "w/w", abs(number.value) <= 100 else { return nil }
            let fit = number.isPercentage ? 1 : number.decimals > 0 ? 0.75 : 0.5
            self.init(value: .percentage(number.value), range: number.wholeRange, fit: fit * found.fit)
        default: return nil
        }
        isRepaired = found.isRepaired
    }

    private init(value: FieldValue, range: Range<Int>, fit: Double) {
        self.value = value
        self.range = range
        self.fit = fit
    }
}
