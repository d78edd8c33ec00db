/// The pages of a document, each as soon as it is read, in the order in which they are ready.
public struct PageSequence: AsyncSequence, Sendable {
    /// The number of pages in the file.
    public let pageCount: Int
    /// The numbers of the pages that will come, ascending.
    public let selected: [Int]

    private let stream: AsyncThrowingStream<PageOutcome, any Error>

    /// Creates a sequence from a stream of outcomes.
    public init(pageCount: Int, selected: [Int], stream: AsyncThrowingStream<PageOutcome, any Error>) {
        self.pageCount = pageCount
        self.selected = selected
        self.stream = stream
    }

    /// Begins to wait for pages. A sequence can be iterated once.
    public func makeAsyncIterator() -> AsyncThrowingStream<PageOutcome, any Error>.Iterator { stream.makeAsyncIterator() }

    /// Reads pages, several at once, for the time of the closure.
    ///
    /// The one way in which readers in this package make a sequence: the work is a child of the caller's task, begins a new page when
    /// one is done, and is cancelled when the closure returns.
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
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await produce(selected, concurrency: concurrency, reading: read) { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            defer { group.cancelAll() }
            return try await body(PageSequence(pageCount: pageCount, selected: selected, stream: stream))
        }
    }

    private static func produce(
        _ selected: [Int], concurrency: Int, reading read: @escaping @Sendable (Int) async throws -> ReadPage,
        yield: @escaping @Sendable (PageOutcome) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: PageOutcome.self) { group in
            var waiting = selected.makeIterator()
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
                startNext()
            }
        }
    }
}
