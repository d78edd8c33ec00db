import ExtractionTesting
import Testing

@testable import ExtractionKit

@Suite struct `An escalating engine` {
    private let cheapLog = CallLog(), betterLog = CallLog()
    private let page: PrintedPage
    private let receipt = "Corner Shop\n\nTea 2.40\n\nBread 3.10\n\nTotal 5.50\n\nThank you"

    init() throws { page = try PrintedPage(receipt) }

    private var cheap: ClosureOCREngine {
        .printReader(PrintReading(id: "cheap", planted: ["Bread": ("Brcad", 0.3), "3.10": ("8.10", 0.4)], log: cheapLog))
    }
    private var better: ClosureOCREngine { .printReader(PrintReading(id: "better", confidence: 0.95, log: betterLog)) }

    @Test(arguments: EscalationPolicy.Unit.allCases) func `keeps the contract of an engine`(unit: EscalationPolicy.Unit) async throws {
        try await OCREngineConformance(cheap.escalating(to: better, below: 0.8, each: unit), samples: [page.sample]).check()
        let unsure = ClosureOCREngine.printReader(PrintReading(id: "unsure", confidence: 0.1))
        try await OCREngineConformance(unsure.escalating(to: better, below: 0.8, each: unit), samples: [page.sample]).check()
    }

    @Test func `sends only the line that is unsure, and puts it back where it stood`() async throws {
        let text = try await cheap.escalating(to: better, below: 0.8).recognize(page.request)
        #expect(text.plainText == "Corner Shop\nTea 2.40\nBread 3.10\nTotal 5.50\nThank you")
        let truth = try await better.recognize(page.request)
        #expect(text.words.map(\.polygon) == truth.words.map(\.polygon))
        #expect(text.words.map(\.confidence) == [0.9, 0.9, 0.9, 0.9, 0.95, 0.95, 0.9, 0.9, 0.9, 0.9])
        let sent = try #require(betterLog.all.first?.raster)
        // The line is 12 pixels high and 80 wide; the margin is half a line.
        #expect((sent.width, sent.height) == (92, 24))
        #expect(text.usage == Usage(pages: 2, calls: 2))
        #expect(text.engine == nil)
        #expect(text.warnings.map(\.code) == ["lines_escalated"])
        #expect(text.warnings.first?.message.hasPrefix("1 of 5 lines") == true)
    }

    @Test func `asks nobody when all lines are sure`() async throws {
        let text = try await cheap.escalating(to: better, below: 0.3).recognize(page.request)
        #expect(betterLog.count == 0)
        #expect(text.engine?.id == "cheap")
        #expect(text.warnings.isEmpty)
    }

    @Test func `sends lines that touch in one piece, and leaves the sure one between them alone`() async throws {
        let close = try PrintedPage("alpha\nbravo\ncharlie\ndelta")
        let cheap = ClosureOCREngine.printReader(
            PrintReading(
                id: "cheap", planted: ["alpha": ("olpha", 0.1), "charlie": ("choslie", 0.1), "bravo": ("Bravo", 1)], log: cheapLog))
        var policy = EscalationPolicy(confidenceBelow: 0.8)
        policy.margin = 1.6
        let text = try await EscalatingOCREngine(cheap, to: better, policy: policy).recognize(close.request)
        #expect(betterLog.count == 1)
        #expect(text.plainText == "alpha\nBravo\ncharlie\ndelta")
    }

    @Test func `sends the page where too much of it, or too many places, are unsure`() async throws {
        let unsure = ClosureOCREngine.printReader(PrintReading(id: "cheap", confidence: 0.4))
        var few = EscalationPolicy()
        few.regionLimit = 4
        let text = try await EscalatingOCREngine(unsure, to: better, policy: few).recognize(page.request)
        #expect(betterLog.all.map(\.raster.pixels.count) == [page.raster.pixels.count])
        #expect(text.engine?.id == "better")
        #expect(text.warnings.map(\.code) == ["page_escalated"])
        var small = EscalationPolicy()
        small.areaLimit = 0.001
        _ = try await EscalatingOCREngine(cheap, to: better, policy: small).recognize(page.request)
        #expect(betterLog.all.map(\.raster.pixels.count) == [page.raster.pixels.count, page.raster.pixels.count])
    }

