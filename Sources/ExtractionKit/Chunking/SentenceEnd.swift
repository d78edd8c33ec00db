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
        // Most words end with a letter.
        if index > 0, (0x61...0x7A).contains(bytes[index - 1]) || (0x41...0x5A).contains(bytes[index - 1]) {
            isEnd = false
            return
        }
        var end = index
        while end > 0, Self.closes(bytes, before: end) > 0 { end -= Self.closes(bytes, before: end) }
        guard end > 0 else {
            isEnd = false
            return
        }
        let mark = bytes[end - 1]
        if mark == UInt8(ascii: "!") || mark == UInt8(ascii: "?") || Self.isFullStop(bytes, before: end)
            || Self.isEllipsis(bytes, before: end)
        {
            isEnd = true
            return
        }
        // A sentence doesn't begin with a small letter.
        guard mark == UInt8(ascii: "."), !Self.isSmall(bytes, at: next) else {
            isEnd = false
            return
        }
        isEnd = !Self.isAbbreviation(bytes, before: end - 1)
    }

    /// Whether a sentence of a script without blanks ends at a place: behind its full stop and what closes it.
    static func isIdeographic(_ bytes: [UInt8], at index: Int) -> Bool {
        // Most text is told apart by its first byte here.
        guard index > 2, bytes[index - 1] >= 0x80, !closes(bytes, at: index) else { return false }
        var end = index
        while end > 2, closes(bytes, before: end) == 3 { end -= 3 }
        return isFullStop(bytes, before: end)
    }

    /// Whether a full stop of a script without blanks stands before a place: `。`, `！` or `？`.
    private static func isFullStop(_ bytes: [UInt8], before index: Int) -> Bool {
        guard index > 2 else { return false }
        switch (bytes[index - 3], bytes[index - 2], bytes[index - 1]) {
        case (0xE3, 0x80, 0x82), (0xEF, 0xBC, 0x81), (0xEF, 0xBC, 0x9F): return true
        default: return false
        }
    }

    /// Whether a text goes on with a small letter, behind marks that open something.
    private static func isSmall(_ bytes: [UInt8], at index: Int) -> Bool {
        var index = index
        while index < bytes.count, "([{\"'".utf8.contains(bytes[index]) { index += 1 }
        // `‘`, `“`, `„`, `«`
        if index + 2 < bytes.count, bytes[index] == 0xE2, bytes[index + 1] == 0x80, [0x98, 0x9C, 0x9E].contains(bytes[index + 2]) {
            index += 3
        }
        if index + 1 < bytes.count, bytes[index] == 0xC2, bytes[index + 1] == 0xAB { index += 2 }
        guard index < bytes.count else { return false }
        if bytes[index] < 0x80 { return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[index]) }
        var iterator = bytes[index...].makeIterator(), decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return false }
        return scalar.properties.isLowercase
    }

    private static func isEllipsis(_ bytes: [UInt8], before index: Int) -> Bool {
        index > 2 && bytes[index - 3] == 0xE2 && bytes[index - 2] == 0x80 && bytes[index - 1] == 0xA6
    }

    /// Whether a closing quote or bracket stands at a place.
    private static func closes(_ bytes: [UInt8], at index: Int) -> Bool {
        index < bytes.count && (")]}\"'".utf8.contains(bytes[index]) || closes(bytes, before: index + 3) == 3)
    }

    /// How many bytes a closing quote or bracket before a place has.
    private static func closes(_ bytes: [UInt8], before index: Int) -> Int {
        guard index <= bytes.count else { return 0 }
        if ")]}\"'".utf8.contains(bytes[index - 1]) { return 1 }
        if index > 2 {
            switch (bytes[index - 3], bytes[index - 2], bytes[index - 1]) {
            // `’`, `“`, `”`, `」`, `』`, `）`
            case (0xE2, 0x80, 0x99), (0xE2, 0x80, 0x9C), (0xE2, 0x80, 0x9D), (0xE3, 0x80, 0x8D), (0xE3, 0x80, 0x8F), (0xEF, 0xBC, 0x89):
                return 3
            default: break
            }
        }
        // `»`
        return index > 1 && bytes[index - 2] == 0xC2 && bytes[index - 1] == 0xBB ? 2 : 0
    }

    /// Whether the word before a full stop is an abbreviation, an initial or a number of up to two digits.
    private static func isAbbreviation(_ bytes: [UInt8], before index: Int) -> Bool {
        var start = index
        while start > 0, index - start < 12, bytes[start - 1] > 0x20, !"([\"'".utf8.contains(bytes[start - 1]) { start -= 1 }
        let word = bytes[start..<index]
        if word.count <= 2, word.allSatisfy({ (0x30...0x39).contains($0) }) { return !word.isEmpty }
        if word.count == 1, let letter = word.first, (0x41...0x5A).contains(letter) { return true }
        // `e.g.`, `z.B.`, `U.S.`, `p.ej.`
        if word.contains(0x2E), word.count <= 5 { return true }
        return abbreviations.contains(String(decoding: word, as: UTF8.self).lowercased())
    }

    /// Those of English, German, French, Spanish and Dutch that stand before a capital or a number, but for those that are words as well
    /// at the end of a sentence.
    private static let abbreviations = Set(
        """
        al approx apr aug ave bldg blvd cf co col corp dec dept dr ed eds etc ext feb fig figs gen inc incl jan jr jul jun lt ltd max mfg min mr \
        mrs ms mt no nos nov oct op p par pos pp prof pts ref resp rev rte s sec sept sgt sr st ste tel vol vs \
        abb abs abschn allg anm art aufl bd bsp bspw bzw ca dez dipl dipl.-ing einschl evtl exkl ff geb ggf gmbh hr hrn hrsg inkl jh kap lfd mio \
        mrd nr okt pos rd sek sog std str tab tsd u usw vgl ziff zz zzgl zzt \
        av bd boul chap déc éd env févr hab janv juil mlle mlles mme mmes réf sté tél \
        admón aprox avda cía dcha depto dpto dra ej izq núm págs pág pral prov sra sras sres srta srtas tfno ud uds vds \
        afd afz bijl bijv blz cie dhr drs enz evt excl gebr ing jl mej mevr mln mr mw nl okt ong pag plm st tav vlg zgn zog
        """.split(separator: " ").map(String.init))
}
