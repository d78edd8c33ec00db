internal import ExtractionEngineSupport
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
    private let files: ThreadConfinedPool<Void>

    /// Creates a batch.
    ///
    /// - Parameter jobs: How many documents are worked on at once; `nil` for one for each processor.
    init(_ paths: [String], jobs: Int?, limits: DocumentLimits) {
        let jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        self.paths = paths
        self.jobs = jobs
        self.limits = limits
        files = ThreadConfinedPool(name: "files", threads: jobs) {}
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
        deliver: (String, R) throws -> Bool
    ) async throws {
        try await run(reportingPaths: { document, _, report in try await work(document, report) }, deliver: deliver)
    }

    /// Runs the work, which is also told the path of each document.
    func run<R: Sendable>(
        reportingPaths work: @escaping @Sendable (Document, String, @escaping @Sendable (Int, Int) -> Void) async throws -> R,
        deliver: (String, R) throws -> Bool
    ) async throws {
        let tally = Mutex(Tally())
        let count = paths.count
        let interruption = Interruption { tally.withLock { $0.summary(of: count) } }
        defer { interruption.end() }
        try await withThrowingTaskGroup(of: (Int, Result<R, any Error>).self) { group in
            var ready: [Int: Result<R, any Error>] = [:]
            var started = 0, delivered = 0
            // A slow document holds up the output of those behind it; only so many are worked on ahead of it.
            func startMore() {
                while started < count, started - delivered - ready.count < jobs, started - delivered < jobs * 8 {
                    let index = started
                    started += 1
                    group.addTask { await (index, outcome(of: index, work)) }
                }
            }
            startMore()
            while let (index, outcome) = try await group.next() {
                ready[index] = outcome
                while let outcome = ready.removeValue(forKey: delivered) {
                    try Console.delivering {
                        tally.withLock { $0.waiting = ready.count }
                        try settle(outcome, of: paths[delivered], tally, deliver)
                    }
                    delivered += 1
                }
                tally.withLock { $0.waiting = ready.count }
                startMore()
            }
        }
        Console.clearProgress()
        if let status = tally.withLock(\.status) { throw status }
    }

    private func settle<R>(
        _ outcome: Result<R, any Error>, of path: String, _ tally: borrowing Mutex<Tally>, _ deliver: (String, R) throws -> Bool
    ) throws {
        do {
            let result = try outcome.get()
            Console.clearProgress()
            let isComplete = try deliver(path, result)
            tally.withLock { $0.count(isComplete: isComplete) }
        } catch let error as ExtractionError where error.code == .outputFailed {
            throw error
        } catch {
            let error = ExtractionError(wrapping: error)
            Console.error(error.code, error.message, in: path)
            tally.withLock { $0.failed += 1 }
        }
    }

    private struct Tally {
        var done = 0
        var failed = 0
        var incomplete = 0
        /// Finished, but behind a document that isn't.
        var waiting = 0

        mutating func count(isComplete: Bool) {
            done += 1
            if !isComplete { incomplete += 1 }
        }

        var status: ExitStatus? {
            if done == 0 { return .nothingDone }
            return failed > 0 || incomplete > 0 ? .someFailed : nil
        }

        func summary(of count: Int) -> String {
            "\(done) of \(count) documents done, \(failed) failed"
                + (waiting > 0 ? ", \(waiting) finished behind a slower one and not written" : "")
        }
    }

    private func outcome<R: Sendable>(
        of index: Int, _ work: @Sendable (Document, String, @escaping @Sendable (Int, Int) -> Void) async throws -> R
    ) async -> Result<R, any Error> {
        do {
            var document = try await read(paths[index])
            document.password = PluginEnvironment(variables: ProcessInfo.processInfo.environment).secret("EXTRACT_PASSWORD")
            let title = "[\(index + 1)/\(paths.count)] \(document.filename)"
            Console.showProgress(title)
            return try await .success(work(document, paths[index]) { done, of in Console.showProgress("\(title): page \(done) of \(of)") })
        } catch {
            return .failure(error)
        }
    }

    /// Reads a file on a thread that may wait: a pipe can be slow, or have nobody at its other end.
    private func read(_ path: String) async throws -> Document {
        let limits = limits
        return try await files.run("Reading the file", deadline: .after(seconds: limits.secondsPerDocument)) { _, _ in
            path == "-"
                ? try Document(readingFrom: STDIN_FILENO, filename: "stdin", limits: limits)
                : try Document(contentsOfFile: path, limits: limits)
        }
    }
}
