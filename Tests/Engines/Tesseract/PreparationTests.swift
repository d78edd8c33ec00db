import ExtractionKit
import Testing

@testable import ExtractionTesseract

@Suite struct `An image's signals` {
    @Test(arguments: [(1, 7), (2, 14), (4, 28)])
    func `are the heights of its letters`(scale: Int, height: Int) throws {
        let raster = try Raster.letters(scale: scale, count: 40)
        let signals = try ImageSignals(raster)
        #expect(signals == ImageSignals(glyphs: 40, glyphHeight: Double(height), smallGlyphHeight: Double(height)))
    }

    @Test func `leave out specks, rules and pictures`() throws {
        var raster = try Raster.letters(scale: 2, count: 40)
        let clean = try ImageSignals(raster)
        raster = try raster.filled(x: 2..<598, y: 2..<4).filled(x: 560..<590, y: 10..<290)
        for x in stride(from: 3, to: 590, by: 4) { raster = try raster.filled(x: x..<x + 1, y: 295..<296) }
        #expect(try ImageSignals(raster) == clean)
    }

    @Test func `know light letters from dark ones`() throws {
        let dark = try Raster.letters(scale: 2, count: 40)
        let light = try Raster(width: dark.width, height: dark.height, pixels: dark.pixels.map { 255 - $0 }, dpi: dark.dpi)
        var expected = try ImageSignals(dark)
        #expect(!expected.isLightOnDark)
        expected.isLightOnDark = true
        #expect(try ImageSignals(light) == expected)
    }

    @Test func `aren't led astray by a dark table around the paper`() throws {
        let paper = try Raster.letters(scale: 2, count: 40)
        var pixels = [UInt8](repeating: 20, count: 1_200 * 700)
        for row in 0..<paper.height {
            for column in 0..<paper.width { pixels[(row + 150) * 1_200 + column + 250] = paper.pixels[row * paper.width + column] }
        }
        let signals = try ImageSignals(Raster(width: 1_200, height: 700, pixels: pixels, dpi: 100))
        #expect(try signals == ImageSignals(paper))
    }

    @Test(arguments: [0, 128, 255] as [UInt8])
    func `of an even area are none`(grey: UInt8) throws {
        let signals = try ImageSignals(Raster(width: 50, height: 40, pixels: Array(repeating: grey, count: 2_000), dpi: 72))
        #expect(signals.glyphHeight == nil)
    }

    @Test func `join what touches at a corner, and what meets further down`() throws {
        // A V, and a U whose arms join in its last row.
        let rows = ["#.....#..#....#", ".#...#...#....#", "..#.#....#....#", "...#.....######"]
        let pixels = rows.joined().map { $0 == "#" ? UInt8(0) : 255 }
        var raster = try Raster(width: 15, height: 4, pixels: pixels, dpi: 72)
        raster = try raster.padded(width: 200, height: 200)
        #expect(try GlyphSizes(in: raster, threshold: 127).heights == [4, 4])
    }
}

@Suite struct `A plan for an image` {
    private func plan(_ height: Double, small: Double? = nil, glyphs: Int = 500, width: Int = 2_000, light: Bool = false) -> ImagePlan {
        ImagePlan(
            ImageSignals(glyphs: glyphs, glyphHeight: height, smallGlyphHeight: small ?? height, isLightOnDark: light), width: width,
            height: 1_000, dpi: 200)
    }

    @Test(arguments: [(11, 2), (16, 22.0 / 16), (20.5, 1), (24, 1), (27.5, 0.8), (44, 0.5), (6, 2), (500, 0.2)] as [(Double, Double)])
    func `brings letters to the height that reads best, within bounds`(height: Double, scale: Double) {
        #expect(plan(height).scale == scale)
        #expect(plan(height).resolution == 300)
    }

    @Test func `keeps the small print beside big letters legible`() {
        #expect(plan(80, small: 20).scale == 0.7)
        #expect(plan(80, small: 12).scale == 1)
    }

