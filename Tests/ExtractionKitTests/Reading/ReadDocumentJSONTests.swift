import ExtractionKit
import Foundation
import Testing

@Suite struct `A read document as JSON` {
    @Test(arguments: 0..<40) func `is read back as it was`(seed: UInt64) throws {
        let document = MadeUpDocument(seed: seed).document
        let json = try document.json(pretty: seed.isMultiple(of: 2))
        let back = try ReadDocument(json: json.utf8)
        #expect(back.content == document.content)
        #expect(back.pages == document.pages)
        #expect(back.pageCount == document.pageCount)
        #expect(back.failures.map(\.page) == document.failures.map(\.page))
        #expect(back.failures.map(\.error.message) == document.failures.map(\.error.message))
        #expect(try back.json(pretty: seed.isMultiple(of: 2)) == json)
    }

    /// What is written directly is what JSONEncoder makes of the same values.
    @Test(arguments: 0..<40) func `is the same for people and for programs`(seed: UInt64) throws {
        let document = MadeUpDocument(seed: seed).document
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let plain = try JSONDecoder().decode(JSONValue.self, from: Data(document.json(pretty: true).utf8))
        #expect(try String(decoding: encoder.encode(plain), as: UTF8.self) == document.json())
    }

    @Test func `isn't made of what is no number`() throws {
        var page = try #require(MadeUpDocument(seed: 1).document.pages.first)
        page.page.size.width = .nan
        let summary = DocumentSummary(Document(bytes: [1], filename: "a.pdf"), pageCount: 3)
        #expect(throws: EncodingError.self) { try PageOutcome.read(page).json(of: summary) }
    }

