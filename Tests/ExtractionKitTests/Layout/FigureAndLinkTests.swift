import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `Figures and links` {
    private static let page = Page(number: 1, size: Size(width: 612, height: 792))

    private static func layout(_ text: String, at origin: Point, images: [Rect] = [], links: [Link] = []) async throws -> PageLayout {
        try await GeometricLayoutAnalyzer().layout(
            for: LayoutRequest(page: page, text: PageText(monospaced: text, origin: origin), imageAreas: images, links: links))
    }

    @Test func `the strips of one picture are one figure, with the caption below it`() async throws {
        let strips = (0..<5).map { Rect(x: 100, y: 100 + Double($0) * 40, width: 200, height: 40) }
        let layout = try await Self.layout("Figure 1: A bridge", at: Point(x: 100, y: 310), images: strips)
        #expect(layout.figures.map(\.polygon.bounds) == [Rect(x: 100, y: 100, width: 200, height: 200)])
        #expect(layout.figures.map(\.caption) == [0])
        #expect(layout.paragraphs.first?.role == .caption)
    }

    @Test(arguments: [
        Rect(x: 0, y: 0, width: 612, height: 792), Rect(x: 50, y: 50, width: 20, height: 20), Rect(x: 90, y: 90, width: 130, height: 30),
    ])
    func `a scan, a mark and the ground of a text are no figures`(area: Rect) async throws {
        let layout = try await Self.layout("Words that stand on it\nand go on here", at: Point(x: 100, y: 100), images: [area])
        #expect(layout.figures == [])
    }

    @Test func `a link has the words under it, a line at a time`() async throws {
        let text = PageText(monospaced: "see our terms\nof sale today", origin: Point(x: 100, y: 100))
        let words = text.words.map(\.polygon.bounds)
        let area = Rect(minX: words[1].minX, minY: words[0].minY, maxX: words[2].maxX, maxY: words[3].maxY)
        let layout = try await Self.layout(
            "see our terms\nof sale today", at: Point(x: 100, y: 100),
            links: [
                Link(polygon: Polygon(area), target: .uri("https://example.org/terms")),
                Link(polygon: Polygon(Rect(x: 0, y: 0, width: 9, height: 9)), target: .page(3)),
            ])
        #expect(layout.links.map { $0.spans.map { layout.content[$0] ?? "" } } == [["our terms", "sale today"], []])
        #expect(layout.links.map(\.target) == [.uri("https://example.org/terms"), .page(3)])
        #expect(layout.shifted(by: 7).links.first?.spans.first?.offset == 11)
    }
}
