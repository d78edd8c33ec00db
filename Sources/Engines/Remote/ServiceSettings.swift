public import ExtractionKit

/// How a service is asked: the settings that every engine of a service has.
public struct ServiceSettings: PluginConfiguration, Hashable {
    /// `retries`: whether and when there is another attempt.
    public var retries = RetryPolicy()
    /// `calls_per_second`: how many calls are begun in a second at most; `nil` for any. Services of many clients share what they are allowed.
    public var callsPerSecond: Double?
    /// `concurrency`: how many requests are under way at once.
    public var concurrency = 4
    /// `silence_seconds`: the longest time without a byte of an answer. A model that writes much at once needs a long one.
    public var silenceSeconds = 120.0
    /// `attempt_seconds`: the longest time for an attempt as a whole.
    public var attemptSeconds = 300.0
    /// `answer_bytes`: the largest answer.
    public var answerBytes = 64 << 20
    /// `failures_until_pause`: after how many failures in a row the service is left alone.
    public var failuresUntilPause = 5
    /// `pause_seconds`: for how long.
    public var pauseSeconds = 30.0
    /// `prices`: what calls cost.
    public var prices = PriceTable()

    /// Creates the default settings.
    public init() {}

    /// What a client must bear with each request.
    public var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.silence = .milliseconds(Int(silenceSeconds * 1_000))
        limits.total = .milliseconds(Int(attemptSeconds * 1_000))
        limits.answerBytes = answerBytes
        return limits
    }

    /// Refuses settings that nothing could keep.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration`.
    public func check() throws {
        func require(_ holds: Bool, _ message: String) throws {
            if !holds { throw ExtractionError(.invalidConfiguration, message) }
        }
        try prices.check()
        try require((1...10).contains(retries.attempts), "'attempts' is \(retries.attempts); it must be from 1 to 10.")
        try require((1...1_000).contains(concurrency), "'concurrency' is \(concurrency); it must be from 1 to 1,000.")
        try require((1_024...1 << 30).contains(answerBytes), "'answer_bytes' is \(answerBytes); it must be from 1,024 to 2^30.")
        try require((1...1_000).contains(failuresUntilPause), "'failures_until_pause' must be from 1 to 1,000.")
        let durations = [
            ("silence_seconds", silenceSeconds), ("attempt_seconds", attemptSeconds),
            ("pause_seconds", pauseSeconds), ("first_delay_seconds", retries.firstDelaySeconds),
            ("longest_delay_seconds", retries.longestDelaySeconds), ("longest_retry_after_seconds", retries.longestRetryAfterSeconds),
        ]
        for (name, value) in durations {
            try require(value > 0 && value <= 86_400, "'\(name)' is \(value); it must be above 0 and up to 86,400.")
        }
        if let callsPerSecond {
            try require(callsPerSecond > 0 && callsPerSecond <= 10_000, "'calls_per_second' must be above 0 and up to 10,000.")
        }
    }
}
