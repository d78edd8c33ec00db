internal import ExtractionEvaluation
internal import Foundation

/// What was measured of a case.
struct SpeedRow: Encodable {
    var name: String
    var unit: String
    /// Units a second of wall time, at the median.
    var unitsPerSecond: Double
    /// The wall time of a run in seconds: the median, and what nineteen of twenty don't exceed.
    var median: Double
    var p95: Double
    /// The median time of all processors in a run, in seconds.
    var processorSeconds: Double
    /// The median of the runs' times over those of the calibration loops before them.
    var ratio: Double
    var runs: Int

    init(_ speedCase: SpeedCase, _ workload: Workload, _ samples: [Sample]) {
        func quantile(_ share: Double, _ values: [Double]) -> Double { percentile(share, of: values) ?? .nan }
        name = speedCase.name
        unit = speedCase.unit
        median = quantile(0.5, samples.map(\.seconds))
        p95 = quantile(0.95, samples.map(\.seconds))
        processorSeconds = quantile(0.5, samples.map(\.processorSeconds))
        ratio = quantile(0.5, samples.map(\.ratio))
        unitsPerSecond = workload.amount / median
        runs = samples.count
    }

    static let heading = """
        | case | per second | median ms | p95 ms | CPU ms | x calibration | runs |
        |---|--:|--:|--:|--:|--:|--:|
        """

    var markdown: String {
        func digits(_ value: Double) -> String { String(format: value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value) }
        let cells = [median * 1_000, p95 * 1_000, processorSeconds * 1_000, ratio].map(digits)
        return "| \(name) | \(digits(unitsPerSecond)) \(unit) | \(cells.joined(separator: " | ")) | \(runs) |"
    }
}
