import ExtractionKit
import ExtractionPoppler
import Testing

/// How a page lies in its file: its boxes and rotation, and the size at which it must stand upright.
struct Lie: Sendable, CustomTestStringConvertible {
    var entries: String
    var size: Size
    var rotation: Int
    var testDescription: String { entries }

    static let all: [Lie] = [0, 90, 180, 270, -90, 450].flatMap { rotation in
        let isTurned = rotation % 180 != 0, upright = (rotation + 360) % 360
        return [
            Lie(
                entries: "/MediaBox [0 0 300 200] /Rotate \(rotation)",
                size: isTurned ? Size(width: 200, height: 300) : Size(width: 300, height: 200), rotation: upright),
            Lie(
                entries: "/MediaBox [0 0 300 200] /CropBox [10 30 290 190] /Rotate \(rotation)",
                size: isTurned ? Size(width: 160, height: 280) : Size(width: 280, height: 160), rotation: upright),
            Lie(
                entries: "/MediaBox [-50 -20 350 260] /CropBox [0 0 300 200] /Rotate \(rotation)",
                size: isTurned ? Size(width: 200, height: 300) : Size(width: 300, height: 200), rotation: upright),
        ]
    }
}

@Suite struct `A page that Poppler opens` {
    @Test(arguments: Lie.all) func `is as large as it stands upright`(lie: Lie) async throws {
        let page = try await open(HandmadePDF(.init(lie.entries))) { try await $0.page(PageRequest(page: 1)) }
        #expect(page.size == lie.size)
        #expect(page.imageDPI == nil)
        #expect(page.rotation == lie.rotation)
    }

