import ExtractionTesting
import Testing

/// A fault to plant in a double. Its raw value is the sentence with which the suite must name it.
protocol PlantedFault: RawRepresentable<String>, CaseIterable, Sendable {}

/// Runs a suite on a double with a fault, and expects the fault's sentence among what it reports.
func expect(
    _ fault: some PlantedFault, from check: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) async {
    do {
        try await check()
        Issue.record("The suite finds nothing.", sourceLocation: sourceLocation)
    } catch let failure as ConformanceFailure {
        #expect(
            failure.violations.contains { $0.contains(fault.rawValue) }, "It says: \(failure.violations)", sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, "The suite should report everything as a ConformanceFailure.", sourceLocation: sourceLocation)
    }
}

/// An error that belongs to nobody.
struct ForeignError: Error {}
