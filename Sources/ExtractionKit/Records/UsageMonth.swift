#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A calendar month, by which usage is counted: `2026-03`.
///
/// A counter of its own for each month is how counters begin anew on the first of a month without anybody resetting them.
public struct UsageMonth: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The year, from 1 to 9999.
    public let year: Int
    /// The month, from 1 to 12.
    public let month: Int

    /// Creates a month, or `nil` for one that doesn't exist.
    public init?(year: Int, month: Int) {
        guard CalendarDate(year: year, month: month, day: 1) != nil else { return nil }
        self.year = year
        self.month = month
    }

    /// The month that a moment lies in, by the clocks of a time zone.
    public init(of moment: Timestamp, in timeZone: TimeZone) {
        let local = moment.adding(seconds: Double(timeZone.secondsFromGMT(for: moment.date)))
        let day = CalendarDate(daysSince1970: Timestamp.floorDivide(local.milliseconds, by: 86_400_000).quotient)
        year = day.year
        month = day.month
    }

    /// Reads `YYYY-MM`, or `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 7, let day = CalendarDate(text + "-01") else { return nil }
        year = day.year
        month = day.month
    }

    /// `YYYY-MM`.
    public var description: String { String(CalendarDate(daysSince1970: firstDay).description.prefix(7)) }

    private var firstDay: Int64 { CalendarDate(year: year, month: month, day: 1)?.daysSince1970 ?? 0 }

    /// Whether one is earlier.
    public static func < (left: UsageMonth, right: UsageMonth) -> Bool { (left.year, left.month) < (right.year, right.month) }
}

extension UsageMonth: Codable {
    /// Reads `YYYY-MM`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let month = try UsageMonth(container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a month, YYYY-MM")
        }
        self = month
    }

    /// Writes `YYYY-MM`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
