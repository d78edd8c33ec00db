#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A moment, to the millisecond: as exactly as every record store keeps it, so that what comes back equals what was given.
///
/// In JSON it is ISO 8601 in UTC, such as `2026-03-31T14:05:33.120Z`.
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Milliseconds since the beginning of 1970 in UTC, without leap seconds.
    public let milliseconds: Int64

    /// Creates a moment. What lies outside the years 1 to 9999 becomes their first or last millisecond.
    public init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, -62_135_596_800_000), 253_402_300_799_999)
    }

    /// Creates a moment from a date, rounded down to the millisecond.
    public init(_ date: Date) {
        let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded(.down)
        self.init(milliseconds: milliseconds.isFinite ? Int64(max(-1e15, min(1e15, milliseconds))) : 0)
    }

    /// Now, by the system's clock.
    public static var now: Timestamp { Timestamp(Date()) }

    /// The moment as a date.
    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }

    /// The moment that many seconds later; rounded to the millisecond.
    public func adding(seconds: Double) -> Timestamp {
        let milliseconds = (seconds * 1_000).rounded()
        guard milliseconds.isFinite else { return self }
        return Timestamp(milliseconds: self.milliseconds + Int64(max(-1e15, min(1e15, milliseconds))))
    }

    /// Whether one is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// ISO 8601 in UTC.
    public var description: String {
        let (days, inDay) = Self.floorDivide(milliseconds, by: 86_400_000)
        let day = CalendarDate(daysSince1970: days)
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let time = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1_000 % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(day)T\(time).\(padded(inDay % 1_000, 3))Z"
    }

    /// Reads what ``description`` writes; the fraction may be missing. `nil` for anything else.
    public init?(_ text: String) {
        let pattern = /([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{3}))?Z/
        guard let match = text.wholeMatch(of: pattern), let day = CalendarDate(match.1), let hour = Int64(match.2), hour < 24,
            let minute = Int64(match.3), minute < 60, let second = Int64(match.4), second < 60
        else { return nil }
        let fraction = match.5.flatMap { Int64($0) } ?? 0
        self.init(milliseconds: (((day.daysSince1970 * 24 + hour) * 60 + minute) * 60 + second) * 1_000 + fraction)
    }

    static func floorDivide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension Timestamp: Codable {
    /// Reads ISO 8601 in UTC.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let timestamp = try Timestamp(container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a moment in ISO 8601 and UTC")
        }
        self = timestamp
    }

    /// Writes ISO 8601 in UTC.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

// Days and dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), days_from_civil and civil_from_days.
extension CalendarDate {
    /// Days since 1970-01-01.
    var daysSince1970: Int64 {
        let year = Int64(month <= 2 ? year - 1 : year)
        let (era, yearOfEra) = Timestamp.floorDivide(year, by: 400)
        let dayOfYear = (153 * Int64(month > 2 ? month - 3 : month + 9) + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day that many days after 1970-01-01; it must lie in the years 1 to 9999.
    init(daysSince1970 days: Int64) {
        let (era, dayOfEra) = Timestamp.floorDivide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        let day = Int(dayOfYear - (153 * shifted + 2) / 5 + 1)
        self = CalendarDate(year: Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month: month, day: day) ?? .epoch
    }

    private static var epoch: CalendarDate { CalendarDate(year: 1970, month: 1, day: 1) ?? CalendarDate(daysSince1970: 0) }
}
