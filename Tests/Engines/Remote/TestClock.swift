import ExtractionRemote
import Synchronization

/// A clock that goes on when somebody sleeps, and never else.
final class TestClock: Sendable {
    private let state: Mutex<(now: ContinuousClock.Instant, sleeps: [Duration])> = Mutex((.now, []))
    /// 2026-11-21 at 12:00 UTC.
    static let date = 1_795_262_400.0

    var sleeps: [Duration] { state.withLock { $0.sleeps } }
    func advance(by duration: Duration) { state.withLock { $0.now = $0.now.advanced(by: duration) } }

    func clock(random: Double = 0.5) -> ServiceClock {
        ServiceClock(
            now: { self.state.withLock { $0.now } }, date: { Self.date },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock {
                    $0.sleeps.append(duration)
                    $0.now = $0.now.advanced(by: duration)
                }
            }, random: { random })
    }
}
