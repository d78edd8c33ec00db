extension PageText {
    /// This text, read from the page's image, with what the file itself says in place of the words that were read there.
    ///
    /// The lines of the file stand before the first line that is below or to the right of them.
    func replacing(where layer: PageText) -> PageText {
        let known = layer.words.map(\.polygon.bounds)
        var merged = self
        merged.lines = lines.compactMap { line in
            let words = line.words.filter { word in
                let box = word.polygon.bounds
                return !known.contains { ($0.intersection(box)?.area ?? 0) > 0.5 * min($0.area, box.area) }
            }
            return words.isEmpty ? nil : TextLine(words: words)
        }
        for line in layer.lines {
            guard let box = line.words.lazy.map(\.polygon.bounds).union() else { continue }
            let place = merged.lines.firstIndex { other in
                guard let bounds = other.words.lazy.map(\.polygon.bounds).union() else { return false }
                return bounds.minY > box.midY || (bounds.maxY > box.midY && bounds.minX > box.maxX)
            }
            merged.lines.insert(line, at: place ?? merged.lines.endIndex)
        }
        merged.isPartial = isPartial || layer.isPartial
        merged.warnings += layer.warnings
        return merged
    }
}
