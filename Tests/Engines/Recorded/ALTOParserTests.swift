import ExtractionKit
import ExtractionResultFormats
import Testing

@Suite struct `An ALTO file` {
    @Test(arguments: [("mm10", 72 / 254.0), ("inch1200", 72 / 1_200.0), ("pixel", 72 / 217.0)])
    func `is measured in its unit`(unit: String, scale: Double) throws {
        let result = try RecordedFormat.alto.result(Sample.alto(unit: unit))
        let page = result.pages[0].inPoints()
        #expect(result.source == "Reader 7")
        #expect(page.number == 1)
        #expect(abs(page.extent.width - 2_540 * scale) < 0.01)
        #expect(abs(page.words[0].polygon.bounds.minX - 1_270 * scale) < 0.01)
        #expect(page.words.map(\.text) == ["42", "A&B", "exam-"])
        #expect(page.words.map(\.confidence) == [0.5, 0.25, nil])
        #expect(page.words.map(\.fontSize) == [nil, 9.5, 9.5])
        #expect(page.words[2].polygon.bounds.isNear(254 * scale, 127 * scale, 508 * scale, 177 * scale))
        #expect(page.paragraphs() == ["page_header: 42", "heading: A&B exam-"])
        #expect(
            page.warnings.map(\.message)
                == ["The recorded result also holds what isn't kept: alternative readings: 1, illustrations: 1, tables: 1."])
    }

    @Test(arguments: [
        ("<alto></alto>", "corrupt"), ("<a><b></a></b>", "corrupt"), ("<alto>", "truncated"), ("<alto a=1></alto>", "corrupt"),
        ("<alto a='1' a='2'></alto>", "corrupt"), (Sample.alto(unit: "furlong"), "unsupported_feature"),
        (Sample.alto(unit: "pixel").replacing("2540", with: "-1"), "corrupt"),
        (Sample.alto(unit: "pixel").replacing("\"127\"", with: "\"inf\""), "corrupt"),
        (Sample.alto(unit: "pixel").replacing("\"127\"", with: "\"x\""), "corrupt"),
        (Sample.alto(unit: "pixel").replacing("A&amp;B", with: "&unknown;"), "corrupt"),
    ])
    func `that is broken is refused`(source: String, code: String) {
        let error = #expect(throws: ExtractionError.self) { try RecordedFormat.alto.result(source) }
        #expect(error?.code.rawValue == code)
    }

    @Test func `never expands what it declares itself`() {
        let bomb = """
            <?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
            """
        for entity in ["&b;", "&f;"] {
            let source = bomb + Sample.alto(unit: "pixel").replacing("<?xml version=\"1.0\"?>", with: "").replacing("A&amp;B", with: entity)
            let error = #expect(throws: ExtractionError.self) { try RecordedFormat.alto.result(source) }
            #expect(error?.code == .corrupt)
        }
    }

    @Test func `in UTF-16 is read, in another encoding refused`() throws {
        let source = Sample.alto(unit: "pixel")
        let bytes: [UInt8] = [0xFF, 0xFE] + source.utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(try ALTOParser().result(of: bytes) == RecordedFormat.alto.result(source))
        let error = #expect(throws: ExtractionError.self) { try ALTOParser().result(of: Array(source.utf8) + [0xE4]) }
        #expect(error?.code == .unsupportedFeature)
    }
}