    @Test func `sends a page on which the first finds nothing, unless it is blank`() async throws {
        let engine = ClosureOCREngine.blank.escalating(to: better, below: 0.8)
        #expect(try await engine.recognize(page.request).lines.count == 5)
        #expect(try await engine.recognize(PrintedPage("").request).lines.isEmpty)
        #expect(betterLog.count == 1)
    }

    @Test(arguments: EscalationPolicy.Unit.allCases)
    func `keeps the first reading where the better engine fails, and says so`(unit: EscalationPolicy.Unit) async throws {
        let unsure = ClosureOCREngine.printReader(PrintReading(id: "cheap", confidence: 0.4))
        let text = try await unsure.escalating(to: .failing(), below: 0.8, each: unit).recognize(page.request)
        #expect(text.plainText == receipt.split(separator: "\n").joined(separator: "\n"))
        #expect(text.engine?.id == "cheap")
        #expect(Set(text.warnings.map(\.code)) == ["escalation_failed"])
    }

    @Test func `keeps the first reading of a line where the better engine sees nothing, and pays for both`() async throws {
        let text = try await cheap.escalating(to: .blank, below: 0.8).recognize(page.request)
        #expect(text.plainText.contains("Brcad 8.10"))
        #expect(text.usage.calls == 2)
        #expect(text.warnings.map(\.code) == ["escalation_failed"])
    }

    @Test func `works with a better engine that only places lines`() async throws {
        let lines = ClosureOCREngine.printReader(PrintReading(id: "lines", granularity: .line))
        let text = try await cheap.escalating(to: lines, below: 0.8).recognize(page.request)
        #expect(text.lines.map(\.plainText)[2] == "Bread 3.10")
        #expect(text.lines[2].words.map(\.polygon.bounds) == Array(repeating: Rect(x: 10, y: 58, width: 40, height: 6), count: 2))
    }

    @Test(.timeLimit(.minutes(30))) func `ends both engines when it is cancelled, and leaves time to the better one`() async throws {
        let log = CallLog(), ended = CallLog()
        let slow = ClosureOCREngine { request in
            log.add(request)
            await Gate().wait()
            ended.add(request)
            throw CancellationError()
        }
        let engine = cheap.escalating(to: slow, below: 0.8)
        var request = page.request
        request.deadline = .after(.seconds(3_600))
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: PageText.self) { [request] group in
                group.addTask { try await engine.recognize(request) }
                await eventually { log.count == 1 }
                group.cancelAll()
                for try await _ in group {}
            }
        }
        #expect(ended.count == 1)
        let told = (cheapLog.all + log.all).compactMap(\.deadline.remaining)
        #expect(told.count == 2 && told[0] <= .seconds(1_620) && told[1] > .seconds(1_620))
    }

    @Test func `refuses no raster, however its map to the page is made`() async throws {
        for map in [PageTransform.scale(0), .scale(.nan), .scale(1e300), .scale(-1)] {
            let raster = try Raster(
                width: page.raster.width, height: page.raster.height, pixels: page.raster.pixels, dpi: 144, toPage: map)
            let text = try await cheap.escalating(to: better, below: 0.8).recognize(OCRRequest(page: page.page, raster: raster))
            #expect(text.lines.count == 5)
        }
    }
}

@Suite struct `A part of a raster` {
    @Test func `has the pixels under the rectangle, and lands where they did`() throws {
        let raster = try Raster(width: 4, height: 3, pixels: Array(0..<12), dpi: 36, toPage: .scale(2))
        let area = try #require(PixelArea(covering: Rect(minX: 0.5, minY: 1.2, maxX: 2.1, maxY: 9), in: raster))
        let part = try raster.cropped(to: area)
        #expect((part.width, part.height) == (3, 2))
        #expect(part.pixels == [4, 5, 6, 8, 9, 10])
        #expect(part.toPage(Point(x: 0, y: 0)) == Point(x: 0, y: 2))
    }

    @Test(arguments: [
        Rect(x: 4, y: 0, width: 2, height: 2), Rect(x: -3, y: 0, width: 3, height: 2), Rect(x: .nan, y: 0, width: 1, height: 1),
    ])
    func `doesn't exist off the raster`(rect: Rect) throws {
        let raster = try Raster(width: 4, height: 3, pixels: Array(0..<12), dpi: 36)
        #expect(PixelArea(covering: rect, in: raster) == nil)
    }
}
