/// What all calls of a client may spend on further attempts together: without it, everybody's retries bury a service that is in trouble.
///
/// An attempt after a failure costs 5, after a time-out 10; a success at the first attempt brings 1 back. The values are those of the
/// standard mode of AWS's clients.
public struct RetryQuota: Hashable, Sendable {
    /// What is there at most.
    public let capacity: Int
    /// What is left.
    public private(set) var available: Int

    /// Creates a full quota.
    public init(capacity: Int = 500) {
        self.capacity = capacity
        available = capacity
    }

    /// Takes what another attempt costs, or says that there isn't enough.
    public mutating func take(afterTimeout: Bool) -> Bool {
        let cost = afterTimeout ? 10 : 5
        guard available >= cost else { return false }
        available -= cost
        return true
    }

    /// Counts a success; one after retries gives back what the last of them cost.
    public mutating func succeeded(attempts: Int) {
        available = min(capacity, available + (attempts == 1 ? 1 : 5))
    }
}
