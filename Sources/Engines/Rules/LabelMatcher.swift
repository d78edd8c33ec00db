/// Finds labels in rows, in spite of OCR errors.
///
/// A label is compared word by word; a word of five letters or more may differ by one edit, of nine or more by two. Where labels
/// overlap the longest wins, so `invoice date` is never read as `date`. Each distinct word of a document is compared once.
struct LabelMatcher {
    /// A label that was found.
    struct Hit {
        /// What the label belongs to: an index of the caller.
        var owner: Int
        /// The label's place among those of its owner, from 0; the commonest come first.
        var rank: Int
        /// The number of words of the label.
        var wordCount: Int
        /// The row.
        var row: Int
        /// The scalars of the row.
        var range: Range<Int>
        /// From 0 to 1: 1 for the label letter by letter.
        var quality: Double
    }

    private struct Pattern {
        var owner: Int
        var rank: Int
        var words: [Int]
    }

    private var vocabulary: [String] = []
    private var ids: [String: Int] = [:]
    private var patterns: [Int: [Pattern]] = [:]
    private var byLength: [Int: [(id: Int, bytes: [UInt8])]] = [:]
    private var memo: [String: [(id: Int, edits: Int)]] = [:]

    /// Creates a matcher of labels by owner.
    init(_ labels: [[String]]) {
        for (owner, labels) in labels.enumerated() {
            for (rank, label) in labels.enumerated() {
                let words = LabelWord.words(in: label.foldedScalars).map(\.text)
                guard !words.isEmpty else { continue }
                add(Pattern(owner: owner, rank: rank, words: words.map { id(of: $0) }))
                // A text layer or an OCR engine may lose the blanks.
                let joined = words.joined()
                if words.count > 1, joined.utf8.count >= 6 { add(Pattern(owner: owner, rank: rank, words: [id(of: joined)])) }
            }
        }
        for (id, word) in vocabulary.enumerated() where word.utf8.count >= 5 {
            byLength[word.utf8.count, default: []].append((id, Array(word.utf8)))
        }
    }

    private mutating func id(of word: String) -> Int {
        if let id = ids[word] { return id }
        ids[word] = vocabulary.count
        vocabulary.append(word)
        return vocabulary.count - 1
    }

    private mutating func add(_ pattern: Pattern) { patterns[pattern.words[0], default: []].append(pattern) }

    /// The labels of a row, from left to right, without those that longer ones cover.
    mutating func hits(in row: Row, at index: Int) -> [Hit] {
        let words = row.words
        let matches = words.map { self.matches(of: $0.text) }
        var hits: [Hit] = []
        for start in words.indices {
            hits += joinedHits(words, start, in: row, at: index)
            for first in matches[start] {
                for pattern in patterns[first.id] ?? [] where start + pattern.words.count <= words.count {
                    var edits = first.edits
                    let isMatch = zip(pattern.words, start...).dropFirst().allSatisfy { word, place in
                        guard let match = matches[place].first(where: { $0.id == word }), follows(words, place, in: row) else {
                            return false
                        }
                        edits += match.edits
                        return true
                    }
                    guard isMatch, edits <= 1 + pattern.words.count / 2 else { continue }
                    let last = words[start + pattern.words.count - 1]
                    // A part of a code, as in `xrechnung_1.2`.
                    if last.range.upperBound < row.scalars.count, row.scalars[last.range.upperBound] == "_" { continue }
                    guard !endsInsideParenthesis(words[start...(start + pattern.words.count - 1)], words, in: row) else { continue }
                    hits.append(
                        Hit(
                            owner: pattern.owner, rank: pattern.rank, wordCount: pattern.words.count, row: index,
                            range: words[start].range.lowerBound..<last.range.upperBound, quality: max(0.4, 1 - 0.15 * Double(edits))))
                }
            }
        }
        return Self.longest(hits)
    }

