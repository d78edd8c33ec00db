public import ExtractionKit

/// Whether and when there is another attempt: the one place that decides it.
///
/// Delays double and are drawn at random from zero up ("full jitter"), so that many clients that failed together don't come back together.
/// What a service asks for with `Retry-After` wins.
public struct RetryPolicy: PluginConfiguration, Hashable {
    /// `attempts`: how many attempts there are at most, the first one included.
    public var attempts = 3
    /// `first_delay_seconds`: the longest delay before the second attempt.
    public var firstDelaySeconds = 0.5
    /// `longest_delay_seconds`: what the doubling ends at.
    public var longestDelaySeconds = 20.0
    /// `longest_retry_after_seconds`: a service that asks for more isn't waited for.
    public var longestRetryAfterSeconds = 120.0

    /// Creates the default policy.
    public init() {}

    /// What may be sent twice.
    public enum Repeatability: Hashable, Sendable {
        /// A request that changes nothing, or whose repetition costs little.
        case always
        /// A request that is only sent again when the service certainly has done nothing.
        case whenNothingWasDone
    }

    /// What comes after a failure.
    public enum Decision: Hashable, Sendable {
        /// Another attempt, after a delay.
        case retry(after: Duration)
        /// No other attempt.
        case stop
    }

    /// Decides what comes after a failure.
    ///
    /// - Parameters:
    ///   - failure: What went wrong.
    ///   - attempt: Which attempt that was, from 1.
    ///   - repeatability: What may be sent twice.
    ///   - remaining: The time left for everything; `nil` for any.
    ///   - random: A number from 0 up to 1.
    public func decision(
        after failure: ServiceFailure, attempt: Int, repeatability: Repeatability, remaining: Duration?, random: Double
    ) -> Decision {
        guard attempt < attempts, failure.isWorthAnotherAttempt(repeatability) else { return .stop }
        let delay: Duration
        if let asked = failure.retryAfter {
            guard asked.seconds <= longestRetryAfterSeconds else { return .stop }
            delay = asked
        } else {
            let ceiling = min(longestDelaySeconds, firstDelaySeconds * Double(1 << min(attempt - 1, 20)))
            delay = .milliseconds(Int(ceiling * random * 1_000))
        }
        if let remaining, delay >= remaining { return .stop }
        return .retry(after: delay)
    }
}

extension ServiceFailure {
    fileprivate func isWorthAnotherAttempt(_ repeatability: RetryPolicy.Repeatability) -> Bool {
        // Who pays hears of it whatever the service hopes for.
        if kind == .quota || shouldRetry == false { return false }
        switch kind {
        case .throttled, .unavailable: return true
        case .transport(.cannotConnect): return true
        case .transport(.brokenOff), .transport(.silence), .transport(.outOfTime), .server: return repeatability == .always
        case .transport(.untrusted), .transport(.tooLarge), .quota, .redirected, .encoded: return false
        case .refused: return status == 409 || shouldRetry == true ? repeatability == .always : false
        }
    }

    /// Whether the service is in trouble, as opposed to the request.
    var speaksAgainstService: Bool {
        switch kind {
        case .server, .unavailable, .transport(.cannotConnect), .transport(.brokenOff), .transport(.silence), .transport(.outOfTime): true
        default: false
        }
    }

    var isTimeout: Bool { kind == .transport(.silence) || kind == .transport(.outOfTime) }
}
