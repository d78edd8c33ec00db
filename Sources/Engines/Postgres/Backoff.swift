/// How long to wait between attempts to connect: twice as long each time, with a share of chance, so that many don't come at once.
struct Backoff: Sendable {
    /// The first wait.
    var first: Duration = .milliseconds(50)
    /// The longest.
    var longest: Duration = .seconds(2)

    /// The wait after an attempt.
    ///
    /// - Parameters:
    ///   - attempt: How many attempts failed, from 1.
    ///   - chance: A number from 0 to 1.
    func delay(after attempt: Int, chance: Double) -> Duration {
        let doubled = first * (1 << min(max(attempt - 1, 0), 20))
        return min(doubled, longest) * (0.5 + chance / 2)
    }
}
