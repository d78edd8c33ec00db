extension PageLayout {
    /// Tells page numbers, captions and footnotes from running text by where they stand and how they begin.
    ///
    /// A page number stands alone at the top or the bottom. A caption names and numbers what is right below or above it, a table or an image. A
    /// footnote is set smaller than the page's usual type, at its bottom, and begins with its mark.
    mutating func findRoles(on page: Page, imageAreas: [Rect]) {
        let sizes = words.compactMap(\.fontSize).sorted()
        let usual = sizes.isEmpty ? 0 : sizes[sizes.count / 2]
        let figures = tables.map(\.polygon.bounds) + imageAreas
        for index in paragraphs.indices where [.body, .listItem, .heading].contains(paragraphs[index].role) {
            let paragraph = paragraphs[index], box = paragraph.polygon.bounds
            guard let text = content[paragraph.span], let first = lines[paragraph.lines].first else { continue }
            let height = box.midY / max(page.size.height, 1)
            let size = words[first.words].compactMap(\.fontSize).max() ?? 0
            if paragraph.lines.count == 1, height < 0.1 || height > 0.9, text.isPageNumber {
                paragraphs[index].role = .pageNumber
            } else if paragraph.lines.count < 5, text.isNumberedName, figures.contains(where: { $0.isNear(box, by: 3 * max(size, 6)) }) {
                paragraphs[index].role = .caption
            } else if height > 0.6, size > 0, size < 0.9 * usual, text.beginsAsNote {
                paragraphs[index].role = .footnote
            }
        }
    }
}

extension Rect {
    /// Whether another stands above or below within a distance, or in it.
    fileprivate func isNear(_ other: Rect, by distance: Double) -> Bool {
        horizontalOverlap(with: other) > 0 && other.minY - maxY < distance && minY - other.maxY < distance
    }
}

extension Substring {
    /// Whether it is a number with at most a word, a stroke or dashes beside it, as in `Page 3 of 12`, `- 7 -` or `iv`.
    fileprivate var isPageNumber: Bool {
        let parts = split { !$0.isLetter && !$0.isNumber }
        let numbers = parts.count { $0.allSatisfy(\.isNumber) && $0.count < 5 }
        if parts.count == 1, let only = parts.first, only.count < 6, only.allSatisfy({ "ivxlc".contains($0) }) { return true }
        return (1...2).contains(numbers) && parts.count <= 2 * numbers && utf8.count < 24 && !contains(":")
    }

    /// Whether it begins with a word and a number, as in `Table 3.1:` or `Fig. 2`.
    fileprivate var isNumberedName: Bool {
        let parts = split(separator: " ", maxSplits: 2)
        guard parts.count > 1, let initial = parts[0].first, initial.isUppercase, let number = parts[1].first else { return false }
        return parts[0].dropLast().allSatisfy(\.isLetter) && number.isNumber && parts[0].count > 2
            && parts[1].allSatisfy { $0.isNumber || ".:-–)".contains($0) }
    }

    /// Whether it begins with the mark of a footnote.
    fileprivate var beginsAsNote: Bool {
        guard let mark = split(separator: " ", maxSplits: 1).first else { return false }
        if let first = mark.first, "*†‡§¹²³⁴⁵⁶⁷⁸⁹".contains(first) { return true }
        let digits = mark.prefix(while: \.isNumber)
        return !digits.isEmpty && digits.count < 4 && mark.dropFirst(digits.count).allSatisfy { ".)".contains($0) || $0.isLetter }
    }
}
