internal import ExtractionKit
internal import Foundation
internal import Synchronization

/// Works on documents, several at once, and hands over the results in the order of the documents.
struct DocumentBatch: Sendable {
    /// The paths, as the user wrote them.
    var paths: [String]
    /// How many documents are worked on at once.
    var jobs: Int
    /// What a document may cost.
    var limits: DocumentLimits

    init(_ options: PipelineOptions, limits: DocumentLimits) {
        paths = options.files
        jobs = options.jobs ?? ProcessInfo.processInfo.activeProcessorCount
        self.limits = limits
    }

    /// Runs the work on every document.
    ///
    /// A document that fails is named on stderr and the others go on. Ctrl-C ends the program and says what was done.
    ///
    /// - Parameters:
    ///   - work: Works on a document; the closure that it gets reports pages done, of how many.
    ///   - deliver: Takes a result, in the order of the paths; says whether all of the document could be read.
    /// - Throws: ``ExitStatus`` unless everything was done.
    func run<R: Sendable>(
        _ work: @escaping @Sendable (Document, @escaping @Sendable (Int, Int) -> Void) async throws -> R,
        deliver: @escaping @Sendable (String, R) throws -> Bool
    ) async throws {
        let tally = Mutex(Tally())
        let count = paths.count
        let interruption = Interruption { tally.withLock { "\($0.done) of \(count) documents done, \($0.failed) failed" } }
        defer { interruption.end() }
        try await withThrowingTaskGroup(of: (Int, Result<R, any Error>).self) { group in
            var waiting = paths.indices.makeIterator()
            func startNext() {
                guard let index = waiting.next() else { return }
                group.addTask { await (index, outcome(of: index, work)) }
            }
            for _ in 0..<jobs { startNext() }
            var ready: [Int: Result<R, any Error>] = [:]
            var next = 0
            while let (index, outcome) = try await group.next() {
                ready[index] = outcome
                while let outcome = ready.removeValue(forKey: next) {
                    try Console.delivering {
                        switch outcome {
                        case .success(let result):
                            Console.clearProgress()
                            let isComplete = try deliver(paths[next], result)
                            tally.withLock { $0.count(isComplete: isComplete) }
                        case .failure(let error):
                            let error = ExtractionError(wrapping: error)
                            Console.error("\(paths[next]): \(error.code): \(error.message)")
                            tally.withLock { $0.failed += 1 }
                        }
                    }
                    next += 1
                }
                startNext()
            }
        }
        Console.clearProgress()
        if let status = tally.withLock(\.status) { throw status }
    }

    private struct Tally {
        var done = 0
        var failed = 0
        var incomplete = 0

        mutating func count(isComplete: Bool) {
            done += 1
            if !isComplete { incomplete += 1 }
        }

        var status: ExitStatus? {
            if done == 0 { return .nothingDone }
            return failed > 0 || incomplete > 0 ? .someFailed : nil
        }
    }

    private func outcome<R: Sendable>(
        of index: Int, _ work: @Sendable (Document, @escaping @Sendable (Int, Int) -> Void) async throws -> R
    ) async -> Result<R, any Error> {
        do {
            let path = paths[index]
            var document = try Document(contentsOfFile: path == "-" ? "/dev/stdin" : path, limits: limits)
            document.password = PluginEnvironment(variables: ProcessInfo.processInfo.environment).secret("EXTRACT_PASSWORD")
            let title = "[\(index + 1)/\(paths.count)] \(document.filename)"
            Console.showProgress(title)
            return try await .success(work(document) { done, of in Console.showProgress("\(title): page \(done) of \(of)") })
        } catch {
            return .failure(error)
        }
    }
}
