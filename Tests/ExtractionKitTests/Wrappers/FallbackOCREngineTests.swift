import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `A fallback engine` {
    private let second = CallLog()
    private let page: PrintedPage
    private var standIn: ClosureOCREngine { .printReader(PrintReading(id: "stand-in", log: second)) }

    init() throws { page = try PrintedPage("Net 90.00\nTotal 107.10") }

    @Test(arguments: [0.9, 0.2]) func `keeps the contract of an engine, whichever answers`(confidence: Double) async throws {
        let first = ClosureOCREngine.printReader(PrintReading(id: "first", confidence: confidence))
        try await OCREngineConformance(first.fallingBack(to: standIn), samples: [page.sample]).check()
    }

    @Test func `doesn't ask the second while the first will do`() async throws {
        let first = ClosureOCREngine.printReader(PrintReading(id: "first", confidence: 0.61))
        let text = try await first.fallingBack(to: standIn).recognize(page.request)
        #expect(second.count == 0)
        #expect(text.engine?.id == "first")
        #expect(text.warnings.isEmpty)
        #expect(text.usage == Usage(pages: 1, calls: 1))
    }

    @Test(arguments: [
        ExtractionError.Code.engineFailure, .missingResource, .tooLarge, .unsupportedFeature, .deadlineExceeded,
    ]) func `asks the second after an error that is listed, and says so`(code: ExtractionError.Code) async throws {
        let text = try await ClosureOCREngine.failing(with: code).fallingBack(to: standIn).recognize(page.request)
        #expect(text.plainText == "Net 90.00\nTotal 107.10")
        #expect(text.engine?.id == "stand-in")
        #expect(text.warnings.map(\.code) == ["engine_passed_over"])
        #expect(text.warnings.first?.message == "The engine 'closure' failed with \(code); 'stand-in' read the page.")
    }

    @Test func `doesn't ask the second after another error`() async throws {
        let engine = ClosureOCREngine.failing(with: .invalidRaster).fallingBack(to: standIn)
        let error = await #expect(throws: ExtractionError.self) { try await engine.recognize(page.request) }
        #expect(error?.code == .invalidRaster)
        #expect(error?.scope.plugin == "closure")
        #expect(second.count == 0)
    }

    @Test func `asks the second where the first is unsure, and pays for both`() async throws {
        let first = ClosureOCREngine.printReader(PrintReading(id: "first", confidence: 0.59))
        let text = try await first.fallingBack(to: standIn).recognize(page.request)
        #expect(text.engine?.id == "stand-in")
        #expect(text.usage == Usage(pages: 2, calls: 2))
        #expect(text.warnings.first?.message == "The engine 'first' was sure to 0.59 only, below 0.6; 'stand-in' read the page.")
    }

    @Test func `weighs a page's words by their characters`() throws {
        var text = PageText(monospaced: "I believe")
        text.lines[0].words[0].confidence = 0
        text.lines[0].words[1].confidence = 0.8
        #expect(abs((text.confidence ?? 0) - 0.7) < 1e-9)
        text.lines[0].words[0].confidence = nil
        #expect(text.confidence == 0.8)
        #expect(PageText(monospaced: "nothing stated").confidence == nil)
    }

    @Test func `asks the second where the first finds nothing on ink, but not on a blank page`() async throws {
        let engine = ClosureOCREngine.blank.fallingBack(to: standIn)
        #expect(try await engine.recognize(page.request).plainText == "Net 90.00\nTotal 107.10")
        let paid = second.count
        let blank = try await engine.recognize(PrintedPage("").request)
        #expect(blank.lines.isEmpty && blank.warnings.isEmpty)
        #expect(second.count == paid)
    }

    @Test func `gives the best reading when none will do, and says so`() async throws {
        let readings = [("a", 0.2), ("b", 0.5), ("c", 0.4)].map { ClosureOCREngine.printReader(PrintReading(id: $0.0, confidence: $0.1)) }
        let text = try await readings[0].fallingBack(to: readings[1]).fallingBack(to: readings[2]).recognize(page.request)
        #expect(text.engine?.id == "b")
        #expect(text.usage.calls == 3)
        let flat = try await FallbackOCREngine(readings[0], then: Array(readings[1...])).recognize(page.request)
        #expect(flat.engine?.id == "b")
        #expect(flat.warnings.map(\.code) == ["no_engine_satisfied"])
    }

    @Test func `keeps an unsure reading when the others fail, listed or not`() async throws {
        let first = ClosureOCREngine.printReader(PrintReading(id: "first", confidence: 0.3))
        for code in [ExtractionError.Code.engineFailure, .invalidRaster] {
            let text = try await first.fallingBack(to: .failing(with: code)).recognize(page.request)
            #expect(text.plainText == "Net 90.00\nTotal 107.10")
            #expect(text.warnings.map(\.code) == ["no_engine_satisfied"])
        }
    }

    @Test func `prefers a whole page to a partial one that is surer`() async throws {
        let partial = ClosureOCREngine(id: "partial") { _ in
            var text = PageText(monospaced: "Half")
            text.isPartial = true
            text.lines[0].words[0].confidence = 1
            return text
        }
        let unsure = ClosureOCREngine.printReader(PrintReading(id: "unsure", confidence: 0.1))
        #expect(try await partial.fallingBack(to: unsure).recognize(page.request).engine?.id == "unsure")
    }

    @Test func `fails with the first engine's error when all fail`() async throws {
        let engine = ClosureOCREngine.failing(with: .missingResource).fallingBack(to: .failing())
        let error = await #expect(throws: ExtractionError.self) { try await engine.recognize(page.request) }
        #expect(error?.code == .missingResource)
        #expect(error?.message.hasPrefix("None of 2 engines could read the page.") == true)
    }

    @Test func `leaves the second a part of the time, and gives it all that is left`() async throws {
        let log = CallLog()
        let first = ClosureOCREngine { request in
            log.add(request)
            throw ExtractionError(.engineFailure, "No.")
        }
        var request = page.request
        request.deadline = .after(.seconds(3_600))
        _ = try await first.fallingBack(to: standIn).recognize(request)
        let told = try #require(log.all.first?.deadline.remaining)
        #expect(told <= .seconds(1_620) && told > .seconds(1_000))
        #expect(second.all.first?.deadline == request.deadline)
    }

    @Test(.timeLimit(.minutes(30))) func `takes its time from an engine that hangs`() async throws {
        var request = page.request
        request.deadline = .after(.seconds(600))
        var policy = FallbackPolicy()
        policy.timeShare = 0
        let text = try await ClosureOCREngine.hanging.fallingBack(to: standIn, when: policy).recognize(request)
        #expect(text.engine?.id == "stand-in")
        #expect(text.warnings.first?.message.contains("deadline_exceeded") == true)
    }

    @Test(.timeLimit(.minutes(30))) func `ends the engine at work when it is cancelled`() async throws {
        let log = CallLog(), request = page.request, ended = CallLog()
        let slow = ClosureOCREngine { request in
            log.add(request)
            await Gate().wait()
            ended.add(request)
            throw CancellationError()
        }
        let engine = slow.fallingBack(to: standIn)
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: PageText.self) { group in
                group.addTask { try await engine.recognize(request) }
                await eventually { log.count == 1 }
                group.cancelAll()
                for try await _ in group {}
            }
        }
        #expect(ended.count == 1)
        #expect(second.count == 0)
    }

    @Test func `says who read a page in the document's record`() async throws {
        let reader = PageByPageReader(
            loader: MadeUpDocumentLoader(pages: [.scan]),
            ocr: ClosureOCREngine.failing().fallingBack(
                to: ClosureOCREngine(id: "other") { _ in
                    PageText(monospaced: "Word")
                }), dpi: 72)
        let file = Document(bytes: Array("%PDF-1.7".utf8), filename: "made-up.pdf")
        let pages = try await reader.withPages(of: ReadRequest(document: file)) { pages in
            try await pages.reduce(into: [PageOutcome]()) { $0.append($1) }
        }
        guard case .read(let read) = try #require(pages.first) else { return #expect(Bool(false), "The page should be read.") }
        #expect(read.engine?.id == "other")
        #expect(read.warnings.map(\.page) == [1])
    }

    @Test func `is another engine with another policy`() {
        let engine = ClosureOCREngine.blank
        #expect(engine.fallingBack(to: standIn).identity == engine.fallingBack(to: standIn).identity)
        #expect(
            engine.fallingBack(to: standIn).identity
                != engine.fallingBack(to: standIn, when: FallbackPolicy(confidenceBelow: 0.7)).identity)
        #expect(engine.fallingBack(to: standIn).identity != standIn.fallingBack(to: engine).identity)
    }
}