    @Test(arguments: Lie.all) func `has its words where it is drawn with them`(lie: Lie) async throws {
        let file = HandmadePDF(
            .init(
                lie.entries,
                drawing: HandmadePDF.text("Hamburg Wagon", x: 40, y: 150) + HandmadePDF.text("Mjxq", x: 150, y: 60, size: 20)))
        let (layer, raster) = try await open(file) { open in
            (try await open.textLayer(PageRequest(page: 1)), try await open.raster(RasterRequest(page: 1, dpi: 144)))
        }
        let words = try #require(layer).text.words
        #expect(words.map(\.text).sorted() == ["Hamburg", "Mjxq", "Wagon"])
        #expect(Set(words.map(\.fontSize)) == [12, 20])
        let boxes = words.map(\.polygon.bounds)
        let all = raster.darkPixels(in: [Rect(x: -1, y: -1, width: 1_000, height: 1_000)])
        #expect(all > 200)
        // Poppler's boxes reach from the font's ascent to its descent, which a glyph may exceed by a hair.
        let reach = boxes.map { Rect(minX: $0.minX - 0.5, minY: $0.minY - 0.5, maxX: $0.maxX + 0.5, maxY: $0.maxY + 0.5) }
        #expect(raster.darkPixels(in: reach) == all, "no ink lies outside of the words")
        for box in boxes { #expect(raster.darkPixels(in: [box]) > 50) }
    }

    @Test(arguments: Lie.all) func `has its links where it is drawn with their words, and no other actions`(lie: Lie) async throws {
        let annotations = """
            /Annots [
            << /Type /Annot /Subtype /Link /Rect [38 148 112 164] /A << /S /URI /URI (https://example.org/a?b=c) >> >>
            << /Type /Annot /Subtype /Link /Rect [1 1 2 2] /Dest [7 0 R /Fit] >>
            << /Type /Annot /Subtype /Link /Rect [1 1 2 2] /Dest [0 /Fit] >>
            << /Type /Annot /Subtype /Link /Rect [1 1 2 2] /A << /S /JavaScript /JS (app.alert) >> >>
            << /Type /Annot /Subtype /Link /Rect [1 1 2 2] /A << /S /Launch /F (program) >> >>
            << /Type /Annot /Subtype /Link /Rect [1 1] /A 99 0 R >>
            ]
            """
        let file = HandmadePDF(
            .init(lie.entries + annotations, drawing: HandmadePDF.text("Hamburg", x: 40, y: 150)), .init(drawing: ""))
        let layer = try #require(try await open(file) { try await $0.textLayer(PageRequest(page: 1)) })
        #expect(layer.links.map(\.target) == [.uri("https://example.org/a?b=c"), .page(2), .page(1)])
        let word = try #require(layer.text.words.first).polygon.bounds
        let area = try #require(layer.links.first).polygon.bounds
        #expect(area.contains(Point(x: word.midX, y: word.midY)))
        #expect(abs(area.area - 74 * 16) < 0.001)
    }

    @Test(arguments: Lie.all.filter { $0.size.width > $0.size.height })
    func `has its images where it is drawn with them`(lie: Lie) async throws {
        try await expectImageArea(lie.entries, HandmadePDF.image(x: 60, y: 80, width: 90, height: 30))
    }

    @Test(arguments: Lie.all) func `is covered by an image that fills it`(lie: Lie) async throws {
        try await expectImageArea(lie.entries, HandmadePDF.image(x: 0, y: 0, width: 300, height: 200))
    }

    private func expectImageArea(_ entries: String, _ drawing: String) async throws {
        let (layer, raster) = try await open(HandmadePDF(.init(entries, drawing: drawing))) { open in
            (try await open.textLayer(PageRequest(page: 1)), try await open.raster(RasterRequest(page: 1, dpi: 144)))
        }
        let areas = try #require(layer).imageAreas
        let area = try #require(areas.first), ink = try #require(raster.inkBounds)
        #expect(areas.count == 1)
        for (edge, other) in [(area.minX, ink.minX), (area.minY, ink.minY), (area.maxX, ink.maxX), (area.maxY, ink.maxY)] {
            #expect(abs(edge - other) <= 0.75, "\(area) and \(ink)")
        }
    }

    @Test(arguments: [
        ("1 0 0 1 60 100", 0), ("0 1 -1 0 100 60", 3), ("-1 0 0 -1 160 100", 2), ("0 -1 1 0 100 160", 1),
    ]) func `has words that begin where they are read from`(matrix: String, firstCorner: Int) async throws {
        let file = HandmadePDF(.init(drawing: "BT /Helvetica 12 Tf \(matrix) Tm (Ladder) Tj ET"))
        let layer = try await open(file) { try await $0.textLayer(PageRequest(page: 1)) }
        let words = try #require(layer).text.words
        let word = try #require(words.first)
        #expect(words.count == 1)
        #expect(word.text == "Ladder")
        #expect(word.polygon.topLeft == Polygon(word.polygon.bounds).corners[firstCorner])
    }

    @Test(
        arguments: [0, 90, 180, 270],
        ["300 0 0 150 0 0", "-300 0 0 150 300 0", "300 0 0 -150 0 150", "-300 0 0 -150 300 150"])
    func `that is one image gives that image`(rotation: Int, matrix: String) async throws {
        let image: [[UInt8]] = [[0, 80, 120, 160], [200, 230, 240, 250]]
        func raster(_ extra: String) async throws -> Raster {
            let page = HandmadePDF.Page("/MediaBox [0 0 300 150] /Rotate \(rotation)", drawing: "q \(matrix) cm /I0 Do Q \(extra)")
            return try await open(HandmadePDF(page, images: [image])) { try await $0.raster(RasterRequest(page: 1, dpi: 0.96)) }
        }
        let given = try await raster(""), drawn = try await raster("0 0 0.1 0.1 re f")
        #expect((given.width, given.height) == (drawn.width, drawn.height))
        #expect(zip(given.pixels, drawn.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 12 }, "\(given.pixels) and \(drawn.pixels)")
        #expect(Set(given.pixels) == Set(image.joined()))
    }

    @Test func `that is one image gives it in its own pixels, or fewer`() async throws {
        let dark = [UInt8](repeating: 0, count: 150), light = [UInt8](repeating: 255, count: 150)
        let rows = [[UInt8]](repeating: dark + light, count: 200)
        let file = HandmadePDF(.init(drawing: "q 300 0 0 200 0 0 cm /I0 Do Q"), images: [rows])
        let sizes: [(Double, Int)] = [(72, 300), (100, 300), (50, 300), (36, 150), (20, 75)]
        for (dpi, width) in sizes {
            let raster = try await open(file) { try await $0.raster(RasterRequest(page: 1, dpi: dpi)) }
            #expect(raster.width == width)
            let corner = raster.toPage(Point(x: Double(raster.width), y: Double(raster.height)))
            #expect(abs(corner.x - 300) < 1e-6 && abs(corner.y - 200) < 1e-6)
        }
    }

    @Test func `without anything on it has an empty text layer and a white image`() async throws {
        let (layer, raster) = try await open(HandmadePDF(.init())) { open in
            (try await open.textLayer(PageRequest(page: 1)), try await open.raster(RasterRequest(page: 1, dpi: 72)))
        }
        #expect(layer == TextLayer(text: PageText(lines: [])))
        #expect((raster.width, raster.height) == (300, 200))
        #expect(raster.pixels.allSatisfy { $0 == 255 })
    }

    @Test(arguments: [("1 0 0", 77), ("0 1 0", 149), ("0 0 1", 29), ("0 0 0", 0), ("0.5 0.5 0.5", 128)] as [(String, UInt8)])
    func `is drawn in the grey of its colours`(colour: String, grey: UInt8) async throws {
        let file = HandmadePDF(.init(drawing: "\(colour) rg 0 0 300 200 re f"))
        let raster = try await open(file) { try await $0.raster(RasterRequest(page: 1, dpi: 20)) }
        #expect(raster.pixels.allSatisfy { abs(Int($0) - Int(grey)) <= 1 })
    }

    @Test func `is drawn more coarsely where pixels are limited`() async throws {
        var limits = DocumentLimits()
        limits.pixels = 60_000
        let file = HandmadePDF(.init("/MediaBox [0 0 301.5 199.3]", drawing: "10 10 20 20 re f"))
        let raster = try await open(file, limits: limits) { try await $0.raster(RasterRequest(page: 1, dpi: 300)) }
        #expect(raster.width * raster.height <= 60_000)
        #expect(raster.width * raster.height > 58_000)
        #expect(raster.dpi < 73 && raster.dpi > 71)
        let corner = raster.toPage(Point(x: Double(raster.width), y: Double(raster.height)))
        #expect(abs(corner.x - 301.5) < 1e-6 && abs(corner.y - 199.3) < 1e-6)
    }

    @Test(arguments: ["[0 0 200000 200000]", "[0 0 200000 1]", "[0 0 999999999 999999999]", "[0 0 99999999999999999999 10]"])
    func `is refused where it can't be drawn`(box: String) async throws {
        try await open(HandmadePDF(.init("/MediaBox \(box)"))) { open in
            await expectError(.tooLarge, or: .corrupt) { _ = try await open.raster(RasterRequest(page: 1)) }
        }
    }

    @Test(arguments: ["[0 0 0 0]", "[nan inf 10 10]", "[200 300 0 0]", "[0 0 -10 -10]", "[]", "null"])
    func `has a size whatever its boxes say`(box: String) async throws {
        let page = try await open(HandmadePDF(.init("/MediaBox \(box)"))) { try await $0.page(PageRequest(page: 1)) }
        #expect(page.size.width > 0 && page.size.height > 0 && page.size.width.isFinite && page.size.height.isFinite)
    }

    @Test(arguments: [0, -1, .nan, .infinity]) func `is not drawn with a resolution that isn't one`(dpi: Double) async throws {
        try await open(HandmadePDF(.init())) { open in
            await expectError(.invalidRequest) { _ = try await open.raster(RasterRequest(page: 1, dpi: dpi)) }
        }
    }

    private func open<R: Sendable>(
        _ file: HandmadePDF, limits: DocumentLimits = DocumentLimits(), _ body: (any OpenDocument) async throws -> R
    ) async throws -> R {
        try await PopplerDocumentLoader().withDocument(LoadRequest(document: file.document, limits: limits), body)
    }
}
