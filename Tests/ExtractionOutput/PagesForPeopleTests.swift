import ExtractionKit
import ExtractionOutput
import ExtractionTesting
import Testing

@Suite struct `A page for people` {
    @Test func `that reviews a result can be used without scripts and network, whatever the document says`() {
        let html = extraction(value: SampleDocument.hostile).reviewPage(of: SampleDocument.document())
        checkSafety(of: html)
        // A field leads to its place and the place back; a cell likewise.
        for link in ["href=\"#p0\"", "id=\"p0\"", "href=\"#f0\"", "id=\"f0\"", "href=\"#p1-0-0\"", "id=\"p1-0-0\""] {
            #expect(html.contains(link), "\(link)")
        }
        #expect(html.contains("<q>Total <mark>12.50</mark></q>"))
        #expect(html.contains("91 %"))
        #expect(html.contains("not on the page"))
    }

    @Test func `that shows a reading has every layer`() {
        let html = SampleDocument.document().overlay(filename: SampleDocument.hostile)
        checkSafety(of: html)
        for layer in ["words", "lines", "paragraphs", "tables", "order"] { #expect(html.contains("<g class=\"\(layer)\">"), "\(layer)") }
        #expect(html.contains("Page 2 could not be read: No such luck."))
        #expect(html.contains("&lt;4711&gt; (50 %)"))
    }

    @Test func `shows pictures of the pages`() async throws {
        let loader = MadeUpDocumentLoader(pages: [.scan])
        let document = Document(bytes: Array("%PDF-1.7".utf8), filename: "a.pdf")
        let pictures = try await PagePictures(of: [1], in: document, drawnBy: loader)
        let read = SampleDocument.document()
        #expect(read.overlay(filename: "a", pictures: pictures).contains("<image href=\"data:image/png;base64,"))
        let png = try #require(read.overlayPNG(ofPage: 1, pictures: pictures))
        #expect(png.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        #expect(read.overlayPNG(ofPage: 1, pictures: PagePictures()) == nil)
    }

    private func checkSafety(of html: String) {
        #expect(html.contains("content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\""))
        #expect(!html.contains("<script"))
        #expect(!html.contains("\u{202E}"))
        #expect(!html.contains(" on") || html.firstMatch(of: /<[^>]* on[a-z]+=/) == nil)
        #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("@import") && !html.contains("url("))
    }

    private func extraction(value: String) -> Extraction {
        let read = SampleDocument.document()
        let amount = read.pages[0].layout.words[8]
        let grounding = read.grounding(of: amount.span, status: .exact)
        func field(_ name: String, _ value: FieldValue, _ grounding: [Grounding]) -> ExtractedField {
            ExtractedField(
                name: name, type: .text, value: value, raw: "12.50", confidence: 0.91, grounding: grounding, source: "rules:test")
        }
        let row = FieldRow(cells: [field("amount", .text("12.50"), grounding)])
        return Extraction(
            document: DocumentSummary(Document(bytes: [1], filename: value), pageCount: 2), mode: .auto,
            documentType: nil, fields: [field("total", .text(value), grounding), field("items", .table([row]), [])],
            missing: [MissingField(name: "date", reason: "not on the page")], pages: [], usage: Usage(),
            timings: Extraction.Timings(reading: 1, fields: 1, total: 2), warnings: [], errors: [])
    }
}
