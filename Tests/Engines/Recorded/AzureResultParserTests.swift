import ExtractionKit
import ExtractionResultFormats
import ExtractionTesting
import Testing

@Suite struct `An analysis by Azure` {
    @Test func `of version 2_1 gives lines, cells and marks`() throws {
        let result = try RecordedFormat.azure.result(Sample.azure21)
        #expect(result.source == "azure 2.1.0")
        #expect(
            result.warnings.map(\.message)
                == ["The recorded result also holds what isn't kept: marks of cells as headers or footers: 1."])
        let page = result.pages[0].inPoints()
        #expect(page.extent.width == 612 && page.extent.height == 792)
        #expect(page.text.lines.map(\.plainText) == ["Item Price", "Bolt"])
        #expect(page.words.map(\.confidence) == [0.75, 1, 0.5])
        #expect(page.words[1].polygon.bounds.isNear(151.2, 72, 216, 108))
        #expect(page.layout.tables.map(\.columnCount) == [2])
        #expect(page.cells() == ["0,0 1x1 Item", "0,1 1x1 Price", "1,0 1x2 Bolt"])
        #expect(page.layout.tables[0].polygon.bounds.isNear(72, 72, 216, 180))
        #expect(page.layout.selectionMarks.map(\.isSelected) == [true, false])
        #expect(page.layout.selectionMarks.map(\.confidence) == [0.9, 0.8])
        #expect(page.layout.selectionMarks[0].polygon.bounds.isNear(360, 360, 367.2, 367.2))
        #expect(!page.isPartial && page.warnings.isEmpty)
    }

    @Test func `without its text says so`() throws {
        let page = try RecordedFormat.azure.result(Sample.azure21).pages[1]
        #expect(page.isPartial)
        #expect(page.layout == .empty)
        #expect(page.warnings.map(\.code) == ["recorded_without_text", "page_turned"])
    }

    @Test func `of 2021 is read by its spans`() throws {
        let result = try RecordedFormat.azure.result(Sample.azure2021)
        #expect(result.source == "azure 2021-09-30-preview prebuilt-layout")
        let page = try #require(result.pages.first).inPoints(dpi: 144)
        #expect(page.number == 3)
        #expect(page.extent.width == 360)
        #expect(page.words.map(\.text) == ["One", "two"])
        #expect(page.words[1].polygon.bounds.isNear(20, 5, 35, 10))
    }

    @Test func `of version 4 gives paragraphs with roles and cells by spans`() throws {
        let result = try RecordedFormat.azure.result(Sample.azure4)
        let page = result.pages[0].inPoints()
        #expect(page.paragraphs() == ["heading: Head", "body: A B\n𝒳 C", "caption: Cap", "page_number: 7"])
        #expect(page.cells() == ["0,0 1x1 A", "0,1 1x2 B", "1,0 1x1 𝒳 C", "1,1 1x1 "])
        #expect(page.layout.tables[0].cells[3].polygon.bounds.isNear(216, 360, 288, 432))
        #expect(page.layout.selectionMarks.count == 1)
        #expect(
            result.warnings.map(\.message)
                == ["The recorded result also holds what isn't kept: kinds of cells: 1, sections: 2, styles: 1."])
        #expect(page.warnings.map(\.message) == ["The recorded result also holds what isn't kept: barcodes: 1."])
    }

    @Test(arguments: [
        ("{}", "corrupt"), ("[", "corrupt"), ("{\"status\":\"failed\",\"error\":{\"code\":\"x\"}}", "engine_failure"),
        ("{\"status\":\"running\"}", "engine_failure"), (Sample.azure21.replacing("\"width\":8.5", with: "\"width\":0"), "corrupt"),
        (Sample.azure21.replacing("\"width\":8.5", with: "\"width\":1e400"), "corrupt"),
        (Sample.azure21.replacing("[5,5,5.1", with: "[5e200,5,5.1"), "corrupt"),
        (Sample.azure21.replacing("\"page\":2", with: "\"page\":1"), "corrupt"),
        (Sample.azure21.replacing("\"page\":2", with: "\"page\":9223372036854775807"), "corrupt"),
        (Sample.azure21.replacing("\"rows\":2", with: "\"rows\":9223372036854775807"), "corrupt"),
        (Sample.azure21.replacing("\"columnSpan\":2", with: "\"columnSpan\":9223372036854775807"), "corrupt"),
        (Sample.azure21.replacing("\"rowIndex\":1", with: "\"rowIndex\":-1"), "corrupt"),
        (Sample.azure21.replacing("[5,5,5.1", with: "[5,5.1"), "corrupt"),
        (Sample.azure21.replacing("inch", with: "parsec"), "unsupported_feature"),
        (String(repeating: "[", count: 100_000), "corrupt"),
    ])
    func `that is broken is refused`(source: String, code: String) {
        let error = #expect(throws: ExtractionError.self) { try RecordedFormat.azure.result(source) }
        #expect(error?.code.rawValue == code)
    }

    @Test func `with spans beyond all numbers is read`() throws {
        let source = Sample.azure4.replacing(
            "\"offset\":9,\"length\":4", with: "\"offset\":9223372036854775807,\"length\":9223372036854775807")
        #expect(try RecordedFormat.azure.result(source).pages[0].words.count == 7)
    }

    @Test func `whose cells all claim all words is refused, in time in proportion`() async {
        func source(_ count: Int) -> String {
            let words = (0..<count).map {
                #"{"content":"a","polygon":[1,1,2,1,2,2,1,2],"confidence":1,"span":{"offset":\#($0),"length":1}}"#
            }
            let cells = (0..<count).map { #"{"rowIndex":\#($0),"columnIndex":0,"content":"a","spans":[{"offset":0,"length":9999}]}"# }
            return """
                {"pages":[{"pageNumber":1,"width":8,"height":11,"unit":"inch","words":[\(words.joined(separator: ","))]}],
                "tables":[{"rowCount":\(count),"columnCount":1,"cells":[\(cells.joined(separator: ","))]}]}
                """
        }
        func refuse(_ source: String) {
            let error = #expect(throws: ExtractionError.self) { try RecordedFormat.azure.result(source) }
            #expect(error?.code == .corrupt)
        }
        let whole = source(2_000), quarter = source(500)
        #expect(await timesAsLong(below: 10, { refuse(whole) }, as: { refuse(quarter) }) < 10)
    }
}
