import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The geometric layout analyzer` {
    private let analyzer = GeometricLayoutAnalyzer()

    private func paragraphs(_ text: PageText) async throws -> [(String, Paragraph.Role)] {
        let layout = try await analyzer.layout(for: LayoutRequest(page: Page(number: 1, size: Size(width: 612, height: 792)), text: text))
        return layout.paragraphs.map { (layout.content[$0.span].map(String.init) ?? "", $0.role) }
    }

    @Test func `keeps the contract of a layout analyzer`() async throws { try await LayoutAnalyzerConformance(analyzer).check() }

    @Test func `begins a paragraph after a gap`() async throws {
        let found = try await paragraphs(PageText(monospaced: "One line\nand another.\n\nA new thought."))
        #expect(found.map(\.0) == ["One line\nand another.", "A new thought."])
    }

    @Test func `takes larger type for headings, the first for the title`() async throws {
        var text = PageText(monospaced: "Annual report", pitch: 12)
        let body = "running text of the usual size\nwith several lines\nof the same type"
        text.lines += PageText(monospaced: body, origin: Point(x: 36, y: 100)).lines
        text.lines += PageText(monospaced: "Outlook", pitch: 9, origin: Point(x: 36, y: 200)).lines
        text.lines += PageText(monospaced: body, origin: Point(x: 36, y: 300)).lines
        #expect(try await paragraphs(text).map(\.1) == [.title, .body, .heading, .body])
    }

    @Test func `finds list items`() async throws {
        let found = try await paragraphs(PageText(monospaced: "• first\n• second\n– third"))
        #expect(found.map(\.1) == [.listItem, .listItem, .listItem])
    }
}
