/// A word of a label, or of a row that is compared with labels: folded, with the many ways to write "number" made one.
struct LabelWord {
    /// The folded word.
    var text: String
    /// The scalars of the row.
    var range: Range<Int>

    /// The words in folded scalars. Digits and letters that touch are one word; what is neither divides.
    static func words(in scalars: [Unicode.Scalar]) -> [LabelWord] {
        var words: [LabelWord] = []
        var index = 0
        while index < scalars.count {
            let start = index
            if scalars[index] == "#" || scalars[index] == "№" {
                words.append(LabelWord(text: "no", range: index..<index + 1))
                index += 1
                continue
            }
            if scalars[index] == "%" {
                words.append(LabelWord(text: "%", range: index..<index + 1))
                index += 1
                continue
            }
            guard scalars[index].isWordPart, scalars[index] != "º" else {
                index += 1
                continue
            }
            while index < scalars.count, scalars[index].isWordPart, scalars[index] != "º" { index += 1 }
            let text = String(scalars: scalars[start..<index])
            if text == "n", index < scalars.count, "°º".unicodeScalars.contains(scalars[index]) {
                index += 1
                words.append(LabelWord(text: "no", range: start..<index))
                continue
            }
            words += split(text, range: start..<index)
        }
        return words
    }

    /// Makes `rechnungsnummer` two words, and every way to write "number" one.
    private static func split(_ text: String, range: Range<Int>) -> [LabelWord] {
        if numberWords.contains(text) { return [LabelWord(text: "no", range: range)] }
        // Most words end otherwise; the last letter says so at little cost.
        guard text.utf8.last == UInt8(ascii: "r") else { return [LabelWord(text: text, range: range)] }
        for suffix in ["nummer", "nr"] where text.hasSuffix(suffix) && text.unicodeScalars.count > suffix.unicodeScalars.count + 2 {
            let length = suffix.unicodeScalars.count
            let middle = range.upperBound - length
            return [
                LabelWord(text: String(text.dropLast(length)), range: range.lowerBound..<middle),
                LabelWord(text: "no", range: middle..<range.upperBound),
            ]
        }
        return [LabelWord(text: text, range: range)]
    }

    private static let numberWords: Set<String> = ["no", "nr", "num", "number", "nummer", "numero", "nbr", "numer"]
}
