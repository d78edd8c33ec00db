internal import ExtractionKit

/// Reads the pages of versions since 2021: words, lines, paragraphs and cells are stretches of one content.
struct AzureLayoutReader {
    private typealias Span = AzureAnalysis.Span

    private let paragraphs: SpanIndex
    private let roles: [Paragraph.Role]
    private let tables: [Int: [AzureAnalysis.Table]]

    init(_ analysis: AzureAnalysis, kept: inout NotKept) {
        let found = analysis.paragraphs ?? []
        paragraphs = SpanIndex(found.map { $0.spans ?? [] })
        var roles = found.map { paragraph in Self.role(paragraph.role) ?? .body }
        kept.count("unknown roles of paragraphs", found.count { $0.role != nil && Self.role($0.role) == nil })
        let figures = analysis.figures ?? [], allTables = analysis.tables ?? []
        for (attachments, role) in [
            (figures.compactMap(\.caption) + allTables.compactMap(\.caption), Paragraph.Role.caption),
            (figures.flatMap { $0.footnotes ?? [] } + allTables.flatMap { $0.footnotes ?? [] }, .footnote),
        ] {
            for pointer in attachments.flatMap({ $0.elements ?? [] }) {
                let parts = pointer.split(separator: "/")
                if parts.count == 2, parts[0] == "paragraphs", let index = Int(parts[1]), roles.indices.contains(index) {
                    roles[index] = role
                }
            }
        }
        self.roles = roles
        // A table that goes on on another page is kept where it begins.
        tables = Dictionary(grouping: allTables) { table in
            table.boundingRegions?.first?.pageNumber ?? table.cells.first?.boundingRegions?.first?.pageNumber ?? 1
        }
        kept.count("kinds of cells", allTables.reduce(0) { $0 + $1.cells.count { ($0.kind ?? "content") != "content" } })
        let pages = Set((analysis.pages ?? []).map(\.pageNumber))
        kept.count("tables of pages that aren't there", tables.filter { !pages.contains($0.key) }.reduce(0) { $0 + $1.value.count })
    }

    func pages(_ found: [AzureAnalysis.Page]) throws -> [RecordedPage] { try found.map(page) }

    private func page(_ page: AzureAnalysis.Page) throws -> RecordedPage {
        var kept = NotKept()
        kept.count("barcodes", page.barcodes?.count ?? 0)
        kept.count("formulas", page.formulas?.count ?? 0)
        var extent = try AzureResultParser.extent(width: page.width, height: page.height, unit: page.unit)
        if extent == nil {
            // Files of office programs have no pages in that sense, and their words have no places.
            kept.count("pages without a size, whose positions mean nothing")
            extent = PageExtent(width: 1, height: 1.414, unit: .relative)
        }
        guard let extent else { throw ExtractionError.corruptResult("a page has no size") }
        let nowhere = Polygon(Rect(x: 0, y: 0, width: extent.width, height: extent.height))

        var estimated = 0
        var lines = try Self.lines(of: page, nowhere: nowhere, &estimated, &kept)
        if lines.allSatisfy({ $0.offset != nil }) { lines.sort { ($0.offset ?? 0) < ($1.offset ?? 0) } }

        var builder = RecordedLayoutBuilder()
        var offsets: [(offset: Int, words: Range<Int>)] = []
        var current: Int?? = .none
        for line in lines {
            let paragraph = line.offset.flatMap { paragraphs.owner(of: $0) }
            if current != .some(paragraph) {
                builder.beginParagraph(paragraph.map { roles[$0] } ?? .body)
                current = .some(paragraph)
            }
            let first = builder.wordCount
            builder.addLine(line.words.map(\.word))
            for (index, word) in line.words.enumerated() {
                if let offset = word.offset { offsets.append((offset, first + index..<first + index + 1)) }
            }
        }
        offsets.sort { $0.offset < $1.offset }
        for table in tables[page.pageNumber] ?? [] {
            try builder.add(recorded(table, on: page.pageNumber, nowhere: nowhere, offsets, &kept))
        }
        for mark in page.selectionMarks ?? [] { try AzureResultParser.mark(mark).map { builder.add($0) } }
        return RecordedPage(
            number: page.pageNumber, extent: extent, layout: builder.finish(),
            warnings: AzureResultParser.turned(page.angle, page: page.pageNumber) + kept.warning(page: page.pageNumber)
                + Warning.estimatedPositions(estimated, page: page.pageNumber))
    }

