import ExtractionTesting
import Testing

@testable import ExtractionKit

@Suite struct `A caching engine` {
    private let log = CallLog()
    private let store = InMemoryPageTextStore()

    private var engine: CachingOCREngine { ClosureOCREngine.printReader(PrintReading(log: log)).cached(in: store) }

    @Test func `keeps the contract of an engine`() async throws {
        try await OCREngineConformance(engine, samples: [PrintedPage("Net 90.00\nTotal 107.10").sample]).check()
    }

    @Test func `reads an image once, and gives it for nothing the second time`() async throws {
        let page = try PrintedPage("Total 107.10")
        let first = try await engine.recognize(page.request)
        let second = try await engine.recognize(page.request)
        #expect(log.count == 1)
        #expect(first.usage == Usage(pages: 1, calls: 1))
        #expect(second.usage == Usage())
        #expect(second.lines == first.lines)
    }

    @Test func `reads again for other pixels, resolutions, places, page sizes and settings`() async throws {
        let page = try PrintedPage("Total 107.10")
        let raster = page.raster
        func variant(dpi: Double = 144, toPage: PageTransform? = nil) throws -> Raster {
            try Raster(width: raster.width, height: raster.height, pixels: raster.pixels, dpi: dpi, toPage: toPage ?? raster.toPage)
        }
        _ = try await engine.recognize(page.request)
        _ = try await engine.recognize(PrintedPage("Total 107.18").request)
        _ = try await engine.recognize(OCRRequest(page: page.page, raster: variant(dpi: 150)))
        _ = try await engine.recognize(OCRRequest(page: page.page, raster: variant(toPage: .scale(1))))
        var larger = page.page
        larger.size.width += 1
        _ = try await engine.recognize(OCRRequest(page: larger, raster: raster))
        #expect(log.count == 5)
        let other = ClosureOCREngine.printReader(PrintReading(id: "other", log: log)).cached(in: store)
        _ = try await other.recognize(page.request)
        #expect(log.count == 6)
        _ = try await engine.recognize(page.request)
        #expect(log.count == 6)
    }

    @Test func `knows the image of one page on another, and names that page`() async throws {
        let log = log
        let engine = ClosureOCREngine { request in
            log.add(request)
            return PageText(
                lines: [],
                warnings: [Warning(code: "dim", message: "Dim.", page: request.page.number), Warning(code: "old", message: "Old.")])
        }.cached(in: store)
        _ = try await engine.recognize(PrintedPage("Terms", number: 2).request)
        let again = try await engine.recognize(PrintedPage("Terms", number: 9).request)
        #expect(log.count == 1)
        #expect(again.warnings.map(\.page) == [9, nil])
    }

    @Test(arguments: [true, false]) func `keeps neither partial pages nor errors`(isPartial: Bool) async throws {
        let log = log
        let engine = ClosureOCREngine { request in
            log.add(request)
            guard isPartial else { throw ExtractionError(.engineFailure, "No.") }
            return PageText(lines: [], isPartial: true)
        }.cached(in: store)
        for _ in 1...2 { _ = try? await engine.recognize(PrintedPage("Total").request) }
        #expect(log.count == 2)
    }

    @Test func `says that it was the store that failed`() async throws {
        let engine = ClosureOCREngine.blank.cached(in: FullStore())
        let error = await #expect(throws: ExtractionError.self) { try await engine.recognize(PrintedPage("Total").request) }
        #expect(error?.scope.stage == .storage)
    }

    @Test(.timeLimit(.minutes(30))) func `reads once for all who want the same at the same time`() async throws {
        let gate = Gate(), log = log
        let engine = ClosureOCREngine { request in
            log.add(request)
            await gate.wait()
            return PageText(monospaced: "Total")
        }.cached(in: store)
        let request = try PrintedPage("Total").request
        let texts = try await withThrowingTaskGroup(of: PageText.self) { group in
            for _ in 1...5 { group.addTask { try await engine.recognize(request) } }
            let key = PageTextKey(request, engine: engine.identity)
            await eventually { engine.waiterCount(for: key) == 4 }
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(log.count == 1)
        #expect(texts.map(\.plainText) == Array(repeating: "Total", count: 5))
    }
}

@Suite struct `Calls that are shared` {
    private typealias Calls = SharedCalls<String, Int>

