/// Decides whether a program that breaks down is started again: at once for a number of times in a row, then after a pause.
struct RestartPolicy {
    let restarts: Int
    let pause: Duration
    private var failures = 0
    private var latest: ContinuousClock.Instant?

    init(restarts: Int, pause: Duration) {
        self.restarts = restarts
        self.pause = pause
    }

    /// How many times the program has broken down since it last answered, where it is left alone for that; `nil` where it may be started.
    func refusal(at now: ContinuousClock.Instant) -> Int? {
        guard failures > restarts, let latest, latest.duration(to: now) < pause else { return nil }
        return failures
    }

    mutating func failed(at now: ContinuousClock.Instant) {
        failures += 1
        latest = now
    }

    mutating func answered() { failures = 0 }
}
