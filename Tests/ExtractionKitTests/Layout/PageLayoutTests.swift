import ExtractionKit
import Foundation
import Testing

@Suite struct `A page's layout` {
    @Test func `written before there were selection marks is still read, and written the same without any`() throws {
        let old = #"{"content":"","words":[],"lines":[],"paragraphs":[],"tables":[]}"#
        let layout = try JSONDecoder().decode(PageLayout.self, from: Data(old.utf8))
        #expect(layout == .empty)
        let keys = try JSONSerialization.jsonObject(with: JSONEncoder().encode(layout)) as? [String: Any]
        #expect(keys.map { Set($0.keys) } == ["content", "words", "lines", "paragraphs", "tables"])
    }

    @Test func `keeps its figures and links when it is written and read`() throws {
        var layout = PageLayout.empty
        let polygon = Polygon(Rect(x: 1, y: 2, width: 3, height: 4))
        layout.figures = [Figure(polygon: polygon), Figure(polygon: polygon, caption: 2)]
        layout.links = [Link(polygon: polygon, target: .uri("mailto:a@example.org")), Link(polygon: polygon, target: .page(2))]
        #expect(try JSONDecoder().decode(PageLayout.self, from: JSONEncoder().encode(layout)) == layout)
    }

    @Test func `keeps its selection marks when it is written and read`() throws {
        var layout = PageLayout.empty
        layout.selectionMarks = [SelectionMark(polygon: Polygon(Rect(x: 1, y: 2, width: 3, height: 4)), isSelected: true, confidence: 0.5)]
        #expect(try JSONDecoder().decode(PageLayout.self, from: JSONEncoder().encode(layout)) == layout)
    }
}