    @Test func `has keys in snake case, and the file where it is known`() throws {
        let summary = DocumentSummary(Document(bytes: [1], filename: "a.pdf"), pageCount: 3)
        let json = try MadeUpDocument(seed: 1).document.json(of: summary)
        for key in json.matches(of: /"([A-Za-z0-9_]+)":/).map(\.1) { #expect(key == key.lowercased()) }
        #expect(json.contains(#""media_type":"application/octet-stream""#))
        #expect(try ReadDocument(json: json.utf8).pages == MadeUpDocument(seed: 1).document.pages)
    }

    /// A consumer takes spans and indices for granted.
    @Test(arguments: [
        (#""words":[{"#, #""words":[{"span":{"offset":-1,"length":2},"polygon":[0,0,1,0,1,1,0,1]},{"#),
        (#""words":[{"#, #""words":[{"span":{"offset":9223372036854775807,"length":9},"polygon":[0,0,1,0,1,1,0,1]},{"#),
        (#""lines":[0,1]"#, #""lines":[0,99]"#), (#""words":[0,"#, #""words":[-7,"#), (#""content":""#, #""content":"x"#), ("{", "["),
    ])
    func `is refused where it points outside of itself`(part: String, other: String) throws {
        let json = try MadeUpDocument(seed: 3).document.json()
        try #require(json.contains(part))
        let damaged = json.replacing(part, with: other, maxReplacements: 1)
        let error = #expect(throws: ExtractionError.self) { try ReadDocument(json: damaged.utf8) }
        #expect(error?.code == .corrupt)
    }
}

@Suite struct `A table in Markdown` {
    @Test func `stands in its place, with a rule between pages`() throws {
        var builder = LayoutBuilder()
        func word(_ text: String, _ x: Double, _ y: Double) -> TextWord {
            TextWord(text: text, polygon: Polygon(Rect(x: x, y: y, width: 20, height: 10)))
        }
        builder.addLine([word("Before", 0, 0)])
        builder.beginParagraph()
        builder.addLine([word("a|b", 0, 20), word("c", 50, 20)])
        builder.addLine([word("d", 0, 40)])
        builder.beginParagraph(role: .heading)
        builder.addLine([word("After", 0, 60)])
        var layout = builder.finish()
        let polygon = Polygon(Rect(x: 0, y: 20, width: 70, height: 30))
        func cell(_ row: Int, _ column: Int, _ word: Int) -> Table.Cell {
            Table.Cell(row: row, column: column, polygon: polygon, spans: [layout.words[word].span])
        }
        layout.tables = [Table(rowCount: 2, columnCount: 2, polygon: polygon, cells: [cell(0, 0, 1), cell(0, 1, 2), cell(1, 1, 3)])]
        let route = PageRoute(method: .ocr, reason: .image, signals: RoutingSignals())
        let pages = [1, 2].map { number in
            PageOutcome.read(ReadPage(page: Page(number: number, size: Size(width: 100, height: 100)), route: route, layout: layout))
        }
        let page = "Before\n\n| a\\|b | c |\n| --- | --- |\n|  | d |\n\n## After"
        #expect(ReadDocument(pageCount: 2, outcomes: pages).markdown == page + "\n\n---\n\n" + page)
        layout.tables[0].rowCount = 1_000_000_000
        let huge = ReadPage(page: Page(number: 1, size: Size(width: 100, height: 100)), route: route, layout: layout)
        #expect(ReadDocument(pageCount: 1, outcomes: [.read(huge)]).markdown == "Before\n\na|b c\nd\n\n## After")
    }
}

/// A document of random pages, with whatever a page can have.
private struct MadeUpDocument {
    private(set) var document: ReadDocument

    init(seed: UInt64) {
        var random = Random(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        var outcomes: [PageOutcome] = []
        let count = 1 + random.below(4)
        for number in 1...count {
            if number > 1, random.below(4) == 0 {
                outcomes.append(.failed(page: number, ExtractionError(.corrupt, "No.").scoped(page: number, stage: .loading)))
            } else {
                outcomes.append(.read(Self.page(number, &random)))
            }
        }
        document = ReadDocument(pageCount: count, outcomes: outcomes)
    }

    private static func page(_ number: Int, _ random: inout Random) -> ReadPage {
        let texts = ["Total", "12,50", "Grüße", "東京", "👩‍👧", "\"quoted\"", "<b>", "a\\b", "é", "عربي"]
        let roles: [Paragraph.Role] = [.body, .title, .heading, .listItem, .pageNumber, .formula]
        var builder = LayoutBuilder()
        for _ in 0...random.below(4) {
            builder.beginParagraph(role: roles[random.below(roles.count)])
            for _ in 0...random.below(3) {
                builder.addLine(
                    (0...random.below(5)).map { _ in
                        TextWord(
                            text: texts[random.below(texts.count)], polygon: polygon(&random),
                            confidence: random.below(2) == 0 ? nil : Double(random.below(1_001)) / 1_000,
                            fontSize: random.below(2) == 0 ? nil : Double(random.below(400)) / 10)
                    })
            }
        }
        var layout = builder.finish()
        if random.below(2) == 0 {
            let cells = layout.words.indices.prefix(4).map { index in
                Table.Cell(row: index / 2, column: index % 2, rowSpan: 1, polygon: polygon(&random), spans: [layout.words[index].span])
            }
            layout.tables = [Table(rowCount: 2, columnCount: 2, polygon: polygon(&random), cells: cells)]
            layout.selectionMarks = [SelectionMark(polygon: polygon(&random), isSelected: true, confidence: 0.5)]
        }
        var signals = RoutingSignals()
        signals.letterCost = random.below(2) == 0 ? nil : 4.25
        signals.words = layout.words.count
        let warning = Warning(code: "a_code", message: "Something.", page: number)
        return ReadPage(
            page: Page(
                number: number, size: Size(width: 595.28, height: 841.89), rotation: 90, imageDPI: random.below(2) == 0 ? nil : 300,
                warnings: random.below(2) == 0 ? [] : [warning]),
            route: PageRoute(method: .ocr, reason: .unmappedCharacters, signals: signals),
            engine: random.below(2) == 0 ? nil : PluginIdentity(id: "engine", version: "1", settings: "s"),
            preparation: random.below(2) == 0 ? nil : [PreparationStep(.scaled, by: 1.5, reason: "small type")], layout: layout,
            hiddenText: random.below(2) == 0
                ? []
                : [
                    HiddenText(
                        line: TextLine(words: [TextWord(text: "unseen", polygon: polygon(&random), fontName: "A", isBold: true)]),
                        reason: .paperColour)
                ],
            isPartial: random.below(2) == 0, warnings: random.below(2) == 0 ? [] : [warning],
            usage: Usage(pages: 1, calls: 2, promptTokens: 3, completionTokens: 4, cost: Decimal(string: "0.125") ?? 0))
    }

    /// Corners in hundredths of a point, as they are written.
    private static func polygon(_ random: inout Random) -> Polygon {
        func point() -> Point { Point(x: Double(random.below(60_000)) / 100, y: Double(random.below(80_000)) / 100) }
        return Polygon(topLeft: point(), topRight: point(), bottomRight: point(), bottomLeft: point())
    }

    /// SplitMix64.
    private struct Random {
        var state: UInt64

        mutating func below(_ bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ mixed >> 31) % UInt64(bound))
        }
    }
}
