import Foundation

/// Times calls, and says what 95 of 100 stay under.
struct Timing {
    private(set) var milliseconds: [Double] = []

    mutating func measure<R>(_ body: () async throws -> R) async rethrows -> R {
        let start = ContinuousClock.now
        let result = try await body()
        milliseconds.append(Self.milliseconds(since: start))
        return result
    }

    func percentile(_ share: Double) -> Double {
        let sorted = milliseconds.sorted()
        return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    /// A row of a table in Markdown: the median, what 95 and 99 of 100 stay under.
    func row(_ name: String) -> String {
        let values = [percentile(0.5), percentile(0.95), percentile(0.99)].map { String(format: "%.2f", $0) }
        return "| \(name) | \(milliseconds.count) | \(values.joined(separator: " | ")) |"
    }

    /// What this process has used of processors, in the system's name too.
    static func processorMilliseconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func milliseconds(_ time: timeval) -> Double { Double(time.tv_sec) * 1_000 + Double(time.tv_usec) / 1_000 }
        return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
    }

    static func milliseconds(since start: ContinuousClock.Instant) -> Double {
        let parts = start.duration(to: .now).components
        return Double(parts.seconds) * 1_000 + Double(parts.attoseconds) / 1e15
    }
}