    @Test func `does nothing where there are too few letters to tell`() {
        #expect(
            plan(10, glyphs: 19)
                == ImagePlan(ImageSignals(glyphs: 0, glyphHeight: nil, smallGlyphHeight: nil), width: 9, height: 9, dpi: 200))
        #expect(plan(10, glyphs: 19).resolution == 200)
    }

    @Test func `never makes an image too large for Tesseract`() {
        #expect(plan(10, width: 30_000).scale == 1)
        #expect(plan(10, width: 20_000).scale * 20_000 <= 32_767)
    }

    @Test func `inverts light letters`() {
        #expect(plan(22, light: true).inverts)
        #expect(!plan(22).inverts)
    }
}

@Suite struct `A prepared image` {
    @Test func `maps back to the page after any scaling and turning`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let width = Int.random(in: 20...90, using: &generator), height = Int.random(in: 20...90, using: &generator)
            let page = PageTransform(a: 0.3, b: 0.1, c: -0.1, d: 0.3, tx: 5, ty: -7)
            let raster = try Raster(width: width, height: height, pixels: Array(repeating: 9, count: width * height), dpi: 72, toPage: page)
            var plan = ImagePlan(ImageSignals(glyphs: 0, glyphHeight: nil, smallGlyphHeight: nil), width: width, height: height, dpi: 72)
            plan.scale = Double.random(in: 0.2...2, using: &generator)
            let quarters = Int.random(in: 1...3, using: &generator)
            let image = try PreparedImage(raster, resolution: 72).applying(plan).turned(quarters: quarters, reason: "")
            let turnedBack = try image.turned(quarters: 4 - quarters, reason: "")
            let corners = PreparedImage.corners(of: image), straight = PreparedImage.corners(of: turnedBack)
            let expected = page(Rect(minX: 0, minY: 0, maxX: Double(width), maxY: Double(height))).corners
            for (index, corner) in expected.enumerated() {
                #expect(straight[index].isClose(to: corner), "\(width) x \(height), \(plan.scale), \(quarters)")
                // Turned clockwise by a quarter, the page's top left is at the image's top right.
                #expect(corners[(index + quarters) % 4].isClose(to: corner), "\(width) x \(height), \(plan.scale), \(quarters)")
            }
            #expect(image.steps.map(\.kind) == [.scaled, .turned])
        }
    }
}

extension PreparedImage {
    /// Where the corners of the image stand on the page, clockwise from its top left.
    fileprivate static func corners(of image: PreparedImage) -> [Point] {
        image.toPage(Rect(minX: 0, minY: 0, maxX: Double(image.image.width), maxY: Double(image.image.height))).corners
    }
}

extension Point {
    fileprivate func isClose(to other: Point) -> Bool { abs(x - other.x) < 1e-6 && abs(y - other.y) < 1e-6 }
}

extension Raster {
    /// Rows of a letter that is five units wide and seven high, on white.
    fileprivate static func letters(scale: Int, count: Int) throws -> Raster {
        var raster = try Raster(width: 600, height: 300, pixels: Array(repeating: 255, count: 180_000), dpi: 100)
        let pitch = 7 * scale, perRow = 500 / pitch
        for index in 0..<count {
            let x = 20 + index % perRow * pitch, y = 10 + index / perRow * 9 * scale
            raster = try raster.filled(x: x..<x + scale, y: y..<y + 7 * scale).filled(x: x..<x + 5 * scale, y: y..<y + scale)
        }
        return raster
    }

    fileprivate func filled(x: Range<Int>, y: Range<Int>) throws -> Raster {
        var pixels = pixels
        for row in y { for column in x { pixels[row * width + column] = 0 } }
        return try Raster(width: width, height: height, pixels: pixels, dpi: dpi)
    }

    fileprivate func padded(width: Int, height: Int) throws -> Raster {
        var padded = [UInt8](repeating: 255, count: width * height)
        for row in 0..<self.height {
            for column in 0..<self.width { padded[(row + 5) * width + column + 5] = pixels[row * self.width + column] }
        }
        return try Raster(width: width, height: height, pixels: padded, dpi: dpi)
    }
}
