extension ReadDocument {
    /// Where a span stands: a region for each run of lines that stand below each other, in reading order.
    ///
    /// ``regions(of:)`` gives every line; this is what to show of a passage. A line begins another block where it doesn't lie under the one
    /// before, or lies further away than the lines are high.
    public func blocks(of span: TextSpan) -> [PageRegion] { blocks(of: span, among: pages.indices) }

    /// The regions on some of the pages, by their places among ``pages``.
    func blocks(of span: TextSpan, among places: Range<Int>) -> [PageRegion] {
        var blocks: [PageRegion] = []
        for line in regions(of: span, among: places) {
            guard let last = blocks.last, last.page == line.page else {
                blocks.append(line)
                continue
            }
            let above = last.polygon.bounds, below = line.polygon.bounds
            guard above.horizontalOverlap(with: below) > 0.5, below.minY > above.minY, below.minY - above.maxY < below.height else {
                blocks.append(line)
                continue
            }
            blocks[blocks.count - 1].polygon = Polygon(above.union(below))
            blocks[blocks.count - 1].span = last.span.union(line.span)
        }
        return blocks
    }
}
