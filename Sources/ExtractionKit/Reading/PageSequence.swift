/// The pages of a document, each as soon as it is read, in the order in which they are ready.
public struct PageSequence: AsyncSequence, Sendable {
    /// The number of pages in the file.
    public let pageCount: Int
    /// The numbers of the pages that will come, ascending.
    public let selected: [Int]

    private let stream: AsyncThrowingStream<PageOutcome, any Error>
    /// Tells whoever reads that a page has been taken.
    private let taken: @Sendable () -> Void

    /// Creates a sequence from a stream of outcomes.
    public init(pageCount: Int, selected: [Int], stream: AsyncThrowingStream<PageOutcome, any Error>) {
        self.init(pageCount: pageCount, selected: selected, stream: stream, taken: {})
    }

    private init(
        pageCount: Int, selected: [Int], stream: AsyncThrowingStream<PageOutcome, any Error>, taken: @escaping @Sendable () -> Void
    ) {
        self.pageCount = pageCount
        self.selected = selected
        self.stream = stream
        self.taken = taken
    }

    /// Begins to wait for pages. A sequence can be iterated once.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: stream.makeAsyncIterator(), taken: taken) }

    /// Waits for the pages, one at a time.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var pages: AsyncThrowingStream<PageOutcome, any Error>.Iterator
        fileprivate let taken: @Sendable () -> Void

        /// The next page that is ready; `nil` after the last.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> PageOutcome? {
            guard let page = try await pages.next(isolation: actor) else { return nil }
            taken()
            return page
        }
    }

    /// Reads pages, several at once, for the time of the closure.
    ///
    /// The one way in which readers in this package make a sequence: the work is a child of the caller's task, begins a new page when
    /// one is done, and is cancelled when the closure returns. Pages that nobody takes hold up the next ones, so that no more than twice
    /// `concurrency` are in memory, however long the document.
    ///
    /// - Parameters:
    ///   - pageCount: The number of pages in the file.
    ///   - selected: The pages to read.
    ///   - concurrency: How many are read at once, at least 1.
    ///   - read: Reads a page. What it throws becomes the page's failure; cancellation ends the sequence.
    ///   - body: Uses the pages.
    public static func withPages<R: Sendable>(
        pageCount: Int, selected: [Int], concurrency: Int,
        reading read: @escaping @Sendable (Int) async throws -> ReadPage,
        _ body: (PageSequence) async throws -> R
    ) async throws -> R {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: PageOutcome.self)
        let (taken, taking) = AsyncStream.makeStream(of: Void.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await produce(selected, concurrency: concurrency, taken: taken, reading: read) { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            defer { group.cancelAll() }
            return try await body(
                PageSequence(pageCount: pageCount, selected: selected, stream: stream, taken: { taking.yield() }))
        }
    }

    private static func produce(
        _ selected: [Int], concurrency: Int, taken: AsyncStream<Void>, reading read: @escaping @Sendable (Int) async throws -> ReadPage,
        yield: @escaping @Sendable (PageOutcome) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: PageOutcome.self) { group in
            var waiting = selected.makeIterator(), taken = taken.makeAsyncIterator()
            var notTaken = 0
            func startNext() {
                guard let number = waiting.next() else { return }
                group.addTask {
                    do {
                        return try await .read(read(number))
                    } catch let error as CancellationError where Task.isCancelled {
                        throw error
                    } catch {
                        return .failed(page: number, ExtractionError(wrapping: error).scoped(page: number))
                    }
                }
            }
            for _ in 0..<Swift.max(1, concurrency) { startNext() }
            while let outcome = try await group.next() {
                try Task.checkCancellation()
                yield(outcome)
                notTaken += 1
                while notTaken > Swift.max(1, concurrency) {
                    // It ends only when the work is cancelled.
                    guard await taken.next() != nil else { throw CancellationError() }
                    notTaken -= 1
                }
                startNext()
            }
        }
    }
}
