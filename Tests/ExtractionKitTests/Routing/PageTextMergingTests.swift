import ExtractionTesting
import Testing

@testable import ExtractionKit

@Suite struct `Text of a page's image and of its file` {
    private func line(_ words: (String, Double)..., y: Double, confidence: Double? = nil) -> TextLine {
        TextLine(
            words: words.map { text, x in
                TextWord(text: text, polygon: Polygon(Rect(x: x, y: y, width: 40, height: 10)), confidence: confidence)
            })
    }

    @Test func `is merged with the file's words where both have one`() {
        let seen = PageText(lines: [
            line(("Paqe", 0), ("3", 50), y: 1, confidence: 0.6), line(("From", 0), ("the", 50), ("scan", 100), y: 20, confidence: 0.9),
            line(("Stamp", 0), ("here", 50), y: 41, confidence: 0.9),
        ])
        let file = PageText(lines: [line(("Page", 0), ("3", 50), y: 0), line(("STAMP", 0), y: 40)])
        let merged = seen.replacing(where: file)
        #expect(merged.lines.map(\.plainText) == ["Page 3", "From the scan", "STAMP", "here"])
        #expect(merged.words.map(\.confidence) == [nil, nil, 0.9, 0.9, 0.9, nil, 0.9])
    }

    @Test func `is what was seen where the file says nothing`() {
        let seen = PageText(lines: [line(("alone", 0), y: 0)])
        #expect(seen.replacing(where: PageText(lines: [])) == seen)
    }
}
