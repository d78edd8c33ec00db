import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The suite for OCR engines` {
    private let page = Page(number: 1, size: Size(width: 100, height: 50))

    private func check(_ engine: some OCREngine) async throws {
        var pixels = [UInt8](repeating: 255, count: 200 * 100)
        for index in 4_000..<5_000 { pixels[index] = 0 }
        let raster = try Raster(width: 200, height: 100, pixels: pixels, dpi: 144)
        let sample = OCREngineConformance.Sample(page: page, raster: raster, words: ["Total", "due", "12.50"])
        try await OCREngineConformance(engine, samples: [sample]).check()
    }

    @Test func `passes a sound engine`() async throws { try await check(.planted(nil)) }

    @Test func `passes an engine that places lines and says so`() async throws {
        try await check(.planted(.placesLinesOnly, granularity: .line))
    }

    @Test(arguments: OCREngineFault.allCases)
    func `names each fault`(fault: OCREngineFault) async {
        await expect(fault) { try await check(.planted(fault)) }
    }

    @Test func `asks its author for a sample`() async {
        await #expect(throws: ConformanceFailure.self) { try await OCREngineConformance(.planted(nil), samples: []).check() }
    }
}

extension OCREngine where Self == ClosureOCREngine {
    /// Reads the same three words on everything that isn't blank, with one fault.
    fileprivate static func planted(
        _ fault: OCREngineFault?, granularity: OCRCapabilities.Granularity = .word
    ) -> ClosureOCREngine {
        let calls = CallCounter()
        return ClosureOCREngine(
            id: fault == .hasNoName ? "" : "planted",
            languages: fault == .namesALanguageItsOwnWay ? ["en", "chi_sim"] : ["en", "zh-Hans"],
            granularity: granularity, concurrentPages: fault == .readsNoPages ? 0 : 4,
            residency: fault == .hidesItsHost ? .remote(host: "") : .local
        ) { try await PlantedReading(fault: fault, calls: calls, request: $0).text() }
    }
}

private struct PlantedReading {
    let fault: OCREngineFault?
    let calls: CallCounter
    let request: OCRRequest

    func text() async throws -> PageText {
        if Task.isCancelled {
            if fault == .renamesCancellation { throw ExtractionError(.engineFailure, "It was cancelled.") }
            if fault != .ignoresCancellation { throw CancellationError() }
        }
        if request.deadline.hasPassed {
            switch fault {
            case .ignoresTheDeadline: break
            case .failsAtTheDeadline: throw ExtractionError(.engineFailure, "It was late.")
            case .throwsItsOwnErrorAtTheDeadline: throw ForeignError()
            default: try request.deadline.check("The page")
            }
        }
        if fault == .throwsItsOwnErrorOnAPixel, request.raster.width == 1 { throw ForeignError() }
        var text = PageText(lines: [], usage: fault == .hasNoUsage ? Usage() : Usage(pages: 1, calls: 1))
        guard request.raster.inkCoverage > 0 || (fault == .readsABlankPage && request.raster.width > 1) else { return text }
        text.isPartial = fault == .stopsEarly
        text.lines = try await lines()
        return text
    }

    private func lines() async throws -> [TextLine] {
        var lines = [
            [("Total", Rect(x: 20, y: 20, width: 50, height: 10)), ("due", Rect(x: 80, y: 20, width: 30, height: 10))],
            [("12.50", Rect(x: 20, y: 40, width: 50, height: 10))],
        ]
        var confidence = 0.9
        var map = request.raster.toPage
        var size = 5.0
        switch fault {
        case .boxOffThePage: lines[1][0].1 = Rect(x: 160, y: 40, width: 50, height: 10)
        case .boxInPixels: lines[1][0].1 = Rect(x: 20, y: 2_000, width: 50, height: 10)
        case .confidenceOf150Percent: confidence = 1.5
        case .confidenceThatIsNoNumber: confidence = .nan
        case .wordWithABlank: lines[0][0].0 = "Total amount"
        case .typeWithoutSize: size = 0
        case .emptyLine: lines.append([])
        case .ignoresTheMap: map = .pixels(dpi: request.raster.dpi)
        case .missesAWord: lines[0].removeLast()
        case .readsBackwards: lines.reverse()
        case .changesItsMind: confidence -= Double(calls.next()) / 100
        case .placesLinesOnly: lines[0][1].1 = lines[0][0].1
        case .failsOnTwoPages: if await calls.meetsAnother() { throw ExtractionError(.engineFailure, "One at a time.") }
        case .mixesPagesUp: if await calls.meetsAnother() { map = .identity }
        case .throwsItsOwnError: throw ForeignError()
        case .failsOnASample: throw ExtractionError(.engineFailure, "It fails.")
        default: break
        }
        return lines.map { line in
            TextLine(
                words: line.map { text, box in
                    var polygon = map(box)
                    if fault == .cornerThatIsNoNumber { polygon.bottomLeft.y = .nan }
                    return TextWord(text: text, polygon: polygon, confidence: confidence, fontSize: size)
                })
        }
    }
}
