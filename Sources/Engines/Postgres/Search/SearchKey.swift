internal import ExtractionKit
internal import Foundation

/// Text as columns hold it.
enum SearchKey {
    /// The most bytes of a key; what is longer stands there by its digest. An index takes about 2,700 in all.
    private static let longest = 200

    /// A text as a column takes it: PostgreSQL's has no character zero. Different texts stay different, and what begins with another does so still.
    static func column(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0 || $0 == 0x1A }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0": escaped += "\u{1A}0"
            case "\u{1A}": escaped += "\u{1A}1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The text of a column.
    static func text(ofColumn column: String) -> String {
        guard column.utf8.contains(0x1A) else { return column }
        var text = ""
        var isEscaped = false
        for scalar in column.unicodeScalars {
            if isEscaped {
                text.unicodeScalars.append(scalar == "0" ? "\0" : "\u{1A}")
                isEscaped = false
            } else if scalar == "\u{1A}" {
                isEscaped = true
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// A text as an index takes it.
    static func key(_ text: String) -> String {
        let column = column(text)
        guard column.utf8.count > longest else { return column }
        return BlobID(of: Array(column.utf8)).rawValue + String(repeating: "-", count: longest)
    }

    /// A word as an index takes it. Words that are the same to Swift, however their accents are written, are the same here.
    static func word(_ word: String) -> String { key(composed(word)) }

    /// The words of a text with a blank between them, as columns of fields hold them.
    static func words(_ normalized: String) -> String { composed(normalized) }

    private static func composed(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }
}
