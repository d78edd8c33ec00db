/// Whether a sentence ends where a word does.
///
/// The rules are those of Unicode's sentence boundaries (UAX #29, SB6 to SB11) as far as bytes show them, and what they leave open: abbreviations,
/// initials and ordinal numbers end no sentence.
struct SentenceEnd {
    /// Whether it does.
    let isEnd: Bool

    /// - Parameters:
    ///   - bytes: The text.
    ///   - index: Where white space begins behind a word.
    ///   - next: Where the next word begins.
    init(_ bytes: [UInt8], at index: Int, next: Int) {
        var end = index
        while end > 0, Self.closes(bytes, before: end) > 0 { end -= Self.closes(bytes, before: end) }
        guard end > 0 else {
            isEnd = false
            return
        }
        let mark = bytes[end - 1]
        if mark == UInt8(ascii: "!") || mark == UInt8(ascii: "?") || Self.isIdeographic(bytes, before: end)
            || Self.isEllipsis(bytes, before: end)
        {
            isEnd = true
            return
        }
        // A sentence doesn't begin with a small letter.
        let isFollowedBySmall = next < bytes.count && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[next])
        guard mark == UInt8(ascii: "."), !isFollowedBySmall else {
            isEnd = false
            return
        }
        isEnd = !Self.isAbbreviation(bytes, before: end - 1)
    }

    /// Whether a full stop of a script without blanks stands before a place: `。`, `！` or `？`.
    static func isIdeographic(_ bytes: [UInt8], before index: Int) -> Bool {
        guard index > 2 else { return false }
        switch (bytes[index - 3], bytes[index - 2], bytes[index - 1]) {
        case (0xE3, 0x80, 0x82), (0xEF, 0xBC, 0x81), (0xEF, 0xBC, 0x9F): return true
        default: return false
        }
    }

    private static func isEllipsis(_ bytes: [UInt8], before index: Int) -> Bool {
        index > 2 && bytes[index - 3] == 0xE2 && bytes[index - 2] == 0x80 && bytes[index - 1] == 0xA6
    }

    /// How many bytes a closing quote or bracket before a place has.
    private static func closes(_ bytes: [UInt8], before index: Int) -> Int {
        if ")]}\"'".utf8.contains(bytes[index - 1]) { return 1 }
        // `’`, `”`, `“`, `»`
        if index > 2, bytes[index - 3] == 0xE2, bytes[index - 2] == 0x80, [0x99, 0x9C, 0x9D].contains(bytes[index - 1]) { return 3 }
        return index > 1 && bytes[index - 2] == 0xC2 && bytes[index - 1] == 0xBB ? 2 : 0
    }

    /// Whether the word before a full stop is an abbreviation, an initial or a number of up to two digits.
    private static func isAbbreviation(_ bytes: [UInt8], before index: Int) -> Bool {
        var start = index
        while start > 0, index - start < 12, bytes[start - 1] > 0x20, !"([\"'".utf8.contains(bytes[start - 1]) { start -= 1 }
        let word = bytes[start..<index]
        if word.count <= 2, word.allSatisfy({ (0x30...0x39).contains($0) }) { return !word.isEmpty }
        if word.count == 1, let letter = word.first { return (0x41...0x5A).contains(letter) }
        // `e.g.`, `z.B.`, `U.S.`
        if word.contains(0x2E), word.count <= 5 { return true }
        return abbreviations.contains(String(decoding: word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self))
    }

    private static let abbreviations: Set<String> = [
        "abb", "abs", "al", "approx", "art", "av", "ave", "bd", "bldg", "blvd", "bzw", "ca", "cf", "co", "col", "corp", "dept", "dr", "ed",
        "eds",
        "etc", "ev", "fig", "figs", "gen", "ggf", "gmbh", "hr", "inc", "incl", "inkl", "jr", "lt", "ltd", "max", "mfg", "min", "mio", "mme",
        "mr",
        "mrs", "ms", "mt", "nr", "no", "nos", "op", "p", "par", "pos", "pp", "prof", "pts", "ref", "resp", "rev", "rte", "s", "sec", "sgt",
        "sog",
        "sr", "sra", "srta", "st", "ste", "str", "tab", "tel", "u", "usw", "vgl", "vol", "vs", "zzgl",
    ]
}