    /// A line with its words and where they begin in the content, as far as the file says.
    private struct RecordedLine {
        var offset: Int?
        var words: [(word: TextWord, offset: Int?)] = []
    }

    private static func lines(of page: AzureAnalysis.Page, nowhere: Polygon, _ estimated: inout Int, _ kept: inout NotKept) throws
        -> [RecordedLine]
    {
        let found = page.lines ?? []
        let index = SpanIndex(found.map(\.stretches))
        var lines = found.map { RecordedLine(offset: $0.stretches.map(\.offset).min()) }
        // Words that no line holds make lines of their own, one for each run of them.
        var isRun = false
        var words = page.words ?? []
        if words.allSatisfy({ $0.span != nil }) { words.sort { ($0.span?.offset ?? 0) < ($1.span?.offset ?? 0) } }
        for word in words {
            let place = try word.place?.checked()
            let parts = TextWord.sharing(place ?? nowhere, of: word.content, confidence: RecordedNumbers.confidence(word.confidence))
            if parts.count > 1 || place == nil { estimated += parts.count }
            let placed = parts.map { ($0, word.span?.offset) }
            if let owner = word.span.flatMap({ index.owner(of: $0.offset) }) {
                lines[owner].words += placed
                isRun = false
            } else if isRun {
                lines[lines.count - 1].words += placed
            } else {
                lines.append(RecordedLine(offset: word.span?.offset, words: placed))
                isRun = true
            }
        }
        // Where no words are listed, lines say what they are. Elsewhere a line without words would only repeat what stands in others.
        for (number, line) in found.enumerated() where words.isEmpty {
            let parts = try TextWord.sharing(line.place?.checked() ?? nowhere, of: line.content)
            if parts.count > 1 { estimated += parts.count }
            lines[number].words = parts.map { ($0, lines[number].offset) }
        }
        kept.count("lines without words", words.isEmpty ? 0 : lines.count { $0.words.isEmpty })
        return lines.filter { !$0.words.isEmpty }
    }

    private func recorded(
        _ table: AzureAnalysis.Table, on page: Int, nowhere: Polygon, _ offsets: [(offset: Int, words: Range<Int>)], _ kept: inout NotKept
    ) throws -> RecordedLayoutBuilder.RecordedTable {
        var cells: [RecordedLayoutBuilder.RecordedTable.Cell] = []
        var budget = 16 * offsets.count + 1_000
        for cell in table.cells {
            var words: [Int] = []
            let region = cell.boundingRegions?.first { $0.pageNumber == page }
            if region == nil, !(cell.boundingRegions ?? []).isEmpty {
                kept.count("places of cells on another page")
            } else {
                for span in cell.spans ?? [] {
                    for index in Self.first(at: span.offset, in: offsets)..<offsets.count {
                        guard offsets[index].offset < span.end else { break }
                        words += offsets[index].words
                        budget -= 1
                        guard budget >= 0 else { throw ExtractionError.corruptResult("its cells share their words") }
                    }
                }
            }
            try cells.append(
                .init(
                    row: cell.rowIndex, column: cell.columnIndex, rowSpan: cell.rowSpan ?? 1, columnSpan: cell.columnSpan ?? 1,
                    polygon: region?.place?.checked() ?? table.boundingRegions?.first?.place?.checked() ?? nowhere, words: words))
        }
        let place = try table.boundingRegions?.first { $0.pageNumber == page }?.place?.checked()
        return .init(
            rowCount: table.rowCount, columnCount: table.columnCount, polygon: place ?? cells.lazy.map(\.polygon).union() ?? nowhere,
            cells: cells)
    }

    private static func first(at offset: Int, in offsets: [(offset: Int, words: Range<Int>)]) -> Int {
        var low = 0, high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func role(_ name: String?) -> Paragraph.Role? {
        switch name {
        case "title": .title
        case "sectionHeading": .heading
        case "pageHeader": .pageHeader
        case "pageFooter": .pageFooter
        case "pageNumber": .pageNumber
        case "footnote": .footnote
        case "formulaBlock": .formula
        default: nil
        }
    }
}