    @Test(.timeLimit(.minutes(30))) func `pass to the next when the one who calls is cancelled`() async throws {
        let calls = Calls()
        try await withThrowingTaskGroup(of: Int.self) { group in
            await withThrowingTaskGroup(of: Void.self) { calling in
                calling.addTask {
                    _ = try await calls.value(for: "a", deadline: .never, sharing: { _ in false }) {
                        await Gate().wait()
                        throw CancellationError()
                    }
                }
                await eventually { calls.isUnderWay("a") }
                group.addTask { try await calls.value(for: "a", deadline: .never, sharing: { _ in true }) { 7 }.value }
                await eventually { calls.waiterCount(for: "a") == 1 }
                calling.cancelAll()
                await #expect(throws: CancellationError.self) { try await calling.waitForAll() }
            }
            let value = try await group.next()
            #expect(value == 7)
        }
        #expect(!calls.isUnderWay("a"))
    }

    @Test(.timeLimit(.minutes(30))) func `go on when one who waits is cancelled`() async throws {
        let calls = Calls(), gate = Gate()
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                try await calls.value(for: "a", deadline: .never, sharing: { _ in true }) {
                    await gate.wait()
                    return 7
                }.value
            }
            await eventually { calls.isUnderWay("a") }
            await #expect(throws: CancellationError.self) {
                try await withThrowingTaskGroup(of: Int.self) { waiting in
                    waiting.addTask { try await calls.value(for: "a", deadline: .never, sharing: { _ in true }) { 8 }.value }
                    await eventually { calls.waiterCount(for: "a") == 1 }
                    waiting.cancelAll()
                    for try await _ in waiting {}
                }
            }
            #expect(calls.waiterCount(for: "a") == 0)
            gate.open()
            let value = try await group.next()
            #expect(value == 7)
        }
    }

    @Test(.timeLimit(.minutes(30))) func `don't hold one who waits beyond its deadline`() async throws {
        let calls = Calls(), gate = Gate()
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                try await calls.value(for: "a", deadline: .never, sharing: { _ in true }) {
                    await gate.wait()
                    return 7
                }.value
            }
            await eventually { calls.isUnderWay("a") }
            let error = await #expect(throws: ExtractionError.self) {
                try await calls.value(for: "a", deadline: .after(.zero), sharing: { _ in true }) { 8 }
            }
            #expect(error?.code == .deadlineExceeded)
            gate.open()
            let value = try await group.next()
            #expect(value == 7)
        }
    }
}

@Suite struct `Pages' text in memory` {
    @Test func `is forgotten from the one asked for longest ago, when there are too many words`() async throws {
        let store = InMemoryPageTextStore(capacity: 9)
        let keys = try ["one", "two", "three", "four"].map {
            try PageTextKey(PrintedPage($0).request, engine: ClosureOCREngine.blank.identity)
        }
        let text = PageText(monospaced: "two words")
        for key in keys[..<3] { try await store.save(text, for: key) }
        _ = try await store.text(for: keys[0])
        try await store.save(text, for: keys[3])
        let kept = try await [store.text(for: keys[0]), store.text(for: keys[1]), store.text(for: keys[2]), store.text(for: keys[3])]
        #expect(kept.map { $0 != nil } == [true, false, true, true])
    }

    @Test func `leaves out a page above its capacity, and an older one under the same key`() async throws {
        let store = InMemoryPageTextStore(capacity: 3)
        let key = try PageTextKey(PrintedPage("one").request, engine: ClosureOCREngine.blank.identity)
        try await store.save(PageText(monospaced: "two words"), for: key)
        try await store.save(PageText(monospaced: "now three words"), for: key)
        #expect(try await store.text(for: key) == nil)
    }

    @Test func `has names for its keys that differ where the keys do`() throws {
        let page = try PrintedPage("Total")
        let key = PageTextKey(page.request, engine: ClosureOCREngine.blank.identity)
        var other = key
        other.engine.settings = "b"
        #expect(try key.digest().count == 64)
        #expect(try key.digest() != other.digest())
        #expect(try key.digest() == PageTextKey(PrintedPage("Total", number: 4).request, engine: key.engine).digest())
    }
}

private struct FullStore: PageTextStore {
    func text(for key: PageTextKey) async throws -> PageText? { nil }
    func save(_ text: PageText, for key: PageTextKey) async throws { throw ExtractionError(.engineFailure, "The disk is full.") }
}
