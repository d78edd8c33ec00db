/// How many times as long some work takes as other work, in one process.
///
/// On four times the input, 4 is in proportion and 16 is by the square. What else the machine does can only add time, so both are done in turn and
/// the least time of each counts; no run is made that isn't needed to come below the limit.
///
/// - Parameters:
///   - limit: The ratio below which no further run is made.
///   - runs: How often each is done at most.
///   - work: What is measured.
///   - other: What it is compared with.
package func timesAsLong(
    below limit: Double, runs: Int = 5, _ work: () async throws -> Void, as other: () async throws -> Void
) async rethrows -> Double {
    let clock = ContinuousClock()
    var least = (work: Duration?.none, other: Duration?.none)
    var ratio = Double.infinity
    for _ in 0..<runs where ratio >= limit {
        let otherTime = try await clock.measure { try await other() }
        let workTime = try await clock.measure { try await work() }
        least = (min(least.work ?? workTime, workTime), min(least.other ?? otherTime, otherTime))
        if let work = least.work, let other = least.other { ratio = work / other }
    }
    return ratio
}
