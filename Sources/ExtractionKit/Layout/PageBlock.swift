/// What stands on a page, one after the other: paragraphs, and tables with the paragraphs whose words are theirs.
package enum PageBlock {
    /// A paragraph outside of tables.
    case paragraph(Paragraph)
    /// A table, and the neighbouring paragraphs that have words in its cells.
    case table(Table, [Paragraph])
}

extension PageLayout {
    /// The paragraphs in order, those of a table together. A table whose paragraphs don't follow each other stands at its first; a table
    /// without words stands nowhere.
    package var blocks: [PageBlock] {
        let places = tables.enumerated().flatMap { index, table in
            table.cells.flatMap(\.spans).filter { $0.length > 0 }.map { (span: $0, table: index) }
        }.sorted { $0.span.offset < $1.span.offset }
        var blocks: [PageBlock] = []
        var positions: [Int: Int] = [:]
        var next = places.startIndex
        for paragraph in paragraphs {
            while next < places.endIndex, places[next].span.end <= paragraph.span.offset { next += 1 }
            guard next < places.endIndex, places[next].span.overlaps(paragraph.span) else {
                blocks.append(.paragraph(paragraph))
                continue
            }
            let table = places[next].table
            if let position = positions[table], case .table(let known, let paragraphs) = blocks[position] {
                blocks[position] = .table(known, paragraphs + [paragraph])
            } else {
                positions[table] = blocks.count
                blocks.append(.table(tables[table], [paragraph]))
            }
        }
        return blocks
    }
}
