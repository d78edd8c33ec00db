/// Spreads calls over time, so that a service doesn't have to refuse any.
public struct RateLimiter: Hashable, Sendable {
    /// The time between two calls.
    private let interval: Duration?
    private let burst: Int
    /// When a call would be due if all were evenly spread.
    private var due: ContinuousClock.Instant?

    /// Creates a limiter.
    ///
    /// - Parameters:
    ///   - callsPerSecond: The rate; `nil` for any.
    ///   - burst: How many calls may come at once after a pause.
    public init(callsPerSecond: Double?, burst: Int = 1) {
        interval = callsPerSecond.flatMap { $0 > 0 && $0.isFinite ? .nanoseconds(Int(min(1e9 / $0, 1e15))) : nil }
        self.burst = max(1, burst)
    }

    /// Takes the next place, and says how long to wait for it.
    public mutating func reserve(at now: ContinuousClock.Instant) -> Duration {
        guard let interval else { return .zero }
        let earliest = max(due ?? now, now)
        due = earliest.advanced(by: interval)
        let start = earliest.advanced(by: .zero - interval * (burst - 1))
        return max(.zero, now.duration(to: start))
    }
}
