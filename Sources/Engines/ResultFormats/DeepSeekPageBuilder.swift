internal import ExtractionKit

/// Sets the blocks of an answer on a page of 999 by 999.
struct DeepSeekPageBuilder {
    private let number: Int
    private var builder = RecordedLayoutBuilder()
    private var kept = NotKept()
    private var estimated = 0

    static func page(_ blocks: [DeepSeekBlock], number: Int) throws -> RecordedPage {
        var page = DeepSeekPageBuilder(number: number)
        let isPlaced = blocks.contains { !$0.boxes.isEmpty }
        let pieces = blocks.map { MarkdownPiece.pieces(of: $0.text) }
        // Without places, pieces are set below each other, a line to each of their lines.
        let rows = pieces.joined().reduce(0) { $0 + $1.rowCount + 1 }
        var row = 0
        for (block, own) in zip(blocks, pieces) {
            if block.text.isEmpty {
                page.kept.count(block.label.lowercased() == "image" || block.label.lowercased() == "figure" ? "images" : "empty blocks")
            }
            let ownRows = Double(max(1, own.reduce(0) { $0 + $1.rowCount }))
            var top = 0.0
            for piece in own {
                let box: Rect
                if let place = block.boxes.union() {
                    let height = place.height * Double(piece.rowCount) / ownRows
                    box = Rect(x: place.minX, y: place.minY + top, width: place.width, height: height)
                    top += height
                } else {
                    let pitch = min(20, 900 / Double(max(1, rows)))
                    let width = min(900, Double(piece.columnCount) * 11)
                    box = Rect(x: 50, y: 50 + Double(row) * pitch, width: width, height: Double(piece.rowCount) * pitch * 0.8)
                    row += piece.rowCount + 1
                }
                try page.add(piece, label: block.label, in: box)
            }
        }
        var warnings = page.kept.warning(page: number)
        if isPlaced || page.estimated == 0 {
            warnings += Warning.estimatedPositions(page.estimated, page: number)
        } else {
            warnings.append(
                Warning(code: "positions_made_up", message: "The answer has no places; its words are set below each other.", page: number))
        }
        return RecordedPage(
            number: number, extent: PageExtent(width: 999, height: 999, unit: .relative), layout: page.builder.finish(), warnings: warnings)
    }

    private mutating func add(_ piece: MarkdownPiece, label: String, in box: Rect) throws {
        switch piece {
        case .table(let table): try add(table, in: box)
        case .lines(let role, let lines):
            builder.beginParagraph(Self.role(label) ?? role)
            let height = box.height / Double(max(1, lines.count))
            let longest = lines.map(\.count).max() ?? 1
            for (index, line) in lines.enumerated() {
                let share = Double(line.count) / Double(max(1, longest))
                let place = Rect(x: box.minX, y: box.minY + Double(index) * height, width: box.width * share, height: height)
                let words = Self.words(of: line, in: place)
                estimated += words.count
                if !words.isEmpty { builder.addLine(words) }
            }
        }
    }

    private mutating func add(_ table: HTMLTable, in box: Rect) throws {
        builder.beginParagraph(.body)
        let width = box.width / Double(max(1, table.columnCount)), height = box.height / Double(max(1, table.rowCount))
        var cells: [RecordedLayoutBuilder.RecordedTable.Cell] = []
        for row in table.rows {
            var line: [TextWord] = []
            let first = builder.wordCount
            for cell in row {
                let place = Rect(
                    x: box.minX + Double(cell.column) * width, y: box.minY + Double(cell.row) * height,
                    width: Double(cell.columnSpan) * width, height: Double(cell.rowSpan) * height)
                let words = Self.words(of: cell.text, in: place)
                let numbers = first + line.count..<first + line.count + words.count
                line += words
                cells.append(
                    .init(
                        row: cell.row, column: cell.column, rowSpan: cell.rowSpan, columnSpan: cell.columnSpan, polygon: Polygon(place),
                        words: Array(numbers)))
            }
            estimated += line.count
            if !line.isEmpty { builder.addLine(line) }
        }
        guard table.rowCount > 0, table.columnCount > 0 else { return kept.count("tables without cells") }
        try builder.add(.init(rowCount: table.rowCount, columnCount: table.columnCount, polygon: Polygon(box), cells: cells))
    }

    /// The words of a line of text. In a box much higher than one line they are wrapped, for the model writes a paragraph as one line.
    private static func words(of text: String, in box: Rect) -> [TextWord] {
        let (pieces, length) = text.pieces()
        guard length > 0, box.width > 0 else { return TextWord.sharing(Polygon(box), of: text) }
        // Characters are about half as wide as lines are high; a page is about 1.4 times as high as wide, and 999 both ways.
        let rows = max(1, min((Double(length) * 0.5 * box.height * 1.41 / box.width).squareRoot().rounded(.down), 200))
        guard rows > 1, pieces.count > 1 else { return TextWord.sharing(Polygon(box), of: text) }
        let columns = (Double(length) / rows).rounded(.up)
        let height = box.height / rows
        return pieces.map { piece in
            let row = min((Double(piece.start) / columns).rounded(.down), rows - 1)
            let start = Double(piece.start) - row * columns
            let left = box.minX + box.width * start / columns
            let right = min(box.maxX, box.minX + box.width * (start + Double(piece.end - piece.start)) / columns)
            return TextWord(
                text: piece.text,
                polygon: Polygon(Rect(minX: left, minY: box.minY + row * height, maxX: right, maxY: box.minY + (row + 1) * height)))
        }
    }

    private init(number: Int) { self.number = number }

    private static func role(_ label: String) -> Paragraph.Role? {
        switch label.lowercased() {
        case "title": .title
        case "sub_title": .heading
        case "image_caption", "figure_caption", "table_caption", "caption": .caption
        case "footnote", "table_footnote", "image_footnote": .footnote
        case "header": .pageHeader
        case "footer": .pageFooter
        case "page_number": .pageNumber
        case "equation", "formula": .formula
        default: nil
        }
    }
}
