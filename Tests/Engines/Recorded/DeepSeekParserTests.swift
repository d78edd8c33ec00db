import ExtractionKit
import ExtractionResultFormats
import ExtractionTesting
import Testing

@Suite struct `An answer of DeepSeek-OCR` {
    @Test func `gives blocks, tables and shares of places`() throws {
        let page = try RecordedFormat.deepseek.result(Sample.deepSeek).pages[0]
        let placed = page.inPoints(size: Size(width: 999, height: 1_998))
        #expect(placed.text.lines.map(\.plainText) == ["Prices & parts", "Bolt M 8", "M10", "in stock"])
        #expect(placed.layout.paragraphs.map(\.role) == [.heading, .body, .body])
        #expect(placed.cells() == ["0,0 2x1 Bolt", "0,1 1x1 M 8", "1,1 1x1 M10"])
        #expect(placed.layout.tables[0].polygon.bounds.isNear(0, 200, 999, 600))
        #expect(placed.layout.tables[0].cells[2].polygon.bounds.isNear(499.5, 400, 999, 600))
        #expect(placed.words[0].polygon.bounds.isNear(100, 0, 100 + 400 * 6 / 14, 198))
        #expect(placed.words.allSatisfy { $0.confidence == nil })
        #expect(placed.warnings.map(\.code) == ["not_kept", "positions_estimated"])
        #expect(!placed.isPartial)
        #expect(page.inPoints().warnings.map(\.code).contains("page_size_assumed"))
    }

    @Test func `without its special tokens says the same`() throws {
        let stripped = Sample.deepSeek.replacing("<|ref|>", with: "").replacing("<|/ref|><|det|>", with: "").replacing("<|/det|>", with: "")
            .replacing("<｜end▁of▁sentence｜>", with: "")
        #expect(try RecordedFormat.deepseek.result(stripped) == RecordedFormat.deepseek.result(Sample.deepSeek))
    }

    @Test func `without places is set line by line`() throws {
        let page = try RecordedFormat.deepseek.result("# Shop\n\n- nails\n- screws\n\nplain\ntext").pages[0]
        #expect(page.paragraphs() == ["title: Shop", "list_item: - nails", "list_item: - screws", "body: plain\ntext"])
        #expect(page.warnings.map(\.code) == ["positions_made_up"])
        let tops = page.layout.lines.map(\.polygon.bounds.minY)
        #expect(tops == tops.sorted() && Set(tops).count == tops.count)
    }

    @Test func `to the question for mere text has it in the marks`() throws {
        let page = try RecordedFormat.deepseek.result(
            "<|ref|>TOTAL 5.00<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n<|ref|>CASH<|/ref|><|det|>[[1, 5, 3, 9]]<|/det|>"
        ).pages[0]
        #expect(page.text.lines.map(\.plainText) == ["TOTAL 5.00", "CASH"])
    }

    @Test func `may be cut off, and says so`() throws {
        let answer = "<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\nwhole\n<|ref|>text<|/ref|><|det|>[[1, 2"
        let page = try RecordedFormat.deepseek.result(answer).pages[0]
        #expect(page.text.plainText == "whole")
        #expect(page.isPartial)
        #expect(page.warnings.map(\.code) == ["positions_estimated", "cut_off_output"])
        let table = try RecordedFormat.deepseek.result("<table><tr><td>a</td><td>b</td></tr><tr><td>c").pages[0]
        #expect(table.cells() == ["0,0 1x1 a", "0,1 1x1 b", "1,0 1x1 c"])
    }

    @Test(arguments: [
        String(repeating: "0", count: 700), String(repeating: "ab, ", count: 100),
        "Start\n" + String(repeating: "x1 \n", count: 90) + "end",
        String(repeating: "This sentence, which is a little longer than all of the others, comes again and again, forever. ", count: 9),
        (0..<30).map { "<|ref|>text<|/ref|><|det|>[[0, \($0 * 9), 900, 999]]<|/det|>\nSame\n" }.joined(),
        String(repeating: "<tr><td>7</td></tr>", count: 60), String(repeating: "ä€𝒳", count: 90),
    ])
    func `in a loop is partial, and the loop is left out`(answer: String) throws {
        let page = try RecordedFormat.deepseek.result(answer).pages[0]
        #expect(page.isPartial)
        #expect(page.warnings.contains { $0.code == "degenerate_output" })
        #expect(page.layout.content.utf8.count < 120)
    }

    @Test(arguments: [
        "<table>" + String(repeating: "<tr><td></td><td></td></tr>", count: 60) + "</table>",
        "Signature " + String(repeating: "_", count: 120), String(repeating: "Item ...... 5\n", count: 8),
        (1...200).map { "Row \($0): \($0 * 37 % 101)" }.joined(separator: "\n"),
    ])
    func `that only looks monotonous is whole`(answer: String) throws {
        let page = try RecordedFormat.deepseek.result(answer).pages[0]
        #expect(!page.isPartial)
        #expect(!page.warnings.contains { $0.code == "degenerate_output" })
    }

    @Test(arguments: [
        ("<|ref|>text<|/ref|> and no place", "corrupt"), ("<|ref|>a<|/ref|><|det|>__import__('os')<|/det|>b", "corrupt"),
        ("<|ref|>a<|/ref|><|det|>[[1, 2, 3]]<|/det|>b", "corrupt"), ("<|ref|>a<|/ref|><|det|>[[1, 2, 3, 1e999]]<|/det|>b", "corrupt"),
        (String(repeating: "long answer ", count: 30_000), "too_large"),
    ])
    func `that is broken is refused`(answer: String, code: String) {
        let error = #expect(throws: ExtractionError.self) { try RecordedFormat.deepseek.result(answer) }
        #expect(error?.code.rawValue == code)
    }

    @Test(arguments: [
        ("<|ref|>", 30_000), ("<table", 40_000), ("<table><tr><td colspan=100 rowspan=100>", 5_000),
        ("<tr><td colspan=100 rowspan=100>" + String(repeating: "<td colspan=100>", count: 9), 1_200), ("", 60_000),
    ])
    func `made to cost time takes it in proportion`(part: String, count: Int) async {
        func answer(_ count: Int) -> String {
            if part.isEmpty { return (0..<count).map { "\($0 % 7 * $0 % 11)\n" }.joined() }
            return (part.hasPrefix("<tr>") ? "<table>" : "") + String(repeating: part, count: count)
        }
        func parse(_ answer: String) {
            do { _ = try RecordedFormat.deepseek.result(answer) } catch { #expect(error is ExtractionError) }
        }
        let whole = answer(count), quarter = answer(count / 4)
        #expect(await timesAsLong(below: 10, { parse(whole) }, as: { parse(quarter) }) < 10)
    }
}
