/// Keeps calls from a service that is in trouble: after failures in a row it lets none through for a time, and then one to try.
public struct CircuitBreaker: Hashable, Sendable {
    /// How many failures in a row open it.
    public let threshold: Int
    /// How long it stays open.
    public let pause: Duration

    private enum State: Hashable {
        case closed(failures: Int)
        case open(until: ContinuousClock.Instant)
        case trying
    }
    private var state = State.closed(failures: 0)

    /// Creates a closed one.
    public init(threshold: Int = 5, pause: Duration = .seconds(30)) {
        self.threshold = max(1, threshold)
        self.pause = pause
    }

    /// Lets a call through, or says for how long none is.
    public mutating func admit(at now: ContinuousClock.Instant) -> Duration? {
        switch state {
        case .closed: return nil
        case .trying: return pause
        case .open(let end) where now < end: return now.duration(to: end)
        case .open:
            state = .trying
            return nil
        }
    }

    /// Counts a call that says the service works.
    public mutating func succeeded() { state = .closed(failures: 0) }

    /// Counts a call that says the service is in trouble.
    public mutating func failed(at now: ContinuousClock.Instant) {
        switch state {
        case .closed(let failures) where failures + 1 < threshold: state = .closed(failures: failures + 1)
        case .open: break
        case .closed, .trying: state = .open(until: now.advanced(by: pause))
        }
    }

    /// Counts a call that ended without saying anything about the service, such as one that was cancelled.
    public mutating func ended(at now: ContinuousClock.Instant) {
        // The next one tries.
        if state == .trying { state = .open(until: now) }
    }
}
