public import ExtractionKit

/// A date as documents print it, in figures or with an English month: `2026-03-31`, `31/03/2026`, `31.3.26`, `20260331`, `31 Mar 2026`,
/// `March 31, 2026`. Years of two figures are those of this century up to 68, as in POSIX `strptime`.
///
/// The text must be nothing but a date.
public struct PrintedDate: Hashable, Sendable {
    /// The day.
    public var date: CalendarDate

    /// Which comes first where both could be.
    public enum Order: String, Hashable, Sendable, Codable {
        /// Day before month, as in most of the world.
        case dayFirst = "day_first"
        /// Month before day, as in the United States.
        case monthFirst = "month_first"
    }

    /// Reads a date, or `nil` for anything else.
    public init?(_ text: String, order: Order = .dayFirst) {
        let parts = text.lowercased().split { !$0.isLetter && !$0.isASCIIDigit }.map(String.init)
        guard text.utf8.count <= 40, text.allSatisfy({ $0.isLetter || $0.isASCIIDigit || $0.isWhitespace || "-/.,".contains($0) }),
            let date = Self.date(of: parts, order: order)
        else { return nil }
        self.date = date
    }

    private static func date(of parts: [String], order: Order) -> CalendarDate? {
        if parts.count == 1, parts[0].utf8.count == 8, let digits = Int(parts[0]) {
            return CalendarDate(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
        }
        guard parts.count == 3 else { return nil }
        let months = parts.map(month)
        if let named = months.firstIndex(where: { $0 != nil }), let month = months[named] {
            let numbers = parts.indices.filter { $0 != named }.map { parts[$0] }
            guard named < 2, let day = Int(numbers[0].prefix { $0.isASCIIDigit }), let year = year(numbers[1]) else { return nil }
            return CalendarDate(year: year, month: month, day: day)
        }
        let numbers = parts.compactMap(Int.init)
        guard numbers.count == 3 else { return nil }
        if parts[0].utf8.count == 4 { return CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]) }
        guard let year = year(parts[2]), parts[0].utf8.count <= 2, parts[1].utf8.count <= 2 else { return nil }
        let dayFirst = CalendarDate(year: year, month: numbers[1], day: numbers[0])
        let monthFirst = CalendarDate(year: year, month: numbers[0], day: numbers[1])
        return switch order {
        case .dayFirst: dayFirst ?? monthFirst
        case .monthFirst: monthFirst ?? dayFirst
        }
    }

    private static func year(_ text: String) -> Int? {
        guard let number = Int(text) else { return nil }
        return switch text.utf8.count {
        case 4: number
        case 2: number + (number < 69 ? 2000 : 1900)
        default: nil
        }
    }

    private static func month(_ text: String) -> Int? {
        guard text.utf8.count >= 3 else { return nil }
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        ]
        return names.firstIndex { $0.hasPrefix(text) || text == "sept" && $0 == "september" }.map { $0 + 1 }
    }
}
