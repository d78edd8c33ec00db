internal import ExtractionKit

/// A document as rules look at it: rows from top to bottom, page after page.
struct DocumentView {
    /// The rows in order.
    let rows: [Row]
    /// For each page, in order, the indices of its rows.
    let pages: [Range<Int>]
    /// The size of each of these pages, in points.
    let sizes: [Size]
    /// Whether a limit cut the view, and where.
    let isCut: Bool
    /// Whether all print is as narrow as a till's: measured in sizes of its type, so that no resolution of a scan matters.
    let isNarrow: Bool

    /// The most words that are looked at; more are reported, never dropped in silence.
    static let wordLimit = 400_000

    /// The most words of a row; a row of more becomes several, so that work within a row stays small.
    private static let rowLimit = 400

    /// Rebuilds the rows of a document, or of some of its pages by number, from where its words stand.
    init(_ document: ReadDocument, pages numbers: ClosedRange<Int>? = nil) {
        var rows: [Row] = []
        var pages: [Range<Int>] = []
        var sizes: [Size] = []
        var left = Self.wordLimit
        let chosen = document.pages.filter { numbers?.contains($0.page.number) ?? true }
        for page in chosen {
            let start = rows.count
            rows += Self.rows(of: page, in: document, limit: left)
            left -= min(left, page.layout.words.count)
            pages.append(start..<rows.count)
            sizes.append(page.page.size)
        }
        self.rows = rows
        self.pages = pages
        self.sizes = sizes
        isNarrow = Self.isNarrow(rows, pageCount: pages.count)
        isCut = chosen.reduce(0) { $0 + $1.layout.words.count } > Self.wordLimit
    }

    private static func isNarrow(_ rows: [Row], pageCount: Int) -> Bool {
        guard pageCount == 1, (6...400).contains(rows.count), let box = rows.lazy.map(\.box).union() else { return false }
        let sizes = rows.map(\.size).sorted()
        return box.width < 36 * max(sizes[sizes.count / 2], 1) && box.height > 0.6 * box.width
    }

    /// The index in ``pages`` of the page of a row.
    func pageIndex(of row: Int) -> Int {
        var low = 0, high = pages.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if pages[middle].lowerBound <= row { low = middle } else { high = middle }
        }
        return low
    }

    /// The indices of the rows that follow a row on its page, at most so many.
    func rows(below row: Int, limit: Int) -> Range<Int> {
        guard !pages.isEmpty else { return 0..<0 }
        let end = pages[pageIndex(of: row)].upperBound
        return min(row + 1, end)..<min(end, row + 1 + limit)
    }

    private static func rows(of page: ReadPage, in document: ReadDocument, limit: Int) -> [Row] {
        var lineOfWord = [Int](repeating: 0, count: page.layout.words.count)
        for (index, line) in page.layout.lines.enumerated() {
            for word in line.words.clamped(to: page.layout.words.indices) { lineOfWord[word] = index }
        }
        let tokens = page.layout.words.prefix(limit).enumerated().compactMap { index, word -> Token? in
            let text = document.text(of: word.span)
            let box = word.polygon.bounds
            guard !text.isEmpty, [box.minX, box.minY, box.maxX, box.maxY].allSatisfy(\.isFinite) else { return nil }
            let size = word.fontSize.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } ?? box.height
            return Token(
                text: text, span: word.span, box: box, polygon: word.polygon, confidence: word.confidence, size: size,
                line: lineOfWord[index])
        }.sorted { ($0.box.midY, $0.box.minX) < ($1.box.midY, $1.box.minX) }
        var rows: [Row] = []
        var open: [Token] = []
        var middle = 0.0, height = 0.0
        func close() {
            let sorted = open.sorted { $0.box.minX < $1.box.minX }
            for start in stride(from: 0, to: sorted.count, by: rowLimit) {
                let part = Array(sorted[start..<min(sorted.count, start + rowLimit)])
                if let row = Row(page: page.page.number, tokens: part) { rows.append(row) }
            }
            open = []
        }
        for token in tokens {
            if !open.isEmpty, token.box.midY - middle > 0.5 * min(height, token.box.height) { close() }
            open.append(token)
            // The running mean follows the slant of a scan; the height is that of the first words, so that no tall word swallows rows.
            middle += (token.box.midY - middle) / Double(open.count)
            height = open.count == 1 ? token.box.height : min(height, max(token.box.height, height * 0.6))
        }
        close()
        return rows
    }
}
