import ExtractionKit
import Testing

@Suite struct `A drawn box of a form` {
    private static let page = Page(number: 1, size: Size(width: 612, height: 792))

    private static func marks(
        _ text: PageText = PageText(lines: []), rulings: [Ruling] = [], raster: Raster? = nil
    ) async throws -> [SelectionMark] {
        try await GeometricLayoutAnalyzer().layout(
            for: LayoutRequest(page: page, text: text, rulings: rulings, raster: raster)
        ).selectionMarks
    }

    private static func square(_ box: Rect) -> [Ruling] {
        let corners = [
            Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.minY), Point(x: box.maxX, y: box.maxY),
            Point(x: box.minX, y: box.maxY),
        ]
        return corners.indices.map { Ruling(start: corners[$0], end: corners[($0 + 1) % 4], thickness: 0.7) }
    }

    private static func word(_ text: String, in box: Rect) -> PageText {
        PageText(lines: [TextLine(words: [TextWord(text: text, polygon: Polygon(box))])])
    }

    private static let box = Rect(x: 100, y: 200, width: 10, height: 10)

    @Test func `of four lines is empty, or ticked by a mark or a cross`() async throws {
        let lines = Self.square(Self.box)
        #expect(try await Self.marks(rulings: lines).map(\.isSelected) == [false])
        #expect(try await Self.marks(rulings: lines).first?.polygon.bounds == Self.box)
        let inside = Rect(x: 102, y: 202, width: 6, height: 6)
        #expect(try await Self.marks(Self.word("X", in: inside), rulings: lines).map(\.isSelected) == [true])
        let stroke = Ruling(start: Point(x: 102, y: 202), end: Point(x: 108, y: 208))
        #expect(try await Self.marks(rulings: lines + [stroke]).map(\.isSelected) == [true])
    }

    @Test func `isn't seen in cells, frames, open squares and squares with text`() async throws {
        let grid = (0..<3).flatMap { row in
            (0..<3).flatMap { Self.square(Rect(x: 100 + Double($0) * 10, y: 200 + Double(row) * 10, width: 10, height: 10)) }
        }
        #expect(try await Self.marks(rulings: grid) == [])
        #expect(try await Self.marks(rulings: Self.square(Rect(x: 100, y: 200, width: 60, height: 60))) == [])
        #expect(try await Self.marks(rulings: Array(Self.square(Self.box).dropLast())) == [])
        #expect(
            try await Self.marks(Self.word("12", in: Rect(x: 102, y: 202, width: 6, height: 6)), rulings: Self.square(Self.box)) == [])
    }

    /// A letter page's image in which pixels are set by a function of points.
    private static func raster(dpi: Double = 200, _ isInk: (Double, Double) -> Bool) throws -> Raster {
        let width = Int(300 * dpi / 72), height = Int(100 * dpi / 72)
        let pixels = (0..<height).flatMap { y in
            (0..<width).map { x in isInk((Double(x) + 0.5) * 72 / dpi, (Double(y) + 0.5) * 72 / dpi) ? UInt8(20) : 245 }
        }
        return try Raster(width: width, height: height, pixels: pixels, dpi: dpi)
    }

    private static func outline(_ box: Rect, stroke: Double = 0.9) -> (Double, Double) -> Bool {
        { x, y in
            let isInside = x > box.minX && x < box.maxX && y > box.minY && y < box.maxY
            let isCore = x > box.minX + stroke && x < box.maxX - stroke && y > box.minY + stroke && y < box.maxY - stroke
            return isInside && !isCore
        }
    }

    @Test(arguments: [150.0, 200, 300, 600]) func `in an image is found where it stands, empty or ticked`(dpi: Double) async throws {
        let empty = Self.outline(Rect(x: 40, y: 30, width: 10, height: 10))
        let ticked = Self.outline(Rect(x: 140, y: 30, width: 12, height: 12))
        let image = try Self.raster(dpi: dpi) { x, y in
            empty(x, y) || ticked(x, y) || (x > 142 && x < 150 && y > 32 && y < 40 && abs((x - 142) - (y - 32)) < 1)
        }
        let marks = try await Self.marks(raster: image)
        #expect(marks.map(\.isSelected) == [false, true])
        #expect(abs((marks.first?.polygon.bounds.minX ?? 0) - 40) < 1)
        #expect(abs((marks.last?.polygon.bounds.maxY ?? 0) - 42) < 1)
    }

    @Test func `in an image isn't seen in a grid, a ring, a U or a solid square`() async throws {
        let shapes: [(Double, Double) -> Bool] = [
            { x, y in
                x > 20 && x < 61 && y > 20 && y < 61
                    && (x.truncatingRemainder(dividingBy: 10) < 1 || y.truncatingRemainder(dividingBy: 10) < 1)
            },
            { x, y in abs(((x - 100) * (x - 100) + (y - 40) * (y - 40)).squareRoot() - 6) < 0.6 },
            { x, y in x > 140 && x < 150 && y > 30 && y < 40 && (x < 141 || x > 149 || y > 39) },
            { x, y in x > 180 && x < 190 && y > 30 && y < 40 },
        ]
        let image = try Self.raster { x, y in shapes.contains { $0(x, y) } }
        #expect(try await Self.marks(raster: image) == [])
    }
}
