/// A page's text while regions of it are replaced by better readings, each line in the place of the one that it replaces.
struct EscalatedText {
    private let first: [TextLine]
    /// For each line of the first reading, what stands in its place now.
    private var places: [[TextLine]]

    init(_ text: PageText) {
        first = text.lines
        places = text.lines.map { [$0] }
    }

    /// The lines in order.
    var lines: [TextLine] { places.flatMap(\.self) }

    /// Puts what was read in a region into the places of its unsure lines.
    ///
    /// The margin around the unsure lines shows parts of others: a word whose middle lies in a line of the first reading that isn't unsure, and in
    /// none that is, belongs to that other line and is left out.
    ///
    /// - Returns: Whether anything was left to put there; otherwise the lines stay as they were.
    mutating func replace(_ lines: [Int], with text: PageText) -> Bool {
        let replaced = Set(lines)
        let unsure = lines.compactMap { index in bounds(first[index]).map { (index: index, bounds: $0) } }
        let kept = first.indices.filter { !replaced.contains($0) }.compactMap { bounds(first[$0]) }
        let found = text.lines.compactMap { line in
            let words = line.words.filter { word in
                let box = word.polygon.bounds
                let middle = Point(x: box.midX, y: box.midY)
                return unsure.contains { $0.bounds.contains(middle) } || !kept.contains { $0.contains(middle) }
            }
            return words.isEmpty ? nil : TextLine(words: words)
        }
        guard !found.isEmpty else { return false }
        for index in lines { places[index] = [] }
        for line in found {
            guard let box = bounds(line) else { continue }
            let nearest = unsure.min { distance(box, $0.bounds) < distance(box, $1.bounds) }
            if let nearest { places[nearest.index].append(line) }
        }
        return true
    }

    private func bounds(_ line: TextLine) -> Rect? { line.words.lazy.map(\.polygon.bounds).union() }

    /// How far apart the middles of two boxes are, taken across the lines first: lines beside each other are told apart by the rest.
    private func distance(_ box: Rect, _ other: Rect) -> Double {
        let gap = max(0, max(box.minX, other.minX) - min(box.maxX, other.maxX))
        return abs(box.midY - other.midY) + gap
    }
}