@Suite struct `What engines made of others can do` {
    @Test func `is what all of them can`() throws {
        let local = ClosureOCREngine(id: "local", languages: ["en", "de", "fr"], granularity: .word, concurrentPages: 4) { _ in
            PageText(lines: [])
        }
        let remote = ClosureOCREngine(
            id: "remote", languages: ["fr", "en"], granularity: .line, concurrentPages: 2, residency: .remote(host: "ocr.example")
        ) { _ in PageText(lines: []) }
        let expected = OCRCapabilities(
            languages: ["en", "fr"], granularity: .line, concurrentPages: 2, residency: .remote(host: "ocr.example"))
        #expect(local.fallingBack(to: remote).capabilities == expected)
        #expect(local.escalating(to: remote, below: 0.5).capabilities == expected)
        #expect(try VotingOCREngine.voting([local, remote]).capabilities == expected)
    }

    @Test func `is all languages where they have none in common, and names every host`() {
        func engine(_ languages: [String], _ host: String) -> ClosureOCREngine {
            ClosureOCREngine(languages: languages, residency: .remote(host: host)) { _ in PageText(lines: []) }
        }
        let both = engine(["ja"], "a.example").fallingBack(to: engine(["en", "de"], "b.example")).capabilities
        #expect(both.languages == ["ja", "en", "de"])
        #expect(both.residency == .remote(host: "a.example,b.example"))
        #expect(engine([], "a.example").fallingBack(to: engine(["en"], "a.example")).capabilities.languages == ["en"])
    }
}
