internal import ExtractionKit

/// Words that share a baseline, whatever columns and text lines they belong to.
///
/// A row is searched as one run of folded scalars in which a blank stands between words and a tab where the gap is wide enough to be
/// the gap between two columns. Every range below is a range of these scalars.
struct Row {
    /// The page's number, from 1.
    let page: Int
    /// The words from left to right.
    let tokens: [Token]
    /// The folded text.
    let scalars: [Unicode.Scalar]
    /// The index of the token of each scalar; -1 between tokens.
    let owners: [Int]
    /// The words of the folded text, as labels are compared with them.
    let words: [LabelWord]
    /// Where each token begins.
    let starts: [Int]
    /// The stretches between wide gaps, from left to right.
    let segments: [Segment]
    /// The tokens that go on with the word of the one before.
    private let joined: Set<Int>
    /// The place on the page.
    let box: Rect
    /// The median size of the type.
    let size: Double

    /// A stretch of a row without a wide gap: usually a cell, a label with its value, or a line of a column.
    struct Segment {
        /// The scalars.
        var range: Range<Int>
        /// The tokens.
        var tokens: Range<Int>
        /// The place on the page.
        var box: Rect
    }

    /// Creates a row of at least one token.
    init?(page: Int, tokens unsorted: [Token]) {
        let tokens = unsorted.sorted { $0.box.minX < $1.box.minX }
        guard let box = tokens.lazy.map(\.box).union() else { return nil }
        self.page = page
        self.tokens = tokens
        self.box = box
        size = tokens.map(\.size).sorted()[tokens.count / 2]
        let wide = max(size, 1) * Self.wideGap
        let joined = Set(tokens.indices.dropFirst().filter { Self.isTorn(tokens[$0 - 1], tokens[$0]) })
        self.joined = joined
        var scalars: [Unicode.Scalar] = []
        var owners: [Int] = []
        var starts: [Int] = []
        var segments: [Segment] = []
        var first = (token: 0, scalar: 0)
        func closeSegment(before token: Int) {
            guard let box = tokens[first.token..<token].lazy.map(\.box).union() else { return }
            segments.append(Segment(range: first.scalar..<scalars.count, tokens: first.token..<token, box: box))
        }
        for (index, token) in tokens.enumerated() {
            if index > 0, !joined.contains(index) {
                let isWide = token.box.minX - tokens[index - 1].box.maxX > wide
                if isWide { closeSegment(before: index) }
                scalars.append(isWide ? "\t" : " ")
                owners.append(-1)
                if isWide { first = (index, scalars.count) }
            }
            starts.append(scalars.count)
            for scalar in token.text.unicodeScalars {
                scalars.append(folded(scalar))
                owners.append(index)
            }
        }
        closeSegment(before: tokens.count)
        self.scalars = scalars
        words = LabelWord.words(in: scalars)
        self.owners = owners
        self.starts = starts
        self.segments = segments
    }

    /// A gap above this multiple of the type's size separates columns.
    private static let wideGap = 1.0

    /// The gap of a torn word, as a share of the type's size: wider than between letters, narrower than any blank.
    private static let tornGap = 0.18

    /// Whether a text layer with loosely set letters tore a word in two: small letters on both sides of less than a blank.
    private static func isTorn(_ left: Token, _ right: Token) -> Bool {
        guard left.confidence == nil, right.confidence == nil, left.line == right.line, left.text.last?.isLowercase == true,
            right.text.first?.isLowercase == true
        else { return false }
        let gap = right.box.minX - left.box.maxX
        return gap > -0.1 * right.size && gap < tornGap * min(left.size, right.size)
    }

    /// The segments, those joined whose gaps are smaller than so many sizes of the type, unless one is a label.
    func segments(joinedWithin gap: Double) -> [Segment] {
        var result: [Segment] = []
        for segment in segments {
            if let last = result.last, segment.box.minX - last.box.maxX < gap * size, !isLabelled(last), !isLabelled(segment) {
                result[result.count - 1] = Segment(
                    range: last.range.lowerBound..<segment.range.upperBound, tokens: last.tokens.lowerBound..<segment.tokens.upperBound,
                    box: last.box.union(segment.box))
            } else {
                result.append(segment)
            }
        }
        return result
    }

    /// The folded text of a range.
    func text(_ range: Range<Int>) -> String { String(scalars: scalars[range.clamped(to: scalars.indices)]) }

    /// The text of a range as the document has it.
    func original(_ range: Range<Int>) -> String {
        var result = String.UnicodeScalarView()
        for (position, token) in pieces(of: range) {
            if !result.isEmpty, !joined.contains(token) { result.append(" ") }
            result.append(contentsOf: Array(tokens[token].text.unicodeScalars)[position])
        }
        return String(result)
    }

    /// The index of the segment that holds a place.
    func segment(at position: Int) -> Int? { segments.firstIndex { $0.range.contains(position) } }

    /// Whether a segment is a label with a colon, in it or at the beginning of the next, as in forms with a column of colons.
    func isLabelled(_ segment: Segment) -> Bool {
        if scalars[segment.range].contains(":") { return true }
        let next = segment.range.upperBound + 1
        return next < scalars.count && scalars[next] == ":"
    }

    /// Where a range stands on the page; a part of a word takes its share of the word's width.
    func box(of range: Range<Int>) -> Rect {
        pieces(of: range).map { position, token in
            let word = tokens[token]
            let count = Double(max(1, word.text.unicodeScalars.count))
            return Rect(
                minX: word.box.minX + word.box.width * Double(position.lowerBound) / count, minY: word.box.minY,
                maxX: word.box.minX + word.box.width * Double(position.upperBound) / count, maxY: word.box.maxY)
        }.union() ?? box
    }

    /// The tokens that a range touches, each with the positions of its scalars that lie in the range.
    func pieces(of range: Range<Int>) -> [(positions: Range<Int>, token: Int)] {
        var result: [(positions: Range<Int>, token: Int)] = []
        for index in range.clamped(to: scalars.indices) where owners[index] >= 0 {
            let token = owners[index]
            let position = index - starts[token]
            if let last = result.last, last.token == token {
                result[result.count - 1].positions = last.positions.lowerBound..<position + 1
            } else {
                result.append((position..<position + 1, token))
            }
        }
        return result
    }

    /// The range without blanks and the given signs at its ends.
    func trimmed(_ range: Range<Int>, of signs: String = "") -> Range<Int> {
        let signs = Set(signs.unicodeScalars)
        func isOuter(_ index: Int) -> Bool { scalars[index] == " " || scalars[index] == "\t" || signs.contains(scalars[index]) }
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isOuter(start) { start += 1 }
        while end > start, isOuter(end - 1) { end -= 1 }
        return start..<end
    }
}
