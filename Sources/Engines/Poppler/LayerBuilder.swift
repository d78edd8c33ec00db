internal import ExtractionKit
internal import Foundation

/// Collects stretches of characters into words and words into lines, those that are seen and others apart.
struct LayerBuilder {
    /// A gap above this share of the type's size ends a word. Kerning and justified text stay far below, the spaces of fonts above.
    private static let wordGap = 0.25

    /// The lines that are seen.
    private(set) var visible: [TextLine] = []
    /// The lines that an image shows.
    private(set) var scanned: [TextLine] = []
    /// The lines that nobody sees.
    private(set) var hidden: [HiddenText] = []
    /// How many words had a box that isn't finite.
    private(set) var unplaced = 0

    private var words: [(visibility: Visibility, word: TextWord)] = []
    private var current: Stretch?

    private struct Stretch {
        var text: String
        var box: Rect
        /// Where the last characters were added, to tell a gap.
        var last: Rect
        var rotation: Int
        var size: Double
        var style: FontStyle?
        var visibility: Visibility
    }

    /// Adds characters to the word, or begins another where they stand apart.
    mutating func append(_ text: String, _ box: Rect, rotation: Int, size: Double, style: FontStyle?, _ visibility: Visibility) {
        if var word = current {
            // Poppler leaves out the space between the cells of a table's row: what stands apart is not one word.
            if word.visibility == visibility, word.rotation == rotation, word.last.gap(to: box) <= Self.wordGap * word.size {
                word.text += text
                word.box = word.box.union(box)
                word.last = box
                current = word
                return
            }
            endWord()
        }
        current = Stretch(text: text, box: box, last: box, rotation: rotation, size: size, style: style, visibility: visibility)
    }

    mutating func endWord() {
        guard let stretch = current else { return }
        current = nil
        guard stretch.box.isFinite else {
            unplaced += 1
            return
        }
        guard stretch.text.utf8.contains(where: { $0 <= 0x20 || $0 >= 0xC2 }),
            stretch.text.unicodeScalars.contains(where: \.properties.isWhitespace)
        else {
            add(stretch.text, stretch.box, of: stretch)
            return
        }
        // A file may give a text of several words for what it draws as one.
        let parts = stretch.text.split(whereSeparator: \.isWhitespace), total = Double(max(1, stretch.text.count))
        for part in parts {
            let first = Double(stretch.text.distance(from: stretch.text.startIndex, to: part.startIndex)) / total
            add(
                String(part), stretch.box.part(from: first, to: first + Double(part.count) / total, rotation: stretch.rotation), of: stretch
            )
        }
    }

    private mutating func add(_ text: String, _ box: Rect, of stretch: Stretch) {
        guard !text.isEmpty else { return }
        let text = WritingDirection.mayRunRightToLeft(text) ? WritingDirection.reordered(text) : text
        let word = TextWord(
            text: text.composed, polygon: box.polygon(rotation: stretch.rotation),
            fontSize: stretch.size.isFinite && stretch.size > 0 ? stretch.size : nil, fontName: stretch.style?.name,
            isBold: stretch.style?.isBold, isItalic: stretch.style?.isItalic)
        words.append((stretch.visibility, word))
    }

    mutating func endLine() {
        endWord()
        guard let first = words.first?.visibility else { return }
        if words.allSatisfy({ $0.visibility == first }) {
            addLine(words.map(\.word), first)
        } else {
            var remaining = words[...]
            while let visibility = remaining.first?.visibility {
                addLine(remaining.filter { $0.visibility == visibility }.map(\.word), visibility)
                remaining = remaining.filter { $0.visibility != visibility }[...]
            }
        }
        words.removeAll(keepingCapacity: true)
    }

    private mutating func addLine(_ words: [TextWord], _ visibility: Visibility) {
        var words = words
        if words.contains(where: { WritingDirection.mayRunRightToLeft($0.text) }),
            WritingDirection.isRightToLeft(words.lazy.flatMap(\.text.unicodeScalars))
        {
            words = WritingDirection.reordered(words) { word in
                word.text.unicodeScalars.contains(where: \.properties.isAlphabetic)
                    && !WritingDirection.isRightToLeft(word.text.unicodeScalars)
            }
        }
        switch visibility {
        case .visible: visible.append(TextLine(words: words))
        case .scanned: scanned.append(TextLine(words: words))
        case .hidden(let reason): hidden.append(HiddenText(line: TextLine(words: words), reason: reason))
        }
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

    /// The corners from where text begins that is read to the right (0), down (1), to the left (2) or up (3).
    fileprivate func polygon(rotation: Int) -> Polygon {
        let upright = Polygon(self)
        let corners = upright.corners
        return rotation & 3 == 0
            ? upright
            : Polygon(
                topLeft: corners[rotation & 3], topRight: corners[(rotation + 1) & 3], bottomRight: corners[(rotation + 2) & 3],
                bottomLeft: corners[(rotation + 3) & 3])
    }

    /// The stretch between two shares of the way along the reading direction.
    fileprivate func part(from first: Double, to last: Double, rotation: Int) -> Rect {
        var part = self
        switch rotation & 3 {
        case 0: (part.minX, part.maxX) = (minX + width * first, minX + width * last)
        case 1: (part.minY, part.maxY) = (minY + height * first, minY + height * last)
        case 2: (part.minX, part.maxX) = (maxX - width * last, maxX - width * first)
        default: (part.minY, part.maxY) = (maxY - height * last, maxY - height * first)
        }
        return part
    }
}

extension String {
    /// The string in Unicode's composed form (NFC). Only a combining mark can make a difference that readers see.
    fileprivate var composed: String {
        guard utf8.contains(where: { $0 >= 0xCC }),
            unicodeScalars.contains(where: { $0.value >= 0x300 && $0.properties.canonicalCombiningClass != .notReordered })
        else { return self }
        return precomposedStringWithCanonicalMapping
    }
}
