/// The headings under which a text stands, found by the size of their type.
struct Outline {
    private var entries: [(text: String, size: Double)] = []

    /// The headings from the outermost to the one that was entered last.
    var headings: [String] { entries.map(\.text) }

    /// Those above the one that was entered last.
    var above: [String] { headings.dropLast() }

    /// Goes on to the next heading: it ends those whose type is no larger, within a tenth, or has no size.
    mutating func enter(_ text: String, size: Double) {
        let size = max(0, size)
        entries.removeAll { !($0.size > size && $0.size >= size * 1.1) }
        entries.append((text.split(whereSeparator: \.isWhitespace).joined(separator: " "), size))
    }
}
