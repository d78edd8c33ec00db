extension [ReadPage] {
    /// Finds what only several pages together show: lines that stand on each of them, and tables that go over a page's end.
    ///
    /// A paragraph near the top or the bottom whose text, digits aside, stands at the same height on at least half of the pages, and on two at
    /// least, is a header or a footer.
    mutating func findFurniture(in content: String) {
        let places = map { page in page.layout.paragraphs.map { Furniture($0, on: page.page, in: content) } }
        var counts: [Furniture: Int] = [:]
        for page in places { for place in Set(page.compactMap(\.self)) { counts[place, default: 0] += 1 } }
        func isFurniture(_ place: Furniture) -> Bool {
            // The height is rounded: neighbours of a boundary are one place.
            let near = (-1...1).reduce(0) { $0 + (counts[place.moved(by: $1)] ?? 0) }
            return near > 1 && 2 * near >= count
        }
        for (page, furniture) in places.enumerated() {
            for (index, place) in furniture.enumerated() {
                guard let place, isFurniture(place),
                    [.body, .heading, .listItem, .footnote].contains(self[page].layout.paragraphs[index].role)
                else { continue }
                self[page].layout.paragraphs[index].role = place.isTop ? .pageHeader : .pageFooter
            }
        }
        for index in indices.dropFirst() where self[index].page.number == self[index - 1].page.number + 1 {
            if goesOn(self[index - 1].layout, with: self[index].layout) { self[index].layout.tables[0].continuesPrevious = true }
        }
    }

    /// Whether the last table of a page and the first of the next have the same columns, with nothing but furniture between them.
    private func goesOn(_ upper: PageLayout, with lower: PageLayout) -> Bool {
        guard let last = upper.tables.last, let first = lower.tables.first, last.columnCount == first.columnCount else { return false }
        let foot = last.polygon.bounds.maxY, head = first.polygon.bounds.minY
        func isText(_ paragraph: Paragraph) -> Bool { ![.pageHeader, .pageFooter, .pageNumber, .footnote].contains(paragraph.role) }
        guard !upper.paragraphs.contains(where: { isText($0) && $0.polygon.bounds.midY > foot }),
            !lower.paragraphs.contains(where: { isText($0) && $0.polygon.bounds.midY < head })
        else { return false }
        return (0..<last.columnCount).allSatisfy { column in
            guard let above = last.extent(of: column), let below = first.extent(of: column) else { return true }
            return above.overlaps(below)
        }
    }
}

extension Table {
    /// Where the cells of one column stand, or `nil` where none has text.
    fileprivate func extent(of column: Int) -> ClosedRange<Double>? {
        let boxes = cells.lazy.filter { $0.column == column && $0.columnSpan == 1 && !$0.spans.isEmpty }.map(\.polygon.bounds)
        return boxes.union().map { $0.minX...$0.maxX }
    }
}

/// What a paragraph at a page's edge has in common with its like on other pages.
private struct Furniture: Hashable {
    var text: String
    var height: Int
    var isTop: Bool

    init?(_ paragraph: Paragraph, on page: Page, in content: String) {
        let middle = paragraph.polygon.bounds.midY
        guard paragraph.lines.count <= 3, middle.isFinite, middle > 0, middle < page.size.height, let text = content[paragraph.span] else {
            return nil
        }
        isTop = middle < 0.12 * page.size.height
        guard isTop || middle > 0.88 * page.size.height else { return nil }
        self.text = String(text.map { $0.isNumber ? "#" : $0 })
        height = Int(middle / 6)
    }

    func moved(by steps: Int) -> Furniture {
        var copy = self
        copy.height += steps
        return copy
    }
}
