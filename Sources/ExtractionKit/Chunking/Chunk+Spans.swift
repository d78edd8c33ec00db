extension [Chunk] {
    /// Chunks of stretches of a document's content, in the order of the content, numbered from 0, with the pages and regions that each stands on.
    init(_ spans: some Sequence<TextSpan>, context: [[String]] = [], of document: ReadDocument) {
        let pages = document.pages.enumerated().compactMap { place, page -> (place: Int, number: Int, span: TextSpan)? in
            guard let first = page.layout.words.first, let last = page.layout.words.last else { return nil }
            return (place, page.page.number, first.span.union(last.span))
        }
        var firstPage = 0
        self = spans.enumerated().map { index, span in
            // Chunks begin in order, so pages that end before this one are behind all that follow.
            while firstPage < pages.count, pages[firstPage].span.end <= span.offset { firstPage += 1 }
            let touched = pages[firstPage...].prefix { $0.span.offset < span.end }
            let places = (touched.first?.place ?? 0)..<(touched.last.map { $0.place + 1 } ?? 0)
            return Chunk(
                index: index, span: span, text: document.text(of: span), pages: touched.map(\.number),
                context: context.indices.contains(index) ? context[index] : [], regions: document.blocks(of: span, among: places))
        }
    }
}
