package import ExtractionKit

/// Finds in a document what a program quotes from it: letter by letter where it can, and otherwise whatever the case and the white space.
package struct QuoteFinder {
    private let content: String
    private let folded: FoldedText

    package init(_ content: String) {
        self.content = content
        folded = FoldedText(content)
    }

    package struct Match {
        package var span: TextSpan
        package var text: String
        /// Whether the document writes it as it was quoted, white space aside.
        package var isVerbatim: Bool
    }

    /// The best place of a quote: a verbatim one before one in another case, whole words before a part of a longer one, the first before later ones.
    package func find(_ quote: String, within range: TextSpan?) -> Match? {
        let wanted = FoldedText(quote).trimmed
        guard !wanted.isEmpty else { return nil }
        let verbatim = quote.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var best: (rank: Int, match: Match)?
        for place in folded.places(of: wanted) {
            let span = folded.span(of: place)
            if let range, span.offset < range.offset || span.end > range.end { continue }
            guard let text = content[span] else { continue }
            let isVerbatim = text.split(whereSeparator: \.isWhitespace).joined(separator: " ") == verbatim
            let rank = (isVerbatim ? 2 : 0) + (folded.standsAlone(place) ? 1 : 0)
            if best.map({ rank > $0.rank }) ?? true { best = (rank, Match(span: span, text: String(text), isVerbatim: isVerbatim)) }
            if rank == 3 { break }
        }
        return best?.match
    }
}

/// A text in lower case with single blanks, each scalar with the bytes that it stands for.
private struct FoldedText {
    private(set) var scalars: [Unicode.Scalar] = []
    private var ranges: [Range<Int>] = []

    init(_ text: String) {
        var offset = 0
        for scalar in text.unicodeScalars {
            let end = offset + UTF8.width(scalar)
            defer { offset = end }
            if scalar.properties.isWhitespace {
                if scalars.last == " ", let last = ranges.popLast() {
                    ranges.append(last.lowerBound..<end)
                } else {
                    scalars.append(" ")
                    ranges.append(offset..<end)
                }
            } else {
                for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                    scalars.append(lower)
                    ranges.append(offset..<end)
                }
            }
        }
    }

    /// The scalars without a blank at the ends.
    var trimmed: [Unicode.Scalar] {
        var result = scalars[...]
        if result.first == " " { result.removeFirst() }
        if result.last == " " { result.removeLast() }
        return Array(result)
    }

    func places(of wanted: [Unicode.Scalar]) -> some Sequence<Range<Int>> {
        (0..<max(0, scalars.count - wanted.count + 1)).lazy
            .filter { scalars[$0] == wanted[0] && scalars[$0..<$0 + wanted.count].elementsEqual(wanted) }
            .map { $0..<$0 + wanted.count }
    }

    func span(of place: Range<Int>) -> TextSpan { TextSpan(ranges[place.lowerBound].lowerBound..<ranges[place.upperBound - 1].upperBound) }

    /// Whether neither neighbour continues the word or number.
    func standsAlone(_ place: Range<Int>) -> Bool {
        func isWordlike(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || scalar.properties.numericType != nil }
        let before = place.lowerBound > 0 && isWordlike(scalars[place.lowerBound]) && isWordlike(scalars[place.lowerBound - 1])
        let after =
            place.upperBound < scalars.count && isWordlike(scalars[place.upperBound - 1]) && isWordlike(scalars[place.upperBound])
        return !before && !after
    }
}
