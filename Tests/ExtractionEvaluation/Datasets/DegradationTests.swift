import ExtractionEvaluation
import ExtractionKit
import Testing

@Suite struct `A degradation` {
    private static let every: [Degradation] = [
        .skew(degrees: 3), .blur(sigma: 0.5), .noise(deviation: 30), .resolution(dpi: 100), .blockQuantisation(quality: 10),
        .unevenLight(darkest: 0.3),
    ]

    /// White paper with a black rectangle.
    private func raster(_ width: Int, _ height: Int, dpi: Double = 300, ink: Rect? = nil) throws -> Raster {
        var pixels = [UInt8](repeating: 255, count: width * height)
        if let ink {
            for row in Int(ink.minY)..<Int(ink.maxY) { for column in Int(ink.minX)..<Int(ink.maxX) { pixels[row * width + column] = 0 } }
        }
        return try Raster(width: width, height: height, pixels: pixels, dpi: dpi)
    }

    /// The middle of the ink, in pixels.
    private func inkMiddle(of raster: Raster) throws -> Point {
        var sum = 0.0, x = 0.0, y = 0.0
        for row in 0..<raster.height {
            for column in 0..<raster.width {
                let ink = 255 - Double(raster.pixels[row * raster.width + column])
                sum += ink
                x += ink * (Double(column) + 0.5)
                y += ink * (Double(row) + 0.5)
            }
        }
        try #require(sum > 0)
        return Point(x: x / sum, y: y / sum)
    }

    @Test(arguments: every)
    func `gives the same pixels for the same seed`(degradation: Degradation) throws {
        let clean = try raster(61, 43, ink: Rect(x: 10, y: 10, width: 20, height: 5))
        func degraded(seed: UInt64) throws -> [UInt8] {
            var generator = SeededGenerator(seed: seed)
            return try degradation.applied(to: clean, using: &generator).pixels
        }
        #expect(try degraded(seed: 4) == degraded(seed: 4))
        #expect(try degraded(seed: 4) != clean.pixels)
    }

    /// Property: wherever ink stands on a page of any size, at any skew and resolution, its place in the degraded raster maps back to where it
    /// was, to a quarter of a pixel of the degraded raster.
    @Test func `that moves pixels maps them back`() throws {
        var random = SeededGenerator(seed: 20)
        for _ in 0..<60 {
            let width = 40 + random.next(below: 80), height = 40 + random.next(below: 80)
            let ink = Rect(
                x: Double(random.next(below: width - 12)), y: Double(random.next(below: height - 12)),
                width: Double(4 + random.next(below: 8)),
                height: Double(4 + random.next(below: 8)))
            let clean = try raster(width, height, ink: ink)
            let skew = Degradation.skew(degrees: Double(random.next(below: 9_001)) / 100 - 45)
            let coarser = Degradation.resolution(dpi: 100 + Double(random.next(below: 150)))
            let orders: [[Degradation]] = [[skew], [coarser], [skew, coarser], [coarser, skew]]
            for degradations in orders {
                let page = try DegradationTrack(name: "property", degradations: degradations).applied(to: clean, page: 1)
                let found = page.toPage(try inkMiddle(of: page))
                let expected = clean.toPage(Point(x: ink.midX, y: ink.midY))
                let tolerance = 0.25 * 72 / page.dpi
                #expect(abs(found.x - expected.x) < tolerance && abs(found.y - expected.y) < tolerance, "\(degradations) \(ink)")
            }
        }
    }

    /// The map that a raster came with stays in the composition.
    @Test func `keeps the place of a part of a page`() throws {
        let clean = try raster(50, 50, ink: Rect(x: 30, y: 10, width: 6, height: 6))
        let part = try Raster(
            width: 50, height: 50, pixels: clean.pixels, dpi: 300, toPage: PageTransform(a: 0, b: 0.24, c: -0.24, d: 0, tx: 100, ty: 7))
        let page = try DegradationTrack(name: "t", degradations: [.skew(degrees: -10), .resolution(dpi: 150)]).applied(to: part, page: 1)
        let found = page.toPage(try inkMiddle(of: page)), expected = part.toPage(Point(x: 33, y: 13))
        #expect(abs(found.x - expected.x) < 0.1 && abs(found.y - expected.y) < 0.1)
    }

    /// Turned clockwise: what stands right of the middle moves down. Nothing is cut off, and the paper goes on beside it.
    @Test func `turns the whole page clockwise`() throws {
        let clean = try raster(90, 30, ink: Rect(x: 80, y: 13, width: 4, height: 4))
        let page = try DegradationTrack(name: "t", degradations: [.skew(degrees: 10)]).applied(to: clean, page: 1)
        #expect(page.width == 94 && page.height == 46)
        #expect(try inkMiddle(of: page).y > Double(page.height) / 2 + 5)
        #expect(page.pixels.first == 255 && page.pixels.last == 255)
    }

