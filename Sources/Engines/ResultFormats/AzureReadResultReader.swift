internal import ExtractionKit

/// Reads the pages of versions 2.0 and 2.1: words are in lines, and the cells of tables refer to them.
struct AzureReadResultReader {
    private let tables: [Int: [AzureAnalysis.PageResult.PageTable]]
    private let readResultPages: [Int]

    init(_ analysis: AzureAnalysis, kept: inout NotKept) {
        tables = Dictionary(
            (analysis.pageResults ?? []).map { ($0.page, $0.tables ?? []) }, uniquingKeysWith: { $0 + $1 })
        readResultPages = (analysis.readResults ?? []).map(\.page)
        for cell in tables.values.joined().flatMap(\.cells) where cell.isHeader == true || cell.isFooter == true {
            kept.count("marks of cells as headers or footers")
        }
        let known = Set(readResultPages)
        kept.count("tables of pages that aren't there", tables.filter { !known.contains($0.key) }.reduce(0) { $0 + $1.value.count })
    }

    func pages(_ found: [AzureAnalysis.ReadResult]) throws -> [RecordedPage] {
        try found.enumerated().map { index, page in try self.page(page, at: index) }
    }

    private func page(_ page: AzureAnalysis.ReadResult, at index: Int) throws -> RecordedPage {
        var builder = RecordedLayoutBuilder()
        var estimated = 0
        builder.beginParagraph(.body)
        var numbers: [[Range<Int>]] = []
        for line in page.lines ?? [] {
            var words: [TextWord] = []
            var ofLine: [Range<Int>] = []
            for word in line.words ?? [] {
                guard let place = try (word.boundingBox ?? line.boundingBox)?.checked() else {
                    throw ExtractionError.corruptResult("a word has no place")
                }
                let parts = TextWord.sharing(place, of: word.text, confidence: RecordedNumbers.confidence(word.confidence))
                if parts.count > 1 || word.boundingBox == nil { estimated += parts.count }
                ofLine.append(builder.wordCount + words.count..<builder.wordCount + words.count + parts.count)
                words += parts
            }
            if line.words == nil, let place = try line.boundingBox?.checked() {
                words = TextWord.sharing(place, of: line.text)
                if words.count > 1 { estimated += words.count }
            }
            numbers.append(ofLine)
            builder.addLine(words)
        }
        for table in tables[page.page] ?? [] {
            try builder.add(recorded(table, page: index, numbers: numbers, &builder, &estimated))
        }
        for mark in page.selectionMarks ?? [] { try AzureResultParser.mark(mark).map { builder.add($0) } }
        guard let extent = try AzureResultParser.extent(width: page.width, height: page.height, unit: page.unit) else {
            throw ExtractionError.corruptResult("a page has no size")
        }
        // A blank page has an empty array; without text details there is none.
        let isPartial = page.lines == nil
        return RecordedPage(
            number: page.page, extent: extent, layout: builder.finish(), isPartial: isPartial,
            warnings: (isPartial ? [AzureResultParser.withoutText(page: page.page)] : [])
                + AzureResultParser.turned(page.angle, page: page.page) + Warning.estimatedPositions(estimated, page: page.page))
    }

    private func recorded(
        _ table: AzureAnalysis.PageResult.PageTable, page: Int, numbers: [[Range<Int>]], _ builder: inout RecordedLayoutBuilder,
        _ estimated: inout Int
    ) throws -> RecordedLayoutBuilder.RecordedTable {
        var cells: [RecordedLayoutBuilder.RecordedTable.Cell] = []
        let tablePlace = try table.boundingBox?.checked()
        for cell in table.cells {
            guard let place = try cell.boundingBox?.checked() ?? tablePlace else {
                throw ExtractionError.corruptResult("a cell has no place")
            }
            var words = (cell.elements ?? []).flatMap { Self.words($0, page: page, numbers) }
            if cell.elements?.isEmpty ?? true, let text = cell.text, !text.isEmpty {
                // Recorded without text details: the cells are all the text there is.
                let parts = TextWord.sharing(place, of: text)
                estimated += parts.count
                builder.beginParagraph(.body)
                words = Array(builder.addLine(parts))
            }
            cells.append(
                .init(
                    row: cell.rowIndex, column: cell.columnIndex, rowSpan: cell.rowSpan ?? 1, columnSpan: cell.columnSpan ?? 1,
                    polygon: place, words: words))
        }
        guard let place = tablePlace ?? cells.lazy.map(\.polygon).union() else {
            throw ExtractionError.corruptResult("a table has no place")
        }
        return .init(rowCount: table.rows, columnCount: table.columns, polygon: place, cells: cells)
    }

    /// The numbers of the words that `#/readResults/0/lines/11/words/2` means; none for what isn't a word of the page.
    private static func words(_ pointer: String, page: Int, _ numbers: [[Range<Int>]]) -> [Int] {
        let parts = pointer.split(separator: "/")
        guard let start = parts.firstIndex(of: "readResults"), parts.count >= start + 6, parts[start + 1] == "\(page)",
            parts[start + 2] == "lines", let line = Int(parts[start + 3]), numbers.indices.contains(line),
            parts[start + 4] == "words", let word = Int(parts[start + 5]), numbers[line].indices.contains(word)
        else { return [] }
        return Array(numbers[line][word])
    }
}
