internal import Foundation

/// The time and the chance that calls depend on, so that tests need neither to wait nor to be lucky.
public struct ServiceClock: Sendable {
    /// Now, on a clock that never jumps.
    public var now: @Sendable () -> ContinuousClock.Instant
    /// Now, in seconds since 1970.
    public var date: @Sendable () -> Double
    /// Waits.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 up to 1.
    public var random: @Sendable () -> Double

    /// Creates a clock of parts.
    public init(
        now: @escaping @Sendable () -> ContinuousClock.Instant, date: @escaping @Sendable () -> Double,
        sleep: @escaping @Sendable (Duration) async throws -> Void, random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.date = date
        self.sleep = sleep
        self.random = random
    }

    /// The machine's own.
    public static let system = ServiceClock(
        now: { .now }, date: { Date().timeIntervalSince1970 }, sleep: { try await Task.sleep(for: $0) }, random: { .random(in: 0..<1) })
}
