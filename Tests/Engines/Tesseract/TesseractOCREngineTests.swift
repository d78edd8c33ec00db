import ExtractionKit
import ExtractionTesseract
import ExtractionTesting
import Testing

@Suite struct `A Tesseract engine` {
    private let engine: TesseractOCREngine

    init() throws { engine = try .tesseract(handles: 1) }

    @Test func `keeps the contract of an OCR engine`() async throws {
        let (drawn, _) = DrawnText.invoice()
        let request = try OCRRequest(drawn.raster(dpi: 72))
        let sample = OCREngineConformance.Sample(
            page: request.page, raster: request.raster, words: ["INVOICE", "48213", "TOTAL", "DUE", "825"])
        try await OCREngineConformance(engine, samples: [sample]).check()
    }

    @Test func `reads words in order, each where it was drawn`() async throws {
        let (drawn, expected) = DrawnText.invoice()
        let text = try await engine.recognize(OCRRequest(drawn.raster(dpi: 72)))
        #expect(text.plainText == "INVOICE 48213\nTOTAL DUE 825")
        #expect(text.lines.map(\.words.count) == [2, 3])
        #expect(!text.isPartial)
        #expect(text.warnings.isEmpty)
        #expect(text.usage == Usage(pages: 1, calls: 1))
        for (word, (_, rect)) in zip(text.words, expected) {
            #expect(word.polygon.bounds.isClose(to: rect, within: 6), "\(word.text)")
            let confidence = try #require(word.confidence)
            #expect(confidence > 0.3 && confidence <= 1)
        }
    }

    @Test func `reports boxes and sizes in the page's points, whatever the raster's own map`() async throws {
        let (drawn, expected) = DrawnText.invoice()
        let half = try await engine.recognize(OCRRequest(drawn.raster(dpi: 144)))
        let moved = PageTransform(a: 0.25, b: 0, c: 0, d: 0.25, tx: 30, ty: -10)
        let quarter = try await engine.recognize(OCRRequest(drawn.raster(dpi: 144, toPage: moved)))
        #expect(half.plainText == quarter.plainText)
        #expect(half.words.count == expected.count)
        for (word, (_, rect)) in zip(half.words, expected) {
            #expect(word.polygon.bounds.isClose(to: PageTransform.scale(0.5)(rect).bounds, within: 3))
        }
        for (word, (_, rect)) in zip(quarter.words, expected) {
            #expect(word.polygon.bounds.isClose(to: moved(rect).bounds, within: 1.5))
        }
        let sizes = try #require(half.words.first?.fontSize).rounded()
        #expect((20...60).contains(sizes))
        #expect(quarter.words.first?.fontSize?.rounded() == (sizes / 2).rounded())
    }

    @Test func `keeps the corners of text on its side in reading order`() async throws {
        let (drawn, expected) = DrawnText.invoice()
        let text = try await engine.recognize(OCRRequest(drawn.turned().raster(dpi: 72)))
        let index = try #require(text.words.firstIndex { $0.text == "48213" })
        let polygon = text.words[index].polygon, rect = expected[1].1, height = Double(drawn.height)
        // Turned clockwise, what was the top is at the right, and the text runs down.
        #expect(
            polygon.bounds.isClose(
                to: Rect(minX: height - rect.maxY, minY: rect.minX, maxX: height - rect.minY, maxY: rect.maxX), within: 8))
        #expect(polygon.topLeft.x > polygon.bottomLeft.x)
        #expect(polygon.topLeft.y < polygon.topRight.y)
    }

    @Test func `finds no lines on a blank page`() async throws {
        let text = try await engine.recognize(OCRRequest(DrawnText(width: 400, height: 600).raster()))
        #expect(text == PageText(lines: [], usage: Usage(pages: 1, calls: 1), preparation: []))
    }

    @Test(arguments: [(2, 50), (50, 2), (1, 1)])
    func `says that an image is too small for text`(width: Int, height: Int) async throws {
        let raster = try Raster(width: width, height: height, pixels: Array(repeating: 0, count: width * height), dpi: 300)
        let text = try await engine.recognize(OCRRequest(raster, number: 7))
        #expect(text.lines.isEmpty)
        #expect(text.warnings.map(\.code) == ["image_too_small"])
        #expect(text.warnings.map(\.page) == [7])
    }

    @Test(arguments: [(3, 3), (3, 2000), (2000, 3), (32_767, 4)])
    func `survives images of odd shapes`(width: Int, height: Int) async throws {
        let pixels = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 &* 97) }
        let text = try await engine.recognize(OCRRequest(Raster(width: width, height: height, pixels: pixels, dpi: 1e-9)))
        #expect(text.lines.allSatisfy { !$0.words.isEmpty })
    }

    @Test(arguments: [(32_768, 4), (4, 32_768)])
    func `refuses an image with a side that is too long`(width: Int, height: Int) async throws {
        let raster = try Raster(width: width, height: height, pixels: Array(repeating: 255, count: width * height), dpi: 300)
        await expect(.tooLarge) { try await engine.recognize(OCRRequest(raster)) }
    }

    @Test func `has the same identity for the same results, whatever the speed`() throws {
        let other = try TesseractOCREngine.tesseract(languages: ["en"], handles: 3)
        let sparse = try TesseractOCREngine.tesseract(pageSegmentation: .sparseText)
        #expect(engine.identity == other.identity)
        #expect(engine.identity != sparse.identity)
        #expect(engine.identity.version.first == "5")
        #expect(other.capabilities == OCRCapabilities(languages: ["en"], granularity: .word, concurrentPages: 3, residency: .local))
    }
}

