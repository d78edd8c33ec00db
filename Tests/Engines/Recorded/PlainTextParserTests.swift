import ExtractionKit
import ExtractionResultFormats
import Testing

@Suite struct `A plain text` {
    @Test func `has pages, paragraphs and columns`() throws {
        let result = try RecordedFormat.text.result(Sample.text)
        #expect(result.pages.count == 2)
        let page = result.pages[0]
        #expect(page.paragraphs() == ["body: Item Price\nBolt 1.20", "body: Total 1.20"])
        #expect(page.words[1].polygon.bounds.minX == page.words[3].polygon.bounds.minX)
        #expect(page.words[5].polygon.bounds.minX == page.words[4].polygon.bounds.minX + 8)
        #expect(page.warnings.map(\.code) == ["positions_made_up"])
        let placed = page.inPoints(size: Size(width: 612, height: 792))
        #expect(placed.words.allSatisfy { $0.polygon.bounds.maxX < 612 && $0.polygon.bounds.maxY < 792 })
    }

    @Test func `of nothing is a page without text`() throws {
        let result = try RecordedFormat.text.result("")
        #expect(result.pages.map(\.layout) == [.empty])
        #expect(result.pages[0].warnings.isEmpty)
    }
}
