import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `A degrading document loader` {
    private let loader = SmallPageLoader()
    private let document = Document(bytes: Array("%PDF-1.7".utf8), filename: "made-up.pdf")

    @Test(arguments: DegradationTrack.all)
    func `keeps the contract of its role`(track: DegradationTrack) async throws {
        try await DocumentLoaderConformance(
            DegradingDocumentLoader(loader, track: track), samples: [DocumentLoaderConformance.Sample(document, pageCount: 2)],
            damages: [DocumentLoaderConformance.Damage(Document(bytes: [], filename: "empty"), throws: [.emptyDocument])]
        ).check()
    }

    @Test func `hides text layers on every track`() async throws {
        for track in DegradationTrack.all {
            try await open(track) { open in
                let layer = try await open.textLayer(PageRequest(page: 1))
                #expect(layer == nil)
            }
        }
    }

    @Test func `leaves clean pages as they are, and gives each page its own noise`() async throws {
        let clean = try await pixels(.clean, page: 1)
        #expect(try await clean == pixels(.clean, page: 2))
        let noisy = try await pixels(.noise, page: 1)
        #expect(noisy != clean)
        #expect(try await noisy == pixels(.noise, page: 1))
        #expect(try await noisy != pixels(.noise, page: 2))
        let other = Document(bytes: Array("%PDF-1.6".utf8), filename: "other.pdf")
        #expect(try await noisy != pixels(.noise, page: 1, of: other))
    }

    @Test func `is another plugin for each track`() throws {
        let identities = try DegradationTrack.all.map { try DegradingDocumentLoader(loader, track: $0).identity }
        #expect(Set(identities).count == DegradationTrack.all.count)
        var seeded = DegradationTrack.noise
        seeded.seed = 2
        #expect(try DegradingDocumentLoader(loader, track: seeded).identity != DegradingDocumentLoader(loader, track: .noise).identity)
    }

    @Test func `refuses what can't be done, and tracks that have no name`() throws {
        #expect(throws: ExtractionError.self) {
            try DegradingDocumentLoader(loader, track: DegradationTrack(name: "t", degradations: [.blur(sigma: -1)]))
        }
        let error = #expect(throws: ExtractionError.self) { try DegradationTrack(named: "skwe") }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("dpi100") == true)
        for track in DegradationTrack.all { #expect(try DegradationTrack(named: track.name) == track) }
    }

    @Test func `refuses a skewed page above the limit`() async throws {
        var request = LoadRequest(document: document)
        request.limits.pixels = 60 * 80
        let error = await #expect(throws: ExtractionError.self) {
            try await DegradingDocumentLoader(loader, track: .skew).withDocument(request) { open in
                _ = try await open.raster(RasterRequest(page: 1, dpi: 72))
            }
        }
        #expect(error?.code == .tooLarge)
    }

    /// What an engine finds in a skewed raster lands where it stands: the pipeline's text has the places of the page.
    @Test func `runs a pipeline on a track`() async throws {
        let reader = try PageByPageReader(
            loader: DegradingDocumentLoader(loader, track: .skew), ocr: InkEngine(), dpi: 216)
        let pages = try await reader.withPages(of: ReadRequest(document: document)) { pages in
            var read: [ReadPage] = []
            for try await outcome in pages { if case .read(let page) = outcome { read.append(page) } }
            return read
        }
        #expect(pages.count == 2)
        for page in pages {
            #expect(page.route.method == .ocr)
            let box = try #require(page.layout.words.first?.polygon.bounds)
            #expect(abs(box.midX - SmallPageLoader.ink.midX) < 0.5 && abs(box.midY - SmallPageLoader.ink.midY) < 0.5)
        }
    }

    private func open(_ track: DegradationTrack, _ body: (any OpenDocument) async throws -> Void) async throws {
        try await DegradingDocumentLoader(loader, track: track).withDocument(LoadRequest(document: document), body)
    }

    private func pixels(_ track: DegradationTrack, page: Int, of other: Document? = nil) async throws -> [UInt8] {
        try await DegradingDocumentLoader(loader, track: track).withDocument(LoadRequest(document: other ?? document)) { open in
            try await open.raster(RasterRequest(page: page, dpi: 150)).pixels
        }
    }
}

/// Two pages of 60 by 80 points with text and the same rectangle of ink, so that tests stay quick.
private struct SmallPageLoader: DocumentLoader {
    static let ink = Rect(x: 40, y: 10, width: 9, height: 6)
    let identity = PluginIdentity(id: "small", version: "1")
    let mediaTypes: Set<MediaType> = [.pdf]

    func withDocument<R: Sendable>(_ request: LoadRequest, _ body: (any OpenDocument) async throws -> R) async throws -> R {
        try request.check(mediaTypes: mediaTypes)
        return try await body(SmallDocument())
    }
}

private struct SmallDocument: OpenDocument {
    let pageCount = 2
    let concurrentPages = 2

    func page(_ request: PageRequest) async throws -> Page {
        guard (1...pageCount).contains(request.page) else { throw ExtractionError(.pageOutOfRange, "There are 2 pages.") }
        return Page(number: request.page, size: Size(width: 60, height: 80))
    }

    func textLayer(_ request: PageRequest) async throws -> TextLayer? { TextLayer(text: PageText(monospaced: "good text", pitch: 1)) }

    func raster(_ request: RasterRequest) async throws -> Raster {
        _ = try await page(PageRequest(page: request.page))
        try Task.checkCancellation()
        try request.deadline.check("Drawing the page")
        let scale = request.dpi / 72, ink = SmallPageLoader.ink
        let width = Int((60 * scale).rounded()), height = Int((80 * scale).rounded())
        let pixels: [UInt8] = (0..<(width * height)).map { index in
            ink.contains(Point(x: (Double(index % width) + 0.5) / scale, y: (Double(index / width) + 0.5) / scale)) ? 0 : 255
        }
        return try Raster(width: width, height: height, pixels: pixels, dpi: request.dpi)
    }
}

/// An engine that reads the word `ink` at the middle of what is dark.
private struct InkEngine: OCREngine {
    let identity = PluginIdentity(id: "ink", version: "1")
    let capabilities = OCRCapabilities(languages: [], granularity: .word, concurrentPages: 1, residency: .local)

    func recognize(_ request: OCRRequest) async throws -> PageText {
        let raster = request.raster
        var sum = 0.0, x = 0.0, y = 0.0
        for (index, pixel) in raster.pixels.enumerated() where pixel < 128 {
            sum += 1
            x += Double(index % raster.width) + 0.5
            y += Double(index / raster.width) + 0.5
        }
        guard sum > 0 else { return PageText(lines: []) }
        let box = Rect(x: x / sum - 2, y: y / sum - 2, width: 4, height: 4)
        return PageText(lines: [TextLine(words: [TextWord(text: "ink", polygon: raster.toPage(box))])])
    }
}
