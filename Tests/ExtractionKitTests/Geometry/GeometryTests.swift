import ExtractionEvaluation
import ExtractionKit
import Foundation
import Testing

@Suite struct `A page transform` {
    @Test func `maps pixels at a resolution to points`() {
        let map = PageTransform.pixels(dpi: 300)
        #expect(map(Point(x: 300, y: 600)) == Point(x: 72, y: 144))
    }

    /// Rotations, scalings and shifts in every combination, there and back.
    @Test(arguments: 0..<200)
    func `and its inverse come back to where they began`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
        let angle = number(-4...4)
        let map = PageTransform(
            a: cos(angle), b: sin(angle), c: -sin(angle), d: cos(angle), tx: number(-500...500), ty: number(-500...500)
        ).followed(by: .scale(number(0.05...20)))
        let inverse = try #require(map.inverted())
        let point = Point(x: number(-1_000...1_000), y: number(-1_000...1_000))
        let back = inverse(map(point))
        #expect(abs(back.x - point.x) < 1e-6)
        #expect(abs(back.y - point.y) < 1e-6)
    }

    @Test func `applies the first map first`() {
        let shift = PageTransform(a: 1, b: 0, c: 0, d: 1, tx: 10, ty: 0)
        #expect(shift.followed(by: .scale(2))(Point(x: 1, y: 1)) == Point(x: 22, y: 2))
        #expect(PageTransform.scale(2).followed(by: shift)(Point(x: 1, y: 1)) == Point(x: 12, y: 2))
    }

    @Test func `that flattens the plane has no inverse`() {
        #expect(PageTransform(a: 1, b: 1, c: 1, d: 1, tx: 0, ty: 0).inverted() == nil)
    }
}

@Suite struct `A polygon` {
    @Test func `is written as eight numbers and read back`() throws {
        let polygon = Polygon(Rect(x: 1.25, y: 2, width: 3, height: 4))
        let json = try JSONEncoder().encode(polygon)
        #expect(String(decoding: json, as: UTF8.self) == "[1.25,2,4.25,2,4.25,6,1.25,6]")
        #expect(try JSONDecoder().decode(Polygon.self, from: json) == polygon)
    }
}

@Suite struct `A text span` {
    @Test(
        arguments: [
            (0, 7, "Größe"), (0, 1, "G"), (2, 2, "ö"), (1, 3, "rö"), (3, 1, nil), (2, 1, nil), (0, 8, nil),
            (-1, 2, nil), (7, 0, ""),
        ] as [(Int, Int, String?)])
    func `counts UTF-8 bytes and never cuts a character`(offset: Int, length: Int, expected: String?) {
        #expect("Größe"[TextSpan(offset: offset, length: length)].map(String.init) == expected)
    }
}
