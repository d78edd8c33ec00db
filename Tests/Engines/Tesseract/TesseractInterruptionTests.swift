import ExtractionKit
import ExtractionTesseract
import ExtractionTesting
import Foundation
import Testing

@Suite struct `An interrupted recognition` {
    private let engine: TesseractOCREngine

    init() throws { engine = try .tesseract(handles: 2) }

    /// A page that takes Tesseract several seconds.
    private static let longPage = Result {
        var text = DrawnText(width: 2400, height: 2000)
        for row in 0..<18 {
            for column in 0..<5 { text.draw(row.isMultiple(of: 2) ? "INVOICE" : "48213", x: 60 + column * 460, y: 60 + row * 104) }
        }
        return try text.raster()
    }

    @Test func `isn't begun when its deadline has passed`() async throws {
        let (drawn, _) = DrawnText.invoice()
        let request = try OCRRequest(drawn.raster(), deadline: .after(seconds: 0))
        await expect(.deadlineExceeded) { try await engine.recognize(request) }
    }

    @Test func `gives what was read by its deadline, or says that nothing was`() async throws {
        let page = try Self.longPage.get()
        let clock = ContinuousClock()
        let whole = try await engine.recognize(OCRRequest(page))
        // Other tests run beside this one: the quickest time is nearest to what a page takes.
        var duration = Duration.seconds(60)
        for _ in 0..<3 {
            let started = clock.now
            _ = try await engine.recognize(OCRRequest(page))
            duration = min(duration, clock.now - started)
        }
        #expect(whole.words.count > 80)
        var interruptions = 0
        for share in [0.05, 0.2, 0.4, 0.6, 0.8] {
            do {
                let text = try await engine.recognize(OCRRequest(page, number: 3, deadline: .after(duration * share)))
                guard text.isPartial else { continue }
                #expect(!text.lines.isEmpty)
                #expect(text.words.count < whole.words.count)
                #expect(text.warnings.map(\.code) == ["recognition_stopped"])
                #expect(text.warnings.map(\.page) == [3])
                interruptions += 1
            } catch let error as ExtractionError {
                #expect(error.code == .deadlineExceeded)
                interruptions += 1
            }
        }
        #expect(interruptions > 0)
        // The handles are as good as before.
        #expect(try await engine.recognize(OCRRequest(page)) == whole)
    }

    @Test func `ends when its task is cancelled, and its handle is as good as before`() async throws {
        let page = try Self.longPage.get()
        let whole = try await engine.recognize(OCRRequest(page))
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await engine.recognize(OCRRequest(page)) }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        #expect(try await engine.recognize(OCRRequest(page)) == whole)
    }
}

@Suite struct `Pages that are read at once` {
    @Test func `read as they do one by one, in any order`() async throws {
        let words = ["INVOICE", "TOTAL", "48213", "DEPOSIT", "RECEIVED", "5123"]
        let pages = try (0..<8).map { number in
            var text = DrawnText(width: 1100, height: 300)
            text.draw(words[number % words.count], x: 60, y: 60)
            text.draw(words[(number * 5 + 2) % words.count], x: 560, y: 60)
            text.draw(words[(number + 3) % words.count], x: 60, y: 180)
            return try text.raster()
        }
        let one = try TesseractOCREngine.tesseract(handles: 1), four = try TesseractOCREngine.tesseract(handles: 4)
        var alone: [PageText] = []
        for page in pages { alone.append(try await one.recognize(OCRRequest(page))) }
        let together = try await withThrowingTaskGroup(of: (Int, PageText).self) { group in
            for (index, page) in pages.enumerated().reversed() { group.addTask { (index, try await four.recognize(OCRRequest(page))) } }
            return try await group.reduce(into: [Int: PageText]()) { $0[$1.0] = $1.1 }
        }
        #expect(alone.allSatisfy { $0.words.count == 3 })
        for (index, text) in alone.enumerated() { #expect(together[index] == text) }
    }
}

@Suite struct `A process that ends` {
    @Test func `prints nothing of the handles that are still alive`() async throws {
        let result = try await #require(processExitsWith: .success, observing: [\.standardErrorContent]) {
            let engine = try TesseractOCREngine.tesseract(handles: 2)
            let (drawn, _) = DrawnText.invoice()
            let text = try await engine.recognize(OCRRequest(drawn.raster()))
            withExtendedLifetime(engine) { exit(text.lines.count == 2 ? 0 : 1) }
        }
        #expect(!String(decoding: result.standardErrorContent, as: UTF8.self).contains("LEAK"))
    }
}
