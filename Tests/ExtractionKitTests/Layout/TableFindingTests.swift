import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `Finding tables` {
    private static let page = Page(number: 1, size: Size(width: 612, height: 792))

    private static func layout(
        _ text: String, origin: Point = Point(x: 36, y: 36), rulings: [Ruling] = [], raster: Raster? = nil
    ) async throws -> PageLayout {
        let text = PageText(monospaced: text, origin: origin)
        return try await GeometricLayoutAnalyzer().layout(
            for: LayoutRequest(page: page, text: text, rulings: rulings, raster: raster))
    }

    private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Ruling {
        Ruling(start: Point(x: x1, y: y1), end: Point(x: x2, y: y2), thickness: 0.5)
    }

    /// The texts of a table, row by row; a position without a cell is empty.
    private static func texts(_ table: Table, in layout: PageLayout) -> [[String]] {
        var rows = [[String]](repeating: Array(repeating: "", count: table.columnCount), count: table.rowCount)
        for cell in table.cells {
            rows[cell.row][cell.column] = cell.spans.compactMap { layout.content[$0].map(String.init) }.joined(separator: " ")
        }
        return rows
    }

    @Test func `words that line up in rows and columns are a table`() async throws {
        let layout = try await Self.layout(
            """
            The following substances were found in the sample.

            Analyte       LOQ     Result   Limit
            Caffeine      0.10    12.40    20.00
            Theine        0.10    ND       20.00
            Vanillin      0.25    3.75     10.00

            All of them are given in milligrams for each gram of it.
            """)
        let table = try #require(layout.tables.first)
        #expect(layout.tables.count == 1)
        #expect(
            Self.texts(table, in: layout) == [
                ["Analyte", "LOQ", "Result", "Limit"], ["Caffeine", "0.10", "12.40", "20.00"], ["Theine", "0.10", "ND", "20.00"],
                ["Vanillin", "0.25", "3.75", "10.00"],
            ])
        #expect(table.cells.filter(\.isHeader).map(\.row) == [0, 0, 0, 0])
        #expect(table.cells.allSatisfy { table.polygon.bounds.union($0.polygon.bounds) == table.polygon.bounds })
    }

    @Test func `tables beside each other are read apart where the lines between their rows end between them`() async throws {
        let text = """
            Substance    LOQ      Mass        Germs       Limit    Found
            Caffeine     0.10     12.40       Yeast       10000    350
            Theine       0.10     3.10        Mould       10000    ND
            Vanillin     0.25     3.75        Listeria    1        ND
            Cocaine      0.25     ND
            Menthol      0.25     1.20        Metals      Limit    Found
            Limonene     0.25     0.90        Lead        500      27
            """
        // A character is 6 points wide, a line 12 high.
        let rulings = (1...7).flatMap { row in
            let y = 36 + 12 * Double(row)
            return [Self.line(36, y, 210, y), Self.line(240, y, 420, y)]
        }
        #expect(try await Self.layout(text).tables.count == 1)
        let tables = try await Self.layout(text, rulings: rulings).tables
        #expect(tables.map { [$0.rowCount, $0.columnCount] } == [[7, 3], [4, 3], [2, 3]])
    }

    @Test func `a head over several columns covers them`() async throws {
        let layout = try await Self.layout(
            """
                              2007               2008
            Region       Sold     Kept      Sold     Kept
            North        1,200    14        1,300    16
            South        900      7         950      9
            West         640      3         700      5
            """)
        let table = try #require(layout.tables.first)
        let spans = table.cells.filter { $0.row == 0 }.map { [$0.column, $0.columnSpan] }
        #expect(spans == [[1, 2], [3, 2]])
        #expect(table.rowCount == 5 && table.columnCount == 5)
    }

    @Test func `a line that goes on below stays in its cell`() async throws {
        let layout = try await Self.layout(
            """
            Article                     Count    Amount
            Bolts of stainless steel,   12       3.40
            zinc plated
            Nuts                        7        1.20
            Washers                     9        0.90
            """)
        let table = try #require(layout.tables.first)
        #expect(Self.texts(table, in: layout).map(\.first) == ["Article", "Bolts of stainless steel, zinc plated", "Nuts", "Washers"])
    }

    @Test func `tables with other columns are other tables`() async throws {
        let layout = try await Self.layout(
            """
            Metal      Limit    Result
            Lead       0.50     0.02
            Arsenic    0.20     0.01

            Solvent          Unit         Found        Allowed       Status
            Hexane           ppm          12           290           Pass
            Benzene          ppm          0.4          1             Pass
            """)
        #expect(layout.tables.map(\.columnCount) == [3, 5])
    }

    @Test func `the tables that stand beside each other with the same head are two`() async throws {
        let layout = try await Self.layout(
            """
            Analyte    LOQ     Result      Analyte    LOQ     Result
            Limonene   0.01    1.20        Pinene     0.01    0.33
            Myrcene    0.01    0.85        Linalool   0.02    0.41
            """)
        #expect(layout.tables.map(\.columnCount) == [3, 3])
        #expect(layout.tables.map(\.rowCount) == [3, 3])
    }

    @Test(arguments: [
        "Dear Madam,\n\nthank you for the letter of last week, which reached us\nonly yesterday. We are glad to hear that the goods came\nin time and that nothing was broken on the way.",
        "Miller and Sons           Harbour Traders\n12 Mill Lane              7 Quay Street\nOxford OX1 2AB            Dover CT17 9BU\nEngland                   England",
        "Invoice number:    INV-2031\nInvoice date:      3 May 2024\nCustomer:          90210\nDue:               17 May 2024",
        "A single line", "",
    ]) func `letters, addresses and forms are no tables`(_ text: String) async throws {
        #expect(try await Self.layout(text).tables.isEmpty)
    }

    @Test func `drawn lines divide rows of text that would be read as more`() async throws {
        let text = """
            Place      What is kept
            Cellar     wine and some old
                       furniture of oak
            Attic      letters that nobody
                       has read for years
            """
        let rulings = [34.0, 47, 71, 95].map { Self.line(30, $0, 240, $0) } + [30.0, 98, 240].map { Self.line($0, 34, $0, 95) }
        let layout = try await Self.layout(text, rulings: rulings)
        let table = try #require(layout.tables.first)
        #expect(
            Self.texts(table, in: layout) == [
                ["Place", "What is kept"], ["Cellar", "wine and some old furniture of oak"],
                ["Attic", "letters that nobody has read for years"],
            ])
    }

    @Test func `lines in the page's image count as drawn`() async throws {
        let text = "Place      Kept\nCellar     wine and\n           old oak\nAttic      letters\n           unread"
        var pixels = [UInt8](repeating: 255, count: 1_275 * 1_650)
        func point(_ value: Double) -> Int { Int(value / 72 * 150) }
        for y in [34.0, 47, 71, 95].map(point) {
            for x in point(30)..<point(240) { for row in y...(y + 1) { pixels[row * 1_275 + x] = 0 } }
        }
        for x in [30.0, 98, 240].map(point) {
            for y in point(34)..<point(95) { for column in x...(x + 1) { pixels[y * 1_275 + column] = 0 } }
        }
        let raster = try Raster(width: 1_275, height: 1_650, pixels: pixels, dpi: 150)
        let layout = try await Self.layout(text, raster: raster)
        #expect(
            layout.tables.first.map { Self.texts($0, in: layout) } == [
                ["Place", "Kept"], ["Cellar", "wine and old oak"], ["Attic", "letters unread"],
            ])
    }

    @Test func `a cell is as sure as its words are`() async throws {
        var text = PageText(monospaced: "Item    Count   Price\nBolt    12      3.40\nNut     7       1.20")
        for line in text.lines.indices { for word in text.lines[line].words.indices { text.lines[line].words[word].confidence = 0.5 } }
        let layout = try await GeometricLayoutAnalyzer().layout(for: LayoutRequest(page: Self.page, text: text))
        #expect(layout.tables.first.map { Set($0.cells.map(\.confidence)) } == [0.5])
    }

    @Test func `made-up tables of every size come back as they were set`() async throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<60 {
            let columns = Int.random(in: 3...7, using: &generator), rows = Int.random(in: 3...12, using: &generator)
            var cells = [(0..<columns).map { "Head\("abcdefg".dropFirst($0).prefix(1))" }]
            for row in 1..<rows {
                let numbers = (1..<columns).map { _ in "\(Int.random(in: 0..<10_000, using: &generator)).\(row)" }
                cells.append(["name\(row)"] + numbers)
            }
            let text = cells.map { $0.map { $0 + String(repeating: " ", count: 11 - $0.count) }.joined() }.joined(separator: "\n")
            let layout = try await Self.layout(text)
            #expect(layout.tables.count == 1)
            #expect(layout.tables.first.map { Self.texts($0, in: layout) } == cells)
            #expect(layout.words.indices.allSatisfy { word in layout.lines.count { $0.words.contains(word) } == 1 })
        }
    }

    @Test func `a hundred thousand words are looked through or left alone in time that grows in proportion`() async throws {
        func lookThrough(_ count: Int) async throws {
            let words = (0..<count).map { index in
                TextWord(
                    text: "\(index % 10)",
                    polygon: Polygon(Rect(x: Double(index % 316) * 1.9, y: Double(index / 316) * 2.4, width: 1, height: 2)))
            }
            let lines = stride(from: 0, to: words.count, by: 316).map { TextLine(words: Array(words[$0..<min($0 + 316, words.count)])) }
            let layout = try await GeometricLayoutAnalyzer().layout(for: LayoutRequest(page: Self.page, text: PageText(lines: lines)))
            #expect(layout.words.count == count)
        }
        #expect(try await timesAsLong(below: 10, { try await lookThrough(100_000) }, as: { try await lookThrough(25_000) }) < 10)
    }
}
