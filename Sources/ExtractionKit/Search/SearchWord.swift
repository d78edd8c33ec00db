/// A word as indexes see it: a run of letters and digits, in lower case.
///
/// There are no stems, no stop words, and no cutting of scripts that are written without blanks.
public struct SearchWord: Hashable, Sendable {
    /// The word in lower case.
    public var text: String
    /// Where it stands in the text.
    public var span: TextSpan

    /// The words of a text, in order.
    public static func all(in text: String) -> [SearchWord] {
        var words: [SearchWord] = []
        forEach(in: text) { words.append(SearchWord(text: $0, span: TextSpan($1))) }
        return words
    }

    /// The words of a text with a blank between them: two texts are the same to a search where these are equal.
    public static func normalized(_ text: String) -> String {
        var joined = ""
        forEach(in: text) { word, _ in joined += joined.isEmpty ? word : " " + word }
        return joined
    }

    /// Calls a closure with each word of a text and where it stands.
    static func forEach(in text: String, _ body: (String, Range<Int>) -> Void) {
        var text = text
        let isASCII = text.withUTF8 { bytes in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return false }
            var word: [UInt8] = []
            for (index, byte) in bytes.enumerated() {
                if let folded = folded(byte) {
                    word.append(folded)
                } else if !word.isEmpty {
                    body(String(decoding: word, as: UTF8.self), index - word.count..<index)
                    word.removeAll(keepingCapacity: true)
                }
            }
            if !word.isEmpty { body(String(decoding: word, as: UTF8.self), bytes.count - word.count..<bytes.count) }
            return true
        }
        if isASCII { return }
        var offset = 0, start = 0
        var word = ""
        for character in text {
            let length = character.utf8.count
            if character.isLetter || character.isNumber {
                if word.isEmpty { start = offset }
                word.append(character)
            } else if !word.isEmpty {
                body(word.lowercased(), start..<offset)
                word = ""
            }
            offset += length
        }
        if !word.isEmpty { body(word.lowercased(), start..<offset) }
    }

    /// The small letter or digit of a byte of ASCII; `nil` for what is neither.
    private static func folded(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        default: nil
        }
    }
}
