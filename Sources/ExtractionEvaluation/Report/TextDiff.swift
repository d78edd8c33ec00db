internal import ExtractionOutput

/// The words of two texts with what is missing and what is too much marked; long stretches that are equal are shortened.
struct TextDiff {
    var truth: String
    var read: String

    /// Texts of more words aren't compared word by word.
    static let wordLimit = 4_000
    private static let context = 4

    var html: HTML {
        let expected = truth.words.map(String.init), found = read.words.map(String.init)
        guard max(expected.count, found.count) <= Self.wordLimit else {
            return "<p class=\"note\">Too long for a comparison in the report: \(expected.count) words, \(found.count) read.</p>"
        }
        let changes = WordDiff(from: expected, to: found).changes
        guard !changes.isEmpty else { return "<p class=\"note\">The words are the same.</p>" }
        var parts: [HTML] = []
        var position = 0
        for change in changes {
            parts.append(Self.equal(expected[position..<change.removed.lowerBound], isFirst: position == 0, isLast: false))
            if !change.removed.isEmpty { parts.append("<del>\(expected[change.removed].joined(separator: " "))</del>") }
            if !change.inserted.isEmpty { parts.append("<ins>\(found[change.inserted].joined(separator: " "))</ins>") }
            position = change.removed.upperBound
        }
        parts.append(Self.equal(expected[position...], isFirst: false, isLast: true))
        return "<p class=\"diff\">\(parts.filter { !$0.markup.isEmpty }.joined(" "))</p>"
    }

    private static func equal(_ words: ArraySlice<String>, isFirst: Bool, isLast: Bool) -> HTML {
        guard words.count > 2 * context + 3 else { return HTML(text: words.joined(separator: " ")) }
        let before = isFirst ? [] : Array(words.prefix(context))
        let after = isLast ? [] : Array(words.suffix(context))
        let hidden = words.count - before.count - after.count
        let middle: HTML = "<span class=\"gap\" title=\"\(hidden) equal words\">⋯</span>"
        return [HTML(text: before.joined(separator: " ")), middle, HTML(text: after.joined(separator: " "))]
            .filter { !$0.markup.isEmpty }.joined(" ")
    }
}
