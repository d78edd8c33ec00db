public import ExtractionKit

/// A line of a document as a person copied it, and where it stands.
public struct TranscriptLine: Hashable, Sendable {
    /// The page's number, from 1.
    public var page: Int
    /// What the line says.
    public var text: String
    /// Where it stands, as the truth says it: in an image's pixels, or in the points of a page that is drawn.
    public var polygon: Polygon

    /// Creates a line.
    public init(page: Int = 1, text: String, polygon: Polygon) {
        self.page = page
        self.text = text
        self.polygon = polygon
    }

    /// The line in the page's points.
    func onPage(_ page: Page) -> TranscriptLine {
        guard let dpi = page.imageDPI else { return self }
        return TranscriptLine(page: self.page, text: text, polygon: PageTransform.pixels(dpi: dpi)(polygon))
    }

    /// The line's words. A word's place is its share of the line, by the number of characters.
    var words: [TextWord] {
        let count = Double(text.count)
        var words: [TextWord] = []
        var start = 0
        for part in text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace) {
            if !part.isEmpty {
                words.append(
                    TextWord(text: String(part), polygon: polygon.part(from: Double(start) / count, to: Double(start + part.count) / count))
                )
            }
            start += part.count + 1
        }
        return words
    }
}

extension Polygon {
    /// The part of the polygon between two shares of the way along its text.
    fileprivate func part(from start: Double, to end: Double) -> Polygon {
        func between(_ first: Point, _ second: Point, _ share: Double) -> Point {
            Point(x: first.x + (second.x - first.x) * share, y: first.y + (second.y - first.y) * share)
        }
        return Polygon(
            topLeft: between(topLeft, topRight, start), topRight: between(topLeft, topRight, end),
            bottomRight: between(bottomLeft, bottomRight, end), bottomLeft: between(bottomLeft, bottomRight, start))
    }
}
