#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The normalised value of a field.
///
/// In JSON: text, names, identifiers, dates (`2026-03-31`) and times (`14:05` or `14:05:33`) are strings; numbers, money and
/// percentages are numbers (the currency and unit stand beside the value); tables are arrays of objects.
public enum FieldValue: Hashable, Sendable {
    /// Text, with the document's own wording.
    case text(String)
    /// A calendar date, ISO 8601.
    case date(CalendarDate)
    /// A time of day, `HH:MM` or `HH:MM:SS`.
    case time(String)
    /// A number, with the unit it was printed with.
    case number(Decimal, unit: String?)
    /// An amount, with its currency as an ISO 4217 code where the document says it.
    case money(Decimal, currency: String?)
    /// A percentage: 5 means 5 %.
    case percentage(Decimal)
    /// Yes or no.
    case boolean(Bool)
    /// Rows of fields.
    case table([FieldRow])

    /// The unit printed with a number.
    public var unit: String? {
        switch self {
        case .number(_, let unit): unit
        case .percentage: "%"
        default: nil
        }
    }

    /// The currency of an amount.
    public var currency: String? {
        if case .money(_, let currency) = self { currency } else { nil }
    }
}

/// A row of a table field: an ``ExtractedField`` for each column that has a value.
public struct FieldRow: Hashable, Sendable {
    /// The cells, in the schema's order of columns.
    public var cells: [ExtractedField]

    /// Creates a row.
    public init(cells: [ExtractedField]) { self.cells = cells }

    /// The cell of a column.
    public subscript(name: String) -> ExtractedField? { cells.first { $0.name == name } }
}

/// A day of the Gregorian calendar that exists.
public struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The year, from 1 to 9999.
    public let year: Int
    /// The month, from 1.
    public let month: Int
    /// The day, from 1.
    public let day: Int

    /// Creates a date, or `nil` for a day that doesn't exist.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day) else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `YYYY-MM-DD`, or `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// Whether one is earlier.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) || year.isMultiple(of: 400) ? 29 : 28
        default: 31
        }
    }
}
