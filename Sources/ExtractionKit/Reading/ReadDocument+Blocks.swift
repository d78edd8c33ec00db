extension ReadDocument {
    /// Where a span stands: a region for each run of lines that stand below each other, in reading order.
    ///
    /// ``regions(of:)`` gives every line; this is what to show of a passage. A line begins another block where it doesn't lie under the one
    /// before, or lies further away than the lines are high.
    public func blocks(of span: TextSpan) -> [PageRegion] {
        var blocks: [PageRegion] = []
        for line in regions(of: span) { blocks.join(line) }
        return blocks
    }
}

extension [PageRegion] {
    /// Adds a line to the block that it goes on with, or as another block.
    mutating func join(_ line: PageRegion) {
        guard let last = last, last.page == line.page else { return append(line) }
        let above = last.polygon.bounds, below = line.polygon.bounds
        guard above.horizontalOverlap(with: below) > 0.5, below.minY > above.minY, below.minY - above.maxY < below.height else {
            return append(line)
        }
        self[count - 1].polygon = Polygon(above.union(below))
        self[count - 1].span = last.span.union(line.span)
    }
}
