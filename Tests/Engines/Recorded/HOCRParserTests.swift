import ExtractionKit
import ExtractionResultFormats
import Testing

@Suite struct `An hOCR file` {
    @Test func `gives words with places, confidences and sizes of type`() throws {
        let result = try RecordedFormat.hocr.result(Sample.hocr)
        #expect(result.source == "tesseract 5.3.0")
        #expect(result.pages.map(\.number) == [1, 2])
        let page = result.pages[0].inPoints()
        #expect(page.extent.width == 612 && page.extent.height == 792)
        #expect(page.words.map(\.text) == ["Müller", "&", "Größe"])
        #expect(page.words.map(\.confidence) == [0.96, 0.405, 1])
        #expect(page.words.map(\.fontSize) == [nil, 12, nil])
        #expect(page.words[0].polygon.bounds.isNear(48, 24, 120, 38.4))
        #expect(page.paragraphs() == ["page_header: Müller &", "body: Größe"])
        #expect(page.warnings.map(\.message) == ["The recorded result also holds what isn't kept: images: 1."])
    }

    @Test func `gives words of lines their share, and stray words a line`() throws {
        let page = try RecordedFormat.hocr.result(Sample.hocr).pages[1]
        #expect(page.text.lines.map(\.plainText) == ["two words", "stray"])
        #expect(page.words[1].polygon.bounds.isNear(10 + 40 * 4 / 9, 10, 50, 20))
        #expect(page.warnings.map(\.code) == ["positions_estimated"])
        // 100 pixels without a resolution are taken at 72 dpi, the least that is assumed.
        #expect(page.inPoints().extent.width == 100)
        #expect(page.inPoints(dpi: 144).extent.width == 50)
        #expect(page.inPoints(size: Size(width: 200, height: 100)).words[0].polygon.bounds.minX == 20)
    }

    @Test(arguments: [
        ("<html><body>no page</body></html>", "corrupt"), ("", "corrupt"), ("<div class='ocr_page'><span", "truncated"),
        ("<div class='ocr_page' title='bbox 0 0 1 1'><span class='ocrx_word' title='bbox 1 1 2'>a</span></div>", "corrupt"),
        ("<div class='ocr_page' title='bbox 0 0 1 1'><span class='ocrx_word' title='bbox 1 1 2 nan'>a</span></div>", "corrupt"),
        ("<div class='ocr_page' title='bbox 0 0 1 1'><span class='ocrx_word' title='bbox 1 1 2 1e300'>a</span></div>", "corrupt"),
        ("<div class='ocr_page' title='bbox 0 0 9e99 1'></div>", "corrupt"),
        ("<div class='ocr_page' title='bbox 0 0 9 9'>", "truncated"),
        (String(repeating: "<div>", count: 200), "corrupt"),
    ])
    func `that is broken is refused`(source: String, code: String) {
        let error = #expect(throws: ExtractionError.self) { try RecordedFormat.hocr.result(source) }
        #expect(error?.code.rawValue == code)
    }
}
