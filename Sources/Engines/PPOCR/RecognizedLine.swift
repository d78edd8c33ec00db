internal import ExtractionKit
internal import Foundation

/// A line as the recognition network read it.
struct RecognizedLine {
    var box: LineBox
    var readings: [CTCDecoder.Reading]
    /// How many steps the whole line took, which needn't be a whole number: the network's input is padded.
    var steps: Double

    /// The characters, blanks among them.
    var text: String { readings.map(\.character).joined() }

    /// The mean over the characters, from 0 to 1.
    var confidence: Double {
        readings.isEmpty ? 0 : readings.reduce(0) { $0 + Double($1.probability) } / Double(readings.count)
    }

    /// The words, each where its characters' steps are.
    ///
    /// The network says where a character is, not how wide: a word reaches half a character's width beyond its outer characters, and never
    /// beyond the line or into its neighbour.
    func words(_ toPage: PageTransform) -> [TextWord] {
        let groups = readings.split { $0.character.allSatisfy(\.isWhitespace) }
        guard steps > 0, !groups.isEmpty else { return [] }
        let isWestern = text.withWesternPunctuation != text
        let half = characterWidth(groups) / 2
        var words: [TextWord] = []
        for (index, group) in groups.enumerated() {
            guard let first = group.first, let last = group.last else { continue }
            var start = Double(first.step) + 0.5 - half, end = Double(last.step) + 0.5 + half
            if index == 0 { start = min(start, max(Double(first.step) + 0.5 - 1.5 * half, 0)) }
            if index > 0, let before = groups[index - 1].last { start = max(start, Double(before.step + first.step + 1) / 2) }
            if index + 1 < groups.count, let after = groups[index + 1].first { end = min(end, Double(last.step + after.step + 1) / 2) }
            let left = min(max(start / steps, 0), 1), right = min(max(end / steps, 0), 1)
            let characters = group.map(\.character).joined()
            let text = (isWestern ? characters.withWesternPunctuation : characters).precomposedStringWithCanonicalMapping
            guard !text.isEmpty else { continue }
            let confidence = group.reduce(0) { $0 + Double($1.probability) } / Double(group.count)
            words.append(
                TextWord(
                    text: text, polygon: toPage(box.part(from: left, to: max(right, left)).polygon),
                    confidence: confidence.isFinite ? min(max(confidence, 0), 1) : nil))
        }
        return words
    }

    /// The usual distance between the characters of a word, in steps.
    private func characterWidth(_ groups: [ArraySlice<CTCDecoder.Reading>]) -> Double {
        var distance = 0, count = 0
        for group in groups {
            guard let first = group.first, let last = group.last else { continue }
            distance += last.step - first.step
            count += group.count - 1
        }
        return count > 0 ? Double(distance) / Double(count) : min(steps / Double(readings.count), 4)
    }
}

extension LineBox {
    /// The corners as a polygon, still in pixels.
    fileprivate var polygon: Polygon {
        func point(_ corner: PixelPoint) -> Point { Point(x: corner.x, y: corner.y) }
        return Polygon(topLeft: point(topLeft), topRight: point(topRight), bottomRight: point(bottomRight), bottomLeft: point(bottomLeft))
    }
}

extension [RecognizedLine] {
    /// The mean over all characters, from 0 to 1.
    var confidence: Double {
        let count = reduce(0) { $0 + $1.readings.count }
        return count > 0 ? reduce(0) { $0 + $1.confidence * Double($1.readings.count) } / Double(count) : 0
    }
}
