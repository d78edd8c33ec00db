internal import ExtractionEvaluation
internal import Synchronization

/// Shows how far a benchmark is, on the terminal.
final class BenchProgress: Sendable {
    private let last = Mutex<Matrix.Progress?>(nil)

    func show(_ progress: Matrix.Progress) {
        last.withLock { $0 = progress }
        Console.showProgress("\(progress.work): \(progress.done) of \(progress.documents) \(progress.unit)")
    }

    /// Where it stood, for an interruption.
    var summary: String {
        last.withLock { $0.map { "\($0.work): \($0.done) of \($0.documents) \($0.unit) done" } ?? "nothing done" }
    }
}
