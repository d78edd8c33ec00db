/// A part of a document that a model reads at once.
struct DocumentPart {
    var text: String

    /// A line that doesn't stand in the text, to fence it off with.
    var fence: String {
        var number = 0
        while true {
            let fence = "=== DOCUMENT \(number) ==="
            if !text.contains(fence) { return fence }
            number += 1
        }
    }

    /// Cuts a text into parts of at most so many bytes, after an empty line where there is one, else after a line, else anywhere.
    static func parts(of text: String, bytes limit: Int) -> [DocumentPart] {
        var parts: [DocumentPart] = []
        var rest = text[...]
        while rest.utf8.count > limit {
            var end = rest.utf8.index(rest.startIndex, offsetBy: limit)
            while end > rest.startIndex, end.samePosition(in: text.unicodeScalars) == nil { end = rest.utf8.index(before: end) }
            // A single character larger than a part goes as it is.
            if end == rest.startIndex { end = rest.index(after: rest.startIndex) }
            let head = rest[..<end]
            let cut = head.lastRange(of: "\n\n")?.upperBound ?? head.lastIndex(of: "\n").map { head.index(after: $0) }
            if let cut, cut > rest.startIndex { end = cut }
            parts.append(DocumentPart(text: String(rest[..<end])))
            rest = rest[end...]
        }
        if rest.contains(where: { !$0.isWhitespace }) { parts.append(DocumentPart(text: String(rest))) }
        return parts
    }
}

extension Substring {
    fileprivate func lastRange(of pattern: String) -> Range<Index>? { ranges(of: pattern).last }
}
