import ExtractionKit
import ExtractionOutput
import ExtractionResultFormats
import Testing

/// Read back by the importers that read other programs' files.
@Suite struct `Words with boxes for other programs` {
    @Test func `are the same words at the same places in hOCR`() throws {
        let document = SampleDocument.document()
        let result = try HOCRParser().result(of: Array(document.hocr(filename: SampleDocument.hostile).utf8))
        try check(result, against: document, tolerance: 0.5, scale: 144 / 72)
    }

    @Test(arguments: [144, nil] as [Double?]) func `are the same words at the same places in ALTO`(imageDPI: Double?) throws {
        let document = SampleDocument.document(imageDPI: imageDPI)
        let alto = document.alto(filename: SampleDocument.hostile)
        #expect(alto.contains("<MeasurementUnit>\(imageDPI == nil ? "inch1200" : "pixel")</MeasurementUnit>"))
        let result = try ALTOParser().result(of: Array(alto.utf8))
        try check(result, against: document, tolerance: 0.01, scale: (imageDPI ?? 1_200) / 72)
        // Turned words have their corners; a table is a block of its own.
        #expect(alto.contains("<Polygon POINTS="))
        #expect(alto.matches(of: /TYPE="table"/).count == 1)
    }

    @Test func `are no place for markup`() {
        for text in [SampleDocument.document().hocr(filename: SampleDocument.hostile), SampleDocument.document().alto(filename: "\u{1}")] {
            #expect(!text.contains("<script"))
            #expect(!text.contains("\u{1}"))
            #expect(text.contains("&lt;4711&gt;"))
        }
    }

    private func check(_ result: RecordedResult, against document: ReadDocument, tolerance: Double, scale: Double) throws {
        let page = try #require(result.pages.first)
        #expect(result.pages.count == 1)
        #expect(abs(page.extent.width - 400 * scale) <= tolerance)
        #expect(page.layout.content == document.content)
        #expect(page.layout.paragraphs.map(\.role) == [.title, .body, .body, .pageNumber])
        let original = document.pages[0].layout
        #expect(page.layout.words.map(\.confidence) == original.words.map(\.confidence))
        #expect(page.layout.words.map(\.fontSize) == original.words.map(\.fontSize))
        for (read, word) in zip(page.layout.words, original.words) {
            let (found, wanted) = (read.polygon.bounds, word.polygon.bounds)
            for (side, other) in zip(
                [found.minX, found.minY, found.maxX, found.maxY], [wanted.minX, wanted.minY, wanted.maxX, wanted.maxY])
            {
                #expect(abs(side - other * scale) <= tolerance)
            }
        }
    }
}
