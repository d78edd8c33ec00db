import ExtractionKit
import Testing

@testable import ExtractionPPOCR

@Suite struct `A line's box` {
    private func corners(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> [PixelPoint] {
        [PixelPoint(x: x + width, y: y + height), PixelPoint(x: x, y: y), PixelPoint(x: x + width, y: y), PixelPoint(x: x, y: y + height)]
    }

    @Test func `orders its corners, scales them and keeps them on the image`() throws {
        let box = try #require(LineBox(corners(-3, 10, 100, 20), scaledBy: (2, 1), offset: 5, width: 150, height: 100))
        #expect(box.topLeft == PixelPoint(x: 0, y: 15))
        #expect(box.topRight == PixelPoint(x: 149, y: 15))
        #expect(box.bottomRight == PixelPoint(x: 149, y: 35))
        #expect(box.bottomLeft == PixelPoint(x: 0, y: 35))
    }

    @Test func `that is much higher than wide is read downwards`() throws {
        let box = try #require(LineBox(corners(10, 10, 20, 80), scaledBy: (1, 1), width: 100, height: 100))
        #expect(box.topLeft == PixelPoint(x: 30, y: 10))
        #expect(box.topRight == PixelPoint(x: 30, y: 90))
        #expect(box.width == 80 && box.height == 20)
    }

    @Test func `too small for text is none`() { #expect(LineBox(corners(0, 0, 3, 30), scaledBy: (1, 1), width: 50, height: 50) == nil) }

    @Test func `maps the unit square to any of its places`() throws {
        var box = try #require(LineBox(corners(10, 10, 100, 20), scaledBy: (1, 1), width: 200, height: 200))
        box.topRight.y += 7
        box.bottomRight.x += 9
        let map = PlaneMap(to: box)
        for (place, corner) in [((0, 0), box.topLeft), ((1, 0), box.topRight), ((1, 1), box.bottomRight), ((0, 1), box.bottomLeft)]
            as [((Double, Double), PixelPoint)]
        {
            #expect(map(place.0, place.1).distance(to: corner) < 1e-9)
        }
    }
}

@Suite struct `The order of lines` {
    private func box(_ x: Double, _ y: Double, height: Double = 20) throws -> LineBox {
        let corners = [(x, y), (x + 100, y), (x + 100, y + height), (x, y + height)].map { PixelPoint(x: $0, y: $1) }
        return try #require(LineBox(corners, scaledBy: (1, 1), width: 1000, height: 1000))
    }

    @Test func `is row by row, whatever the scan's slight skew`() throws {
        let boxes = try [box(500, 96), box(10, 130), box(10, 100), box(300, 98), box(500, 131)]
        #expect(boxes.inReadingOrder().map(\.topLeft.x) == [10, 300, 500, 10, 500])
    }
}

@Suite struct `A recognised line` {
    private func line(_ text: String, steps: [Int], of count: Double) throws -> RecognizedLine {
        let corners = [(0, 0), (400, 0), (400, 40), (0, 40)].map { PixelPoint(x: Double($0.0), y: Double($0.1)) }
        let box = try #require(LineBox(corners, scaledBy: (1, 1), width: 401, height: 41))
        return RecognizedLine(
            box: box, readings: zip(text, steps).map { .init(character: String($0), probability: 0.5, step: $1) }, steps: count)
    }

    @Test func `gives each word the place of its characters`() throws {
        let words = try line("ab cd", steps: [1, 3, 5, 7, 9], of: 11).words(.identity)
        #expect(words.map(\.text) == ["ab", "cd"])
        #expect(words.map(\.confidence) == [0.5, 0.5])
        let bounds = words.map(\.polygon.bounds)
        #expect(bounds[0].maxX <= bounds[1].minX)
        #expect(bounds[0].minX >= 0 && bounds[1].maxX <= 400)
        #expect(abs(bounds[0].maxX - 4.5 / 11 * 400) < 1e-6)
        #expect(abs(bounds[1].minX - 6.5 / 11 * 400) < 1e-6)
    }

    @Test func `of blanks alone has no words`() throws {
        #expect(try line("  ", steps: [1, 3], of: 10).words(.identity).isEmpty)
        #expect(try line("", steps: [], of: 10).words(.identity).isEmpty)
    }

    @Test(arguments: [("TOTAL：", "TOTAL:"), ("（12）", "(12)"), ("end。", "end."), ("税：", "税："), ("plain", "plain")])
    func `has western punctuation unless it is Chinese, Japanese or Korean`(_ read: String, _ text: String) throws {
        #expect(try line(read, steps: Array(1...read.count), of: 20).words(.identity).map(\.text) == [text])
    }
}

@Suite struct `A scaled image` {
    @Test func `keeps what is even and mixes neighbours`() throws {
        let raster = try Raster(width: 4, height: 2, pixels: [0, 0, 255, 255, 0, 0, 255, 255], dpi: 72)
        for (width, height) in [(8, 4), (4, 2), (2, 1), (3, 2)] {
            var planes = [Float](repeating: 9, count: 3 * width * height)
            planes.withUnsafeMutableBufferPointer {
                raster.writeScaled(ScalingAxis(from: 4, to: width), ScalingAxis(from: 2, to: height), 0..<height, to: $0)
            }
            #expect(planes[0] == -1)
            #expect(planes[width - 1] == 1)
            #expect(planes.allSatisfy { (-1...1).contains($0) })
            #expect(Array(planes[..<(width * height)]) == Array(planes[(2 * width * height)...]))
        }
    }

    @Test func `of a single pixel is that pixel`() throws {
        let raster = try Raster(width: 1, height: 1, pixels: [255], dpi: 72)
        var planes = [Float](repeating: 9, count: 3 * 32 * 32)
        planes.withUnsafeMutableBufferPointer {
            raster.writeScaled(ScalingAxis(from: 1, to: 32), ScalingAxis(from: 1, to: 32), 0..<32, to: $0)
        }
        #expect(planes.allSatisfy { $0 == 1 })
    }

    @Test func `of a line is the line, and beyond it grey`() throws {
        let pixels = (0..<48).flatMap { _ in (0..<96).map { UInt8($0 < 48 ? 0 : 255) } }
        let raster = try Raster(width: 96, height: 48, pixels: pixels, dpi: 72)
        let corners = [(0.0, 0.0), (95, 0), (95, 47), (0, 47)].map { PixelPoint(x: $0, y: $1) }
        let box = try #require(LineBox(corners, scaledBy: (1, 1), width: 96, height: 48))
        var planes = [Float](repeating: 9, count: 3 * 48 * 128)
        planes.withUnsafeMutableBufferPointer { raster.writeLine(box, width: 96, size: (128, 48), to: $0) }
        #expect(planes[10] == -1 && planes[80] == 1 && planes[100] == 0)
        #expect(planes.allSatisfy { (-1...1).contains($0) })
    }
}
