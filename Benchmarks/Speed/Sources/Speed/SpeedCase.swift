/// Work whose speed is measured.
struct SpeedCase: Sendable {
    /// What it is called on the command line and in the thresholds.
    let name: String
    /// What it does a number of in a second.
    let unit: String
    /// Whether its instructions are counted: not where that would only count another case's again.
    var countsInstructions = true
    /// Makes the inputs ready, outside of what is measured.
    let prepare: @Sendable (Inputs) async throws -> Workload

    /// Every case, in the order of a document's way through the system.
    static let all = loading + recognition + understanding + search + harness
}

/// Work on inputs that are ready.
struct Workload: Sendable {
    /// How many units one run does.
    let amount: Double
    /// Does it once.
    let run: @Sendable () async throws -> Void
}

/// Keeps the optimiser from leaving out work whose result nobody looks at.
@inline(never)
func keep<Result>(_ result: Result) {
    withExtendedLifetime(result) {}
}
