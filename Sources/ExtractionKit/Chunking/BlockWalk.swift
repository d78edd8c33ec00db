/// Finds where stretches stand that begin in the order of the content: pages and lines that end before a stretch aren't looked at again, so that
/// a document is gone through about once, however many stretches it has.
struct BlockWalk {
    private var pages: [PlacedPage]
    private var firstPage = 0

    private struct PlacedPage {
        var number: Int
        var span: TextSpan
        var layout: PageLayout
        /// Whether lines behind one that begins after a stretch do so too.
        var isOrdered: Bool
        /// The first line that may not have ended yet.
        var firstLine = 0
    }

    init(_ document: ReadDocument) {
        pages = document.pages.compactMap { page in
            guard let span = page.layout.textSpan else { return nil }
            let lines = page.layout.lines
            let isOrdered = zip(lines, lines.dropFirst()).allSatisfy { $0.span.offset <= $1.span.offset }
            return PlacedPage(number: page.page.number, span: span, layout: page.layout, isOrdered: isOrdered)
        }
    }

    /// The pages that a stretch stands on, and its blocks on them, as ``ReadDocument/blocks(of:)`` finds them. No stretch may begin before the
    /// one that was asked for last.
    mutating func places(of span: TextSpan) -> (pages: [Int], blocks: [PageRegion]) {
        while firstPage < pages.count, pages[firstPage].span.end <= span.offset { firstPage += 1 }
        var numbers: [Int] = [], blocks: [PageRegion] = []
        for index in pages.indices[firstPage...] {
            guard pages[index].span.offset < span.end else { break }
            numbers.append(pages[index].number)
            let lines = pages[index].layout.lines
            while pages[index].firstLine < lines.count, lines[pages[index].firstLine].span.end <= span.offset {
                pages[index].firstLine += 1
            }
            for line in lines[pages[index].firstLine...] {
                if line.span.offset >= span.end, pages[index].isOrdered { break }
                guard line.span.overlaps(span) else { continue }
                if let region = pages[index].layout.region(of: span, in: line, onPage: pages[index].number) { blocks.join(region) }
            }
        }
        return (numbers, blocks)
    }
}
