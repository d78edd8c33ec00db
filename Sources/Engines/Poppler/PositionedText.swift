internal import ExtractionKit
internal import Foundation

/// Characters with a box for each, as Poppler gives them, to be grouped into words and lines.
struct PositionedText {
    /// From this character on, the type has this size.
    struct TypeSize {
        var start: Int
        var points: Double
    }

    /// The page's text: words separated by white space, lines by line feeds.
    var scalars: [Unicode.Scalar]
    /// One box for each character, those of white space included, in points from the top left of the upright page.
    var boxes: [Rect]
    /// The sizes of the type, ascending by start.
    var typeSizes: [TypeSize]

    /// The words and lines.
    func pageText() -> PageText {
        // Poppler marks text that runs from right to left with embedding controls, which have no boxes.
        let scalars = scalars.count == boxes.count ? scalars : scalars.filter { !(0x202A...0x202E).contains($0.value) }
        let count = min(scalars.count, boxes.count)
        var lines = LineBuilder()
        var sizes = typeSizes[...]
        for index in 0..<count {
            while let next = sizes.dropFirst().first, next.start <= index { sizes.removeFirst() }
            let scalar = scalars[index]
            if scalar == "\n" {
                lines.endLine()
            } else if scalar.properties.isWhitespace {
                lines.endWord()
            } else {
                lines.append(scalar, boxes[index], size: sizes.first.flatMap { $0.start <= index ? $0.points : nil })
            }
        }
        lines.endLine()
        var text = PageText(lines: lines.lines)
        if scalars.count != boxes.count {
            text.isPartial = true
            text.warnings.append(
                Warning(
                    code: "text_positions_incomplete",
                    message:
                        "The text layer has \(scalars.count) characters but \(boxes.count) positions; what is beyond the shorter is left out."
                ))
        }
        if lines.unplaced > 0 {
            text.isPartial = true
            text.warnings.append(
                Warning(
                    code: "text_without_position",
                    message: "\(lines.unplaced) words of the text layer have no finite position and are left out."))
        }
        return text
    }
}

/// Collects characters into words and words into lines.
private struct LineBuilder {
    /// A gap above this share of the type's size ends a word. Kerning and justified text stay far below, the spaces of fonts above.
    private static let wordGap = 0.25

    private(set) var lines: [TextLine] = []
    /// How many words had a box that isn't finite.
    private(set) var unplaced = 0

    private var words: [TextWord] = []
    private var text = String.UnicodeScalarView()
    private var boxes: [Rect] = []
    private var size: Double?

    mutating func append(_ scalar: Unicode.Scalar, _ box: Rect, size newSize: Double?) {
        // Poppler leaves out the space between the cells of a table's row: what stands apart is not one word.
        if let last = boxes.last, last.gap(to: box) > Self.wordGap * (size ?? last.height) { endWord() }
        if text.isEmpty { size = newSize }
        text.append(scalar)
        boxes.append(box)
    }

    mutating func endWord() {
        defer {
            text.removeAll(keepingCapacity: true)
            boxes.removeAll(keepingCapacity: true)
        }
        guard let bounds = boxes.union(), let first = boxes.first, let last = boxes.last else { return }
        guard boxes.allSatisfy(\.isFinite) else {
            unplaced += 1
            return
        }
        let polygon = bounds.polygon(readingBy: Point(x: last.midX - first.midX, y: last.midY - first.midY))
        words.append(
            TextWord(text: String(text).composed, polygon: polygon, fontSize: size.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }))
    }

    mutating func endLine() {
        endWord()
        if !words.isEmpty { lines.append(TextLine(words: words)) }
        words.removeAll()
    }
}

extension Rect {
    /// The distance to another rectangle along the axis on which they stand further apart; 0 where they touch.
    fileprivate func gap(to other: Rect) -> Double {
        let horizontal = Swift.max(other.minX - maxX, minX - other.maxX)
        let vertical = Swift.max(other.minY - maxY, minY - other.maxY)
        return Swift.max(0, horizontal, vertical)
    }

    fileprivate var isFinite: Bool { minX.isFinite && minY.isFinite && maxX.isFinite && maxY.isFinite }

    /// The rectangle's corners from where text begins that runs in the given direction: to the right where it doesn't say.
    fileprivate func polygon(readingBy direction: Point) -> Polygon {
        let upright = Polygon(self)
        let corners = upright.corners
        func starting(at first: Int) -> Polygon {
            Polygon(
                topLeft: corners[first], topRight: corners[(first + 1) % 4], bottomRight: corners[(first + 2) % 4],
                bottomLeft: corners[(first + 3) % 4])
        }
        if abs(direction.y) > abs(direction.x) { return direction.y > 0 ? starting(at: 1) : starting(at: 3) }
        return direction.x < 0 ? starting(at: 2) : upright
    }
}

extension String {
    /// The string in Unicode's composed form (NFC). Only a combining mark can make a difference that readers see.
    fileprivate var composed: String {
        guard unicodeScalars.contains(where: { $0.value >= 0x300 && $0.properties.canonicalCombiningClass != .notReordered }) else {
            return self
        }
        return precomposedStringWithCanonicalMapping
    }
}