extension Rect {
    func isClose(to other: Rect, within distance: Double) -> Bool {
        [minX - other.minX, minY - other.minY, maxX - other.maxX, maxY - other.maxY].allSatisfy { abs($0) <= distance }
    }
}

/// Expects an error of this package with a code, and words in its message.
func expect(_ code: ExtractionError.Code, saying words: String = "", _ body: () async throws -> some Any) async {
    let error = await #expect(throws: ExtractionError.self) { _ = try await body() }
    #expect(error?.code == code)
    #expect(error?.message.contains(words) == true || words.isEmpty, "\(error?.message ?? "no error")")
}

@Suite struct `A page that Tesseract is given as it lies` {
    private let engine: TesseractOCREngine

    init() throws { engine = try .tesseract(handles: 1) }

    /// Enough text that what it reads like says something.
    private static func page() -> (text: DrawnText, words: [(String, Rect)]) {
        var text = DrawnText(width: 1_600, height: 800)
        let words = [
            ("INVOICE", 80, 80), ("48213", 700, 80), ("TOTAL", 80, 240), ("DUE", 450, 240), ("825", 700, 240), ("RECEIVED", 80, 400),
            ("IN", 600, 400), ("TREASURY", 800, 400), ("DEPOSIT", 80, 560), ("BALANCE", 600, 560),
        ].map { ($0.0, text.draw($0.0, x: $0.1, y: $0.2)) }
        return (text, words)
    }

    @Test(arguments: 0..<4)
    func `reads whichever way up, each word where it stands`(quarters: Int) async throws {
        let (drawn, expected) = Self.page()
        let turned = (0..<quarters).reduce(drawn) { text, _ in text.turned() }
        let text = try await engine.recognize(OCRRequest(turned.raster(dpi: 72)))
        let found = Dictionary(text.words.map { ($0.text, $0.polygon) }, uniquingKeysWith: { first, _ in first })
        var (width, height) = (Double(drawn.width), Double(drawn.height))
        var places = expected
        for _ in 0..<quarters {
            places = places.map { ($0.0, Rect(minX: height - $0.1.maxY, minY: $0.1.minX, maxX: height - $0.1.minY, maxY: $0.1.maxX)) }
            (width, height) = (height, width)
        }
        for (word, rect) in places where ["INVOICE", "TOTAL", "DEPOSIT"].contains(word) {
            let polygon = try #require(found[word], "\(quarters) quarters: \(text.plainText)")
            #expect(polygon.bounds.isClose(to: rect, within: 10), "\(word) after \(quarters) quarters")
            // The text's own top left: first of its reading order on the page as it lies.
            let corner = [(rect.minX, rect.minY), (rect.maxX, rect.minY), (rect.maxX, rect.maxY), (rect.minX, rect.maxY)][quarters]
            #expect(abs(polygon.topLeft.x - corner.0) <= 10 && abs(polygon.topLeft.y - corner.1) <= 10)
        }
        let isTurned = text.preparation?.contains { $0.kind == .turned } == true
        #expect(quarters != 0 || !isTurned)
        #expect(quarters != 2 || isTurned)
    }

    @Test func `is read as it is where preparation is off`() async throws {
        let engine = try TesseractOCREngine(.init(preparation: .off, handles: 1))
        let (drawn, _) = DrawnText.invoice()
        let text = try await engine.recognize(OCRRequest(drawn.turned().turned().raster(dpi: 72)))
        #expect(text.preparation == [])
        #expect(!text.plainText.contains("INVOICE"))
        #expect(engine.identity != self.engine.identity)
    }

    @Test func `is scaled to where letters read best, and says so`() async throws {
        var text = DrawnText(width: 3_000, height: 1_600)
        let rect = text.draw("INVOICE", x: 80, y: 100)
        for row in 1..<8 { text.draw("DEPOSIT RECEIVED".replacing(" ", with: "0"), x: 80, y: 100 + row * 150) }
        let read = try await engine.recognize(OCRRequest(text.raster(dpi: 72)))
        let step = try #require(read.preparation?.first)
        #expect(step.kind == .scaled)
        #expect(step.amount.map { $0 < 0.6 && $0 > 0.3 } == true)
        let word = try #require(read.words.first { $0.text == "INVOICE" })
        #expect(word.polygon.bounds.isClose(to: rect, within: 8))
    }

    @Test func `is inverted where its letters are light`() async throws {
        let (drawn, expected) = Self.page()
        let dark = try drawn.raster(dpi: 72)
        let light = try Raster(width: dark.width, height: dark.height, pixels: dark.pixels.map { 255 - $0 }, dpi: 72)
        let read = try await engine.recognize(OCRRequest(light))
        #expect(read.preparation?.contains { $0.kind == .inverted } == true)
        #expect(read.words.count == expected.count)
    }
}
