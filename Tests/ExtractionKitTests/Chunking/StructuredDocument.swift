import ExtractionEvaluation
import ExtractionKit

/// A made-up document with headings, lists, tables, captions and furniture, and where each of them is.
struct StructuredDocument {
    /// What a chunk holds whole where it fits.
    struct Element {
        enum Kind { case heading, paragraph, item, row, caption, furniture }

        var kind: Kind
        var page: Int
        var lines: Range<Int>
    }

    /// What belongs together: a heading, a caption or an introduction, and the list or table behind it.
    struct Group {
        /// Places among the elements.
        var elements: Range<Int>
        /// How many of them explain the next.
        var explaining: Int
    }

    private(set) var elements: [Element] = []
    private(set) var groups: [Group] = []
    /// The places of the rows of tables with a head among the elements: the head's, and the others'.
    private(set) var headed: [(head: Int, rows: [Int])] = []
    private(set) var document = ReadDocument(pageCount: 0, outcomes: [])

    private var random: SeededGenerator
    private var builder = LayoutBuilder()
    private var lineCount = 0
    private var wordCount = 0
    private var y = 0.0
    private var tables: [(first: Int, columns: Int, cells: [(row: Int, column: Int, words: Range<Int>)], hasHead: Bool)] = []

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        let pageCount = 1 + random.next(below: 3)
        let outcomes = (1...pageCount).map { PageOutcome.read(page($0)) }
        document = ReadDocument(pageCount: pageCount, outcomes: outcomes)
    }

    /// The content's stretch of an element.
    func span(_ element: Int) -> TextSpan {
        let lines = document.pages[elements[element].page].layout.lines[elements[element].lines]
        return lines.dropFirst().reduce(lines[lines.startIndex].span) { $0.union($1.span) }
    }

    /// The content's stretch of several elements that follow each other.
    func span(_ elements: Range<Int>) -> TextSpan { span(elements.lowerBound).union(span(elements.upperBound - 1)) }

    private mutating func page(_ number: Int) -> ReadPage {
        (builder, lineCount, wordCount, y, tables) = (LayoutBuilder(), 0, 0, 20, [])
        let page = number - 1
        add(.furniture, .pageHeader, page, size: 8, ["Annual", "report", "of", "all"])
        for _ in 0..<1 + random.next(below: 5) {
            let start = elements.count
            if random.next(below: 2) == 0 {
                add(.heading, .heading, page, size: random.next(below: 2) == 0 ? 20 : 14, words(1 + random.next(below: 4)))
            }
            switch random.next(below: 4) {
            case 0: list(page, from: start)
            case 1, 2: table(page, from: start)
            default: for _ in 0..<1 + random.next(below: 3) { add(.paragraph, .body, page, size: 10, words(1 + random.next(below: 30))) }
            }
        }
        add(.furniture, .pageNumber, page, size: 8, ["Page", "\(number)"])
        var layout = builder.finish()
        layout.tables = tables.map { table in
            Table(
                rowCount: (table.cells.map(\.row).max() ?? 0) + 1, columnCount: table.columns,
                polygon: table.cells.lazy.flatMap { layout.words[$0.words] }.map(\.polygon).union() ?? layout.words[table.first].polygon,
                cells: table.cells.map { cell in
                    let words = layout.words[cell.words]
                    return Table.Cell(
                        row: cell.row, column: cell.column, polygon: words[words.startIndex].polygon, spans: words.map(\.span),
                        isHeader: table.hasHead && cell.row == 0)
                })
        }
        return ReadPage(
            page: Page(number: number, size: Size(width: 600, height: y + 100)),
            route: PageRoute(method: .textLayer, reason: .goodText, signals: RoutingSignals()), layout: layout)
    }

    private mutating func list(_ page: Int, from start: Int) {
        add(.paragraph, .body, page, size: 10, words(1 + random.next(below: 8)) + ["these:"])
        let explaining = elements.count - start
        let kind = random.next(below: 3),
            numbers = [["1.", "2.", "3.", "4.", "5."], ["a)", "b)", "c)", "d)", "e)"], ["(9)", "(10)", "(11)", "(12)", "(13)"]]
        for mark in numbers[random.next(below: 3)].prefix(2 + random.next(below: 4)) {
            // Bullets are known as items. Numbers are text: each in a paragraph of its own, or all in one with what introduces them.
            add(
                .item, kind == 0 ? .listItem : .body, page, size: 10, [kind == 0 ? "•" : mark] + words(1 + random.next(below: 12)),
                continuing: kind == 2)
        }
        groups.append(Group(elements: start..<elements.count, explaining: explaining))
        add(.paragraph, .body, page, size: 10, words(3))
    }

    private mutating func table(_ page: Int, from start: Int) {
        let place = random.next(below: 3)
        if place == 0 { add(.caption, .caption, page, size: 10, ["Table", "1"] + words(3)) }
        let explaining = elements.count - start
        let columns = 1 + random.next(below: 3), rows = 1 + random.next(below: 6)
        let hasHead = random.next(below: 2) == 0, first = wordCount, firstRow = elements.count
        var cells: [(row: Int, column: Int, words: Range<Int>)] = []
        if random.next(below: 5) == 0, rows > 1, columns > 1 {
            // Read column by column: nobody can keep its rows whole.
            for column in 0..<columns {
                for row in 0..<rows { cells.append(cell(row, column)) }
            }
            tables.append((first, columns, cells, false))
            return
        }
        for row in 0..<rows {
            let firstLine = lineCount
            let isOneLine = random.next(below: 2) == 0
            if isOneLine {
                var line: [String] = []
                for column in 0..<columns {
                    let text = words(1 + random.next(below: 3))
                    cells.append((row, column, wordCount + line.count..<wordCount + line.count + text.count))
                    line += text
                }
                write([line], .body, size: 10)
            } else {
                for column in 0..<columns { cells.append(cell(row, column)) }
            }
            elements.append(Element(kind: .row, page: page, lines: firstLine..<lineCount))
        }
        tables.append((first, columns, cells, hasHead))
        if hasHead, rows > 1 { headed.append((firstRow, Array(firstRow + 1..<elements.count))) }
        if place == 1 { add(.caption, .caption, page, size: 10, ["Table", "1"] + words(3)) }
        groups.append(Group(elements: start..<elements.count, explaining: explaining))
        add(.paragraph, .body, page, size: 10, words(3))
    }

    /// A cell on a line of its own.
    private mutating func cell(_ row: Int, _ column: Int) -> (row: Int, column: Int, words: Range<Int>) {
        let text = words(1 + random.next(below: 4)), first = wordCount
        write([text], .body, size: 10)
        return (row, column, first..<first + text.count)
    }

    /// An element in lines of up to eight words.
    private mutating func add(
        _ kind: Element.Kind, _ role: Paragraph.Role, _ page: Int, size: Double, _ words: [String], continuing: Bool = false
    ) {
        let first = lineCount
        write(
            stride(from: 0, to: words.count, by: 8).map { Array(words[$0..<min(words.count, $0 + 8)]) }, role, size: size,
            continuing: continuing)
        elements.append(Element(kind: kind, page: page, lines: first..<lineCount))
    }

    private mutating func write(_ lines: [[String]], _ role: Paragraph.Role, size: Double, continuing: Bool = false) {
        if !continuing { builder.beginParagraph(role: role) }
        for line in lines {
            builder.addLine(
                line.enumerated().map { index, text in
                    TextWord(text: text, polygon: Polygon(Rect(x: 50 + 40 * Double(index), y: y, width: 38, height: size)), fontSize: size)
                })
            y += 1.5 * size
            lineCount += 1
            wordCount += line.count
        }
        y += size
    }

    private mutating func words(_ count: Int) -> [String] {
        // A mark that combines with the blank before it as well.
        let known = MadeUpPages.words + ["\u{301}x"]
        return (0..<count).map { _ in known[random.next(below: known.count)] }
    }
}
