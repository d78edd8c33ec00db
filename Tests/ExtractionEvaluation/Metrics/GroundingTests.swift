import ExtractionEvaluation
import ExtractionKit
import Testing

@Suite struct `The grounding of a value` {
    static func region(page: Int = 1, x: Double, width: Double = 10, y: Double = 0, span: TextSpan = TextSpan(offset: 0, length: 0))
        -> PageRegion
    {
        PageRegion(page: page, polygon: Polygon(Rect(x: x, y: y, width: width, height: 10)), span: span)
    }

    static func field(raw: String, at regions: [PageRegion]) -> ExtractedField {
        ExtractedField(
            name: "f", type: .any, value: .text(raw), raw: raw, confidence: 1,
            grounding: regions.map { Grounding(region: $0, status: .exact) }, source: "test")
    }

    /// Squares of 10 that share half: 50 / 150. Those that share 8 of 10: 80 / 120.
    @Test func `is intersection over union`() {
        #expect([Self.region(x: 0)].intersectionOverUnion(with: [Self.region(x: 5)]) == 1.0 / 3)
        #expect(!Self.field(raw: "", at: [Self.region(x: 0)]).hits([Self.region(x: 5)]))
        #expect(Self.field(raw: "", at: [Self.region(x: 0)]).hits([Self.region(x: 2)]))
        #expect([Self.region(x: 0)].intersectionOverUnion(with: [Self.region(page: 2, x: 0)]) == 0)
        #expect(!Self.field(raw: "", at: []).hits([Self.region(x: 0)]))
    }

    /// Two lines of 100, of which one is right: 100 / 200.
    @Test func `takes all lines of a value together`() {
        let both = [Self.region(x: 0), Self.region(x: 0, y: 20)]
        #expect(both.intersectionOverUnion(with: both) == 1)
        #expect(both.intersectionOverUnion(with: [Self.region(x: 0)]) == 0.5)
    }

    @Test func `asks whether the text at a place is the raw text`() {
        let content = "Total: £12.50\nand more"
        func place(_ offset: Int, _ length: Int) -> PageRegion { Self.region(x: 0, span: TextSpan(offset: offset, length: length)) }
        #expect(Self.field(raw: "£12.50", at: [place(7, 7)]).isRawText(of: content))
        #expect(Self.field(raw: "£12.50 and", at: [place(7, 7), place(15, 3)]).isRawText(of: content))
        #expect(!Self.field(raw: "£12.50", at: [place(7, 6)]).isRawText(of: content))
        #expect(!Self.field(raw: "£12.50", at: [place(8, 6)]).isRawText(of: content))
        #expect(!Self.field(raw: "£12.50", at: [place(700, 7)]).isRawText(of: content))
        #expect(!Self.field(raw: "", at: []).isRawText(of: content))
    }

    @Test(arguments: [
        ("£12.50", 0.0, true), ("12.5O", 0, true), ("Total", 0, true),  // on its line, misread, the label of the line
        ("£12.50", 20, false), ("£12.50", 8, false), ("£12.50", 300, false),  // on the next line, between both, nowhere
        ("", 0, false), ("and more", 0, false),
    ])
    func `asks whether a region lies on the line that says it`(text: String, y: Double, isHit: Bool) {
        let lines = [("Total: £12.50", 0.0), ("Thank you", 20)].map { text, y in
            TranscriptLine(text: text, polygon: Polygon(Rect(x: 0, y: y, width: 100, height: 10)))
        }
        #expect(Self.region(x: 40, width: 30, y: y).standsOnItsLine(text, of: lines) == isHit)
        #expect(!Self.region(page: 2, x: 40, width: 30, y: y).standsOnItsLine(text, of: lines))
    }
}
