import Foundation
import Testing

@testable import ExtractionPPOCR

@Suite struct `A detection plan` {
    @Test(arguments: [
        (600, 1200, 736, 1472), (900, 1200, 896, 1216), (2480, 3508, 960, 1344), (1200, 600, 1472, 736), (100, 40, 1824, 736),
    ])
    func `scales by the shorter side, to multiples`(_ width: Int, _ height: Int, _ scaledWidth: Int, _ scaledHeight: Int) {
        var rule = DetectionPlan.Rule()
        (rule.multiple, rule.tileArea) = (32, 1_600_000)
        let plan = DetectionPlan(width: width, height: height, rule: rule)
        #expect(plan.width == scaledWidth)
        #expect(plan.height == scaledHeight)
        #expect(plan.tiles == [0..<scaledHeight])
    }

    @Test(arguments: [3000, 9000, 32_767]) func `cuts what is long into tiles that overlap and together cover it`(_ height: Int) {
        let plan = DetectionPlan(width: 800, height: height)
        #expect(plan.tiles.count > 1)
        #expect(plan.tiles.first?.lowerBound == 0)
        #expect(plan.tiles.last?.upperBound == plan.height)
        for (tile, next) in zip(plan.tiles, plan.tiles.dropFirst()) {
            #expect(tile.upperBound - next.lowerBound >= 160)
            #expect(tile.count % 64 == 0 && tile.count * plan.width <= 900_000)
        }
    }

    @Test func `gives every row to one tile`() {
        let plan = DetectionPlan(width: 800, height: 20_000)
        for row in stride(from: 0.5, to: Double(plan.height), by: 7) {
            let owners = plan.tiles.indices.filter { plan.rows(of: $0).contains(row) }
            #expect(owners.count == 1)
            #expect(owners.allSatisfy { plan.tiles[$0].contains(Int(row)) })
        }
    }

    @Test(arguments: [(1, 1), (8, 100_000), (100_000, 8), (32_767, 32_767)]) func `bounds every shape`(_ width: Int, _ height: Int) {
        let plan = DetectionPlan(width: width, height: height)
        #expect(plan.width >= 64 && plan.width <= 4096)
        #expect(plan.height >= 64 && plan.height <= 1 << 20)
        #expect(plan.tiles.allSatisfy { $0.count * plan.width <= 2_000_000 })
    }
}

@Suite struct `Connected areas` {
    private func areas(_ rows: [String]) -> [Set<PixelPoint>] {
        let mask = rows.joined().map { $0 == "#" }
        return ConnectedAreas(of: mask, width: rows[0].count).outlines.map { Set($0) }
    }

    @Test func `join at corners and around bends`() {
        #expect(areas(["#...", ".#..", "...#"]).count == 2)
        #expect(areas(["#.#", "#.#", "###"]).count == 1)
        #expect(areas(["#.#.#", "#.#.#", ".#.#."]).count == 1)
        #expect(areas(["####", "....", "####"]).count == 2)
    }

    @Test func `give the ends of their runs`() {
        #expect(areas([".##.", "...."]) == [[PixelPoint(x: 1, y: 0), PixelPoint(x: 2, y: 0)]])
    }

    @Test func `of nothing are none`() {
        #expect(areas(["...", "..."]).isEmpty)
        #expect(ConnectedAreas(of: [], width: 0).outlines.isEmpty)
    }
}

@Suite struct `A minimum rectangle` {
    @Test(arguments: [0, 0.3, 0.8, 1.2]) func `finds a rectangle at any angle`(_ angle: Double) throws {
        let points = [(0.0, 0.0), (40, 0), (40, 10), (0, 10), (20, 5), (3, 9)].map { x, y in
            PixelPoint(x: x * cos(angle) - y * sin(angle), y: x * sin(angle) + y * cos(angle))
        }
        let rectangle = try #require(MinimumRectangle(around: points))
        #expect(abs(rectangle.shortSide - 10) < 1e-6)
        #expect(abs(max(rectangle.width, rectangle.height) - 40) < 1e-6)
        let grown = try #require(MinimumRectangle(around: points, margin: 2))
        #expect(abs(grown.shortSide - 14) < 1e-6)
    }

    @Test func `of one place is none, and of a straight line flat`() throws {
        #expect(MinimumRectangle(around: [PixelPoint(x: 1, y: 1), PixelPoint(x: 1, y: 1)]) == nil)
        #expect(try #require(MinimumRectangle(around: [PixelPoint(x: 1, y: 1), PixelPoint(x: 9, y: 1)])).shortSide == 0)
    }
}

@Suite struct `A region finder` {
    /// A map with bars of text at a probability.
    private func map(_ bars: [(x: Range<Int>, y: Range<Int>, probability: Float)]) -> ProbabilityMap {
        var values = [Float](repeating: 0.01, count: 200 * 100)
        for bar in bars { for y in bar.y { for x in bar.x { values[y * 200 + x] = bar.probability } } }
        return ProbabilityMap(width: 200, height: 100, values: values)
    }

    @Test func `grows the core of a line by area times ratio over perimeter`() throws {
        let (regions, isCut) = RegionFinder().regions(in: map([(50..<150, 40..<50, 0.9)]))
        let region = try #require(regions.first)
        #expect(regions.count == 1 && !isCut)
        // The core is 100 x 10 pixels wide with its dilation, from 50,40 to 150,50.
        let distance = 100 * 10 * 1.6 / 220
        #expect(abs((region.corners.map(\.x).min() ?? 0) - (50 - distance)) < 1)
        #expect(abs((region.corners.map(\.x).max() ?? 0) - (150 + distance)) < 1)
        #expect(abs((region.corners.map(\.y).min() ?? 0) - (40 - distance)) < 1)
        #expect(abs((region.corners.map(\.y).max() ?? 0) - (50 + distance)) < 1)
        // The rectangle reaches into the dilation, which is no text.
        #expect(region.score > 0.7 && region.score <= 0.9)
    }

    @Test func `leaves out specks and what is hardly text`() {
        #expect(RegionFinder().regions(in: map([(50..<52, 40..<41, 0.9), (100..<180, 60..<70, 0.4)])).regions.isEmpty)
    }

    @Test func `takes the largest where noise has too many, and says so`() {
        let bars = (0..<12).map { (x: ($0 * 15)..<($0 * 15 + 5 + $0 / 2), y: 10..<20, probability: Float(0.9)) }
        var finder = RegionFinder()
        finder.limit = 5
        let (regions, isCut) = finder.regions(in: map(bars))
        #expect(isCut)
        #expect(regions.count == 5)
    }

    @Test func `survives numbers that aren't any`() {
        let map = ProbabilityMap(width: 40, height: 40, values: [Float](repeating: .nan, count: 1600))
        #expect(RegionFinder().regions(in: map).regions.isEmpty)
    }
}
