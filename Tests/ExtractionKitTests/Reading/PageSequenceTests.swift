import ExtractionKit
import ExtractionTesting
import Synchronization
import Testing

@Suite struct `A sequence of pages` {
    @Test(arguments: [1, 2, 4]) func `reads no further ahead of whoever takes its pages than twice what it reads at once`(concurrency: Int)
        async throws
    {
        let pages = Mutex((started: 0, taken: 0, ahead: 0))
        let numbers = try await PageSequence.withPages(
            pageCount: 200, selected: Array(1...200), concurrency: concurrency,
            reading: { number in
                pages.withLock {
                    $0.started += 1
                    $0.ahead = max($0.ahead, $0.started - $0.taken)
                }
                return ReadPage(
                    page: Page(number: number, size: Size(width: 1, height: 1)),
                    route: PageRoute(method: .blank, reason: .noInk, signals: RoutingSignals()), layout: .empty)
            },
            { sequence in
                var numbers: [Int] = []
                for try await outcome in sequence {
                    numbers.append(outcome.number)
                    pages.withLock { $0.taken += 1 }
                    for _ in 0..<200 { await Task.yield() }
                }
                return numbers
            })
        #expect(numbers.sorted() == Array(1...200))
        #expect(pages.withLock(\.ahead) <= 2 * concurrency + 1)
    }
}