    /// Labels of one word that a text layer tore in two, as `br uttosumme`.
    private func joinedHits(_ words: [LabelWord], _ start: Int, in row: Row, at index: Int) -> [Hit] {
        guard start + 1 < words.count, words[start + 1].range.lowerBound == words[start].range.upperBound + 1,
            row.scalars[words[start].range.upperBound] == " "
        else { return [] }
        let joined = words[start].text + words[start + 1].text
        guard joined.utf8.count >= 8, let id = ids[joined] else { return [] }
        return (patterns[id] ?? []).filter { $0.words.count == 1 }.map { pattern in
            Hit(
                owner: pattern.owner, rank: pattern.rank, wordCount: 1, row: index,
                range: words[start].range.lowerBound..<words[start + 1].range.upperBound, quality: 0.9)
        }
    }

    /// The words of a label follow each other without a gap between columns and without a colon between them.
    private func follows(_ words: [LabelWord], _ place: Int, in row: Row) -> Bool {
        let between = row.scalars[words[place - 1].range.upperBound..<words[place].range.lowerBound]
        return between.count <= 4 && !between.contains { $0 == "\t" || $0 == ":" || $0 == ";" || $0 == "|" }
    }

    /// Whether a label would begin before a parenthesis and end among its words, as `total gst` does in `total (gst included)`.
    private func endsInsideParenthesis(_ label: ArraySlice<LabelWord>, _ words: [LabelWord], in row: Row) -> Bool {
        guard let first = label.first, let last = label.last, label.endIndex < words.count,
            let open = row.scalars[first.range.upperBound..<max(first.range.upperBound, last.range.lowerBound)].lastIndex(of: "("),
            !row.scalars[open..<last.range.lowerBound].contains(")")
        else { return false }
        return !row.scalars[last.range.upperBound..<words[label.endIndex].range.lowerBound].contains { $0 == ")" || $0 == "\t" }
    }

    private static func longest(_ hits: [Hit]) -> [Hit] {
        let ordered = hits.sorted {
            ($0.range.count, $0.quality, -$0.rank, -$0.owner) > ($1.range.count, $1.quality, -$1.rank, -$1.owner)
        }
        var kept: [Hit] = []
        for hit in ordered {
            // The same words may be a label of several fields.
            let covered = kept.contains { $0.range.overlaps(hit.range) && ($0.range != hit.range || $0.owner == hit.owner) }
            if !covered { kept.append(hit) }
        }
        return kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The label word that a compound ends with, as `handelsrechnung` is a `rechnung`.
    private func compound(_ word: String) -> [(id: Int, edits: Int)] {
        let scalars = Array(word.unicodeScalars)
        guard scalars.count > Self.compoundTail else { return [] }
        for start in 2..<max(3, scalars.count - Self.compoundTail + 1) {
            if let id = ids[String(scalars: scalars[start...])] { return [(id, 1)] }
        }
        return []
    }

    /// The fewest letters of the last part of a compound.
    private static let compoundTail = 7

    private mutating func matches(of word: String) -> [(id: Int, edits: Int)] {
        if let known = memo[word] { return known }
        var result: [(id: Int, edits: Int)] = []
        if let id = ids[word] {
            result = [(id, 0)] + compound(word)
        } else if word.utf8.count >= 5, word.utf8.count <= 24, !word.utf8.contains(where: { (0x30...0x39).contains($0) && $0 > 0x31 }) {
            let bytes = Array(word.utf8)
            for length in bytes.count - 1...bytes.count + 1 {
                for (id, target) in byLength[length] ?? [] where target.first == bytes.first || target.last == bytes.last {
                    let limit = min(target.count, bytes.count) >= 9 ? 2 : 1
                    if let edits = EditDistance.between(bytes, target, limit: limit) { result.append((id, edits)) }
                }
            }
            if result.isEmpty { result = compound(word) }
        }
        memo[word] = result
        return result
    }
}
