import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The suite for document loaders` {
    private func check(_ loader: some DocumentLoader) async throws {
        let sound = Document(bytes: Array("%PDF-1.7 sound".utf8), filename: "planted")
        let cut = Document(bytes: Array("%PDF-1.7".utf8), filename: "cut")
        try await DocumentLoaderConformance(
            loader, samples: [.init(sound, pageCount: 2)], damages: [.init(cut, throws: [.truncated])]
        ).check()
    }

    @Test func `passes a sound loader`() async throws { try await check(PlantedLoader(fault: nil)) }

    @Test(arguments: DocumentLoaderFault.allCases)
    func `names each fault`(fault: DocumentLoaderFault) async {
        await expect(fault) { try await check(PlantedLoader(fault: fault)) }
    }

    @Test func `asks its author for a sample`() async {
        await #expect(throws: ConformanceFailure.self) {
            try await DocumentLoaderConformance(PlantedLoader(fault: nil), samples: [], damages: []).check()
        }
    }
}

/// Opens two pages of text, with one fault.
private struct PlantedLoader: DocumentLoader {
    let fault: DocumentLoaderFault?
    private let openings = CallCounter()

    var identity: PluginIdentity { PluginIdentity(id: fault == .hasNoName ? "" : "planted", version: "1") }
    var mediaTypes: Set<MediaType> { fault == .opensNothing ? [] : fault == .hidesAMediaType ? [.png] : [.pdf] }

    init(fault: DocumentLoaderFault?) { self.fault = fault }

    func withDocument<R: Sendable>(_ request: LoadRequest, _ body: (any OpenDocument) async throws -> R) async throws -> R {
        if fault != .ignoresCancellation { try Task.checkCancellation() }
        if fault != .opensAfterTheDeadline { try request.deadline.check("The document") }
        if fault != .opensAnEmptyFile { try request.document.requireContent() }
        let type = request.document.mediaType
        if type != .pdf, fault != .opensAnUnknownKind, !(fault == .opensAnEmptyFile && request.document.bytes.isEmpty) {
            throw ExtractionError.unsupported(type, supported: mediaTypes)
        }
        if request.document.filename == "cut" {
            switch fault {
            case .opensADamagedFile: break
            case .misjudgesADamagedFile: throw ExtractionError(.corrupt, "It can't be parsed.")
            case .throwsItsOwnErrorForADamagedFile: throw ForeignError()
            default: throw ExtractionError(.truncated, "It ends early.")
            }
        }
        if fault == .throwsItsOwnError { throw ForeignError() }
        return try await body(PlantedOpenDocument(fault: fault, opening: openings.next()))
    }
}

private struct PlantedOpenDocument: OpenDocument {
    let fault: DocumentLoaderFault?
    let opening: Int
    private let calls = CallCounter()

    var pageCount: Int { fault == .miscounts ? 3 : 2 }
    var concurrentPages: Int { fault == .worksOnNoPages ? 0 : 2 }

    init(fault: DocumentLoaderFault?, opening: Int) {
        self.fault = fault
        self.opening = opening
    }

    func page(_ request: PageRequest) async throws -> Page {
        if !(fault == .givesPageZero && request.page == 0) { try check(request.page) }
        if fault != .parsesAfterTheDeadline { try request.deadline.check("The page") }
        if fault == .throwsItsOwnErrorForAPage, request.page == 2 { throw ForeignError() }
        return Page(
            number: fault == .pageOfAnotherNumber ? request.page - 1 : request.page,
            size: Size(width: 100, height: fault == .pageWithoutHeight ? 0 : 50), rotation: fault == .pageTurnedHalfway ? 45 : 0)
    }

    func textLayer(_ request: PageRequest) async throws -> TextLayer? {
        try check(request.page)
        if fault != .readsAfterTheDeadline { try request.deadline.check("The page") }
        if fault == .throwsItsOwnErrorForAText, request.page == 2 { throw ForeignError() }
        var word = TextWord(text: "Words", polygon: Polygon(Rect(x: 10, y: 10, width: 30, height: 10)))
        switch fault {
        case .changesItsText: word.text += "\(calls.next())"
        case .changesWhenOpenedAgain: word.text += "\(opening)"
        case .confidenceOf150Percent: word.confidence = 1.5
        case .wordBesideThePage: word.polygon = Polygon(Rect(x: 10, y: -30, width: 30, height: 10))
        case .wordWithABlank: word.text = "Two words"
        default: break
        }
        return TextLayer(text: PageText(lines: [TextLine(words: [word])]))
    }

    func raster(_ request: RasterRequest) async throws -> Raster {
        let isAllowed =
            fault == .drawsPageZero && request.page == 0 || fault == .drawsAPageBeyondTheEnd && request.page == 3
        if !isAllowed { try check(request.page) }
        if fault != .ignoresCancellation { try Task.checkCancellation() }
        if fault != .drawsAfterTheDeadline { try request.deadline.check("The page") }
        if fault == .throwsItsOwnErrorForARaster, request.page == 2 { throw ForeignError() }
        var ink: UInt8 = 0
        if fault == .drawsPagesIntoEachOther, await calls.meetsAnother() { ink = UInt8(truncatingIfNeeded: calls.next()) }
        if fault == .failsOnTwoPages, await calls.meetsAnother() { throw ExtractionError(.engineFailure, "One at a time.") }
        let width = Int((100 * request.dpi / 72).rounded())
        let height = Int(((fault == .rasterOfAnotherSize ? 25 : 50) * request.dpi / 72).rounded())
        var pixels = [UInt8](repeating: 255, count: width * height)
        pixels[0] = ink
        let map: PageTransform? =
            switch fault {
            case .rasterMovedAside: PageTransform.pixels(dpi: request.dpi).followed(by: PageTransform(a: 1, b: 0, c: 0, d: 1, tx: 5, ty: 0))
            case .rasterWithoutAWayBack: .scale(0)
            default: nil
            }
        return try Raster(width: width, height: height, pixels: pixels, dpi: request.dpi, toPage: map)
    }

    private func check(_ number: Int) throws {
        guard (1...pageCount).contains(number) else { throw ExtractionError(.pageOutOfRange, "There are \(pageCount) pages.") }
    }
}
