/// Tells words that a language could have from the letter soup of a font without a proper encoding.
///
/// No dictionary: a word is judged by the classes of its characters. A layer whose glyphs were shifted or mapped at random mixes
/// letters, signs and cases inside of words and loses its vowels; real words, numbers and codes rarely do.
enum WordPlausibility {
    static func isPlausible(_ word: String) -> Bool {
        let scalars = Array(word.unicodeScalars)
        guard let first = scalars.firstIndex(where: { !isEdge($0) }), let last = scalars.lastIndex(where: { !isEdge($0) }) else {
            return true
        }
        let core = scalars[first...last]
        var letters = 0, digits = 0, vowels = 0, odd = 0, caseBreaks = 0, latin = 0
        var previous: Unicode.Scalar?
        for scalar in core {
            if scalar.isAlphabetic {
                letters += 1
                if isLatin(scalar) { latin += 1 }
                if isVowel(scalar) { vowels += 1 }
                if let previous, previous.isLowercase, scalar.isUppercase { caseBreaks += 1 }
            } else if scalar.isNumeric {
                digits += 1
            } else if !isJoiner(scalar) {
                odd += 1
            }
            previous = scalar
        }
        if odd > 0, odd * 3 >= core.count { return false }
        if letters == 0 || latin < letters { return odd * 2 < core.count }
        if digits > 0 { return odd == 0 || odd * 4 < core.count }
        if caseBreaks > 1 { return false }
        // Latin words above four letters have a vowel unless they are an abbreviation in capitals.
        if letters > 4, vowels == 0 { return core.allSatisfy { !$0.isLowercase } && letters <= 6 }
        return true
    }

    private static func isEdge(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isAlphabetic && !scalar.isNumeric
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        ".,:;-–/'’@_&+%()#*·®™°€$£".unicodeScalars.contains(scalar) || scalar.properties.generalCategory == .nonspacingMark
    }

    static func isLatin(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x250 || (0x1E00..<0x1F00).contains(scalar.value) }

    /// A vowel of the Latin script, with or without accents.
    static func isVowel(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a", "e", "i", "o", "u", "y", "A", "E", "I", "O", "U", "Y": true
        case "\u{C0}"..."\u{24F}":
            !"ÇÐÑÞßçðñþćčďđĝğġģĥħĵķĸĺļľŀłńņňŉŋŕŗřśŝşšţťŧŵźżžĆČĎĐĜĞĠĢĤĦĴĶĹĻĽĿŁŃŅŇŊŔŖŘŚŜŞŠŢŤŦŴŹŻŽ".unicodeScalars.contains(scalar)
        default: false
        }
    }
}
