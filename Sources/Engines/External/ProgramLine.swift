internal import ExtractionKit

/// A line of text as programs write it: with words, or as a whole with its text.
struct ProgramLine: Decodable {
    var words: [ProgramWord]?
    var text: String?
    var box: PixelBox?
    var confidence: Double?
}

/// A word as programs write it. White space in it makes it several.
struct ProgramWord: Decodable {
    var text: String
    var box: PixelBox
    var confidence: Double?
}

/// Turns the lines of a program's answer into lines on a page.
struct LineReader {
    /// The size of the space that the boxes are given in.
    var width: Double
    var height: Double
    /// Maps that space to the page's points.
    var toPage: PageTransform

    struct Problem: Error { var what: String }

    /// - Throws: ``Problem``.
    func lines(_ lines: [ProgramLine]) throws -> [TextLine] {
        try lines.enumerated().compactMap { index, line in
            let place = "result.lines[\(index)]"
            let words: [TextWord]
            if let given = line.words {
                words = try given.flatMap { try split($0.text, $0.box, $0.confidence, place) }
            } else if let text = line.text, let box = line.box {
                words = try split(text, box, line.confidence, place)
            } else {
                throw Problem(what: "\(place) has neither 'words' nor 'text' and 'box'")
            }
            return words.isEmpty ? nil : TextLine(words: words)
        }
    }

    /// The words of a text, each with its share of the box by its number of characters.
    private func split(_ text: String, _ box: PixelBox, _ confidence: Double?, _ place: String) throws -> [TextWord] {
        guard let polygon = box.clipped(width: width, height: height) else {
            throw Problem(what: "a box of \(place) lies outside of the image; boxes are in pixels of the image that was sent")
        }
        // Sums of floats end up a little above 1.
        if let confidence, !(-0.001...1.001).contains(confidence) {
            throw Problem(what: "a confidence of \(place) isn't from 0 to 1")
        }
        let length = Double(max(1, text.count))
        var words: [TextWord] = []
        var position = 0
        for part in text.split(separator: /\s/, omittingEmptySubsequences: false) {
            defer { position += part.count + 1 }
            guard !part.isEmpty else { continue }
            let area = polygon.slice(from: Double(position) / length, to: min(1, Double(position + part.count) / length))
            words.append(
                TextWord(text: String(part), polygon: toPage(area), confidence: confidence.map { min(max($0, 0), 1) }))
        }
        return words
    }
}

extension Polygon {
    /// The part between two shares of the way along the direction of reading.
    fileprivate func slice(from start: Double, to end: Double) -> Polygon {
        func between(_ first: Point, _ second: Point, _ share: Double) -> Point {
            Point(x: first.x + (second.x - first.x) * share, y: first.y + (second.y - first.y) * share)
        }
        return Polygon(
            topLeft: between(topLeft, topRight, start), topRight: between(topLeft, topRight, end),
            bottomRight: between(bottomLeft, bottomRight, end), bottomLeft: between(bottomLeft, bottomRight, start))
    }
}