    @Test func `blurs without moving or losing ink`() throws {
        let clean = try raster(60, 60, dpi: 72, ink: Rect(x: 28, y: 28, width: 4, height: 4))
        let page = try DegradationTrack(name: "t", degradations: [.blur(sigma: 2)]).applied(to: clean, page: 1)
        let middle = try inkMiddle(of: page)
        #expect(abs(middle.x - 30) < 0.1 && abs(middle.y - 30) < 0.1)
        func ink(_ raster: Raster) -> Double { raster.pixels.reduce(0) { $0 + 255 - Double($1) } }
        #expect(abs(ink(page) / ink(clean) - 1) < 0.05)
        // Convolving a square of 4 pixels with a Gaussian of 2 keeps (2Φ(1) - 1)² = 0.4661 of the darkness in its middle.
        #expect(abs(255 - Double(page.pixels[30 * 60 + 30]) - 0.4661 * 255) < 8)
    }

    @Test func `adds noise of the deviation asked for`() throws {
        let grey = try Raster(width: 200, height: 200, pixels: [UInt8](repeating: 128, count: 40_000), dpi: 300)
        let page = try DegradationTrack(name: "t", degradations: [.noise(deviation: 20)]).applied(to: grey, page: 1)
        let mean = page.pixels.reduce(0) { $0 + Double($1) } / 40_000
        let variance = page.pixels.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 40_000
        #expect(abs(mean - 128) < 0.5)
        #expect(abs(variance.squareRoot() - 20) < 0.5)
    }

    @Test func `reduces to the mean of each area`() throws {
        let pixels: [UInt8] = [0, 100, 200, 255, 100, 200, 255, 255]
        let fine = try Raster(width: 4, height: 2, pixels: pixels, dpi: 200)
        var generator = SeededGenerator(seed: 1)
        let coarse = try Degradation.resolution(dpi: 100).applied(to: fine, using: &generator)
        #expect(coarse.width == 2 && coarse.height == 1 && coarse.dpi == 100)
        #expect(coarse.pixels == [100, 241])
        #expect(try Degradation.resolution(dpi: 200).applied(to: fine, using: &generator).pixels == pixels)
    }

    /// At quality 100 all steps are 1, so rounding is all that is lost; at quality 1 they are 255, and an even block keeps only its mean, a
    /// multiple of 255/8.
    @Test func `quantises blocks as JPEG does`() throws {
        var random = SeededGenerator(seed: 3)
        let pixels = (0..<(19 * 13)).map { _ in UInt8(random.next(below: 256)) }
        let clean = try Raster(width: 19, height: 13, pixels: pixels, dpi: 300)
        var generator = SeededGenerator(seed: 1)
        let fine = try Degradation.blockQuantisation(quality: 100).applied(to: clean, using: &generator)
        #expect(zip(fine.pixels, pixels).allSatisfy { abs(Int($0) - Int($1)) <= 3 })
        let coarse = try Degradation.blockQuantisation(quality: 1).applied(to: clean, using: &generator)
        #expect(zip(coarse.pixels, pixels).contains { abs(Int($0) - Int($1)) > 30 })
        let even = try Raster(width: 8, height: 8, pixels: [UInt8](repeating: 200, count: 64), dpi: 300)
        // (200 - 128)·8 = 576, and 576/255 rounds to 2: 128 + 2·255/8 = 191.75.
        let flat = try Degradation.blockQuantisation(quality: 1).applied(to: even, using: &generator)
        #expect(flat.pixels.allSatisfy { $0 == 192 })
    }

    @Test func `darkens away from one corner`() throws {
        let clean = try raster(100, 100)
        let page = try DegradationTrack(name: "t", degradations: [.unevenLight(darkest: 0.25)]).applied(to: clean, page: 1)
        let corners = [0, 99, 9_900, 9_999].map { page.pixels[$0] }.sorted()
        #expect(corners[0] <= 70)
        #expect(corners[3] >= 250)
        #expect(page.pixels.allSatisfy { $0 >= 63 })
    }

    @Test(arguments: [
        Degradation.skew(degrees: 46), .skew(degrees: .nan), .blur(sigma: 0), .blur(sigma: .infinity), .noise(deviation: -1),
        .resolution(dpi: 0), .resolution(dpi: .infinity), .blockQuantisation(quality: 0), .unevenLight(darkest: 1.5),
    ])
    func `that can't be done is refused`(degradation: Degradation) throws {
        let error = #expect(throws: ExtractionError.self) { try degradation.validate() }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test(arguments: every)
    func `takes a page of one pixel`(degradation: Degradation) throws {
        var generator = SeededGenerator(seed: 1)
        let page = try degradation.applied(to: Raster(width: 1, height: 1, pixels: [9], dpi: 1_000), using: &generator)
        #expect(page.width >= 1 && page.height >= 1)
    }
}
