/// A word as table finding sees it: upright, with what its characters say of its kind.
struct PlacedWord {
    /// Its place among the page's words.
    var index: Int
    /// Its characters.
    var text: String
    /// Where it stands, in the upright frame.
    var box: Rect
    /// The size of its type in points: the source's, or what its box suggests.
    var size: Double
    /// Whether it is a figure, or what stands in the place of one, such as a dash.
    var isValue: Bool
    /// Whether it is a year.
    var isYear: Bool
    /// Whether it begins as the second half of something: with a small letter or a bracket.
    var isContinuing: Bool
    /// Whether it ends as the first half of something: with a hyphen, a stroke, a comma or an opened bracket.
    var isUnfinished: Bool

    init(_ word: TextWord, index: Int, box: Rect) {
        self.index = index
        text = word.text
        self.box = box
        size = word.fontSize ?? box.height
        var digits = 0, letters = 0
        for scalar in word.text.unicodeScalars {
            if scalar.isDigit { digits += 1 } else if scalar.isAlphabetic { letters += 1 }
        }
        // `12.3%`, `(0.5)`, `<0.01`, `1,234*` and `2.4e5` are values, `B12` and `C-14a` are not; a dash alone stands for a value.
        isValue =
            digits > 0
            ? letters == 0 || (digits > 2 * letters && word.text.unicodeScalars.first?.isAlphabetic != true) : letters == 0
        isYear = letters == 0 && digits == 4 && (word.text.hasPrefix("19") || word.text.hasPrefix("20"))
        let first = word.text.unicodeScalars.first, last = word.text.unicodeScalars.last
        isContinuing = first.map { $0.isLowercase || $0 == "(" || $0 == "/" || $0 == "&" } ?? false
        isUnfinished = last.map { "-/,(&‐–".unicodeScalars.contains($0) } ?? false && letters > 0
    }
}

extension PlacedWord {
    /// Whether it ends as a label does.
    var isLabel: Bool { text.hasSuffix(":") && text.utf8.count > 1 }
    /// Whether it is the mark of a list's item.
    var isBullet: Bool { ["•", "◦", "▪", "‣", "●", "○", "■", "", "·"].contains(text) }
    /// Whether it begins with the colon of the label before it.
    var isColon: Bool { text.hasPrefix(":") }
}
