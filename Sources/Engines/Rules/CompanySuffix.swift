/// The words by which companies end their names.
enum CompanySuffix {
    /// Where the last word of a company's form ends in a stretch of a row, or `nil` where none stands.
    static func end(in row: Row, _ range: Range<Int>) -> Int? {
        let words = row.scalars[range].indices.split { row.scalars[$0] == " " || row.scalars[$0] == "\t" }
        var end: Int?
        for (position, part) in words.enumerated() {
            guard let first = part.first, let last = part.last else { continue }
            let word = row.trimmed(first..<last + 1, of: ",;:()|")
            let text = row.text(word).filter { $0 != "." }
            let isShort = text.count <= 2
            let isForm =
                forms.contains(text)
                || (isShort && shortForms.contains(text) && row.original(word).allSatisfy { $0.isUppercase || !$0.isLetter })
            // The form of a company follows its name.
            if isForm, position > 0, row.scalars[first] != "(" || row.scalars[last] == ")" {
                if let sofar = end, row.scalars[sofar..<word.lowerBound].count > 6 { break }
                end = word.upperBound
            }
        }
        return end
    }

    /// Whether a folded word is the form of a company.
    static func isForm(_ word: String) -> Bool { forms.contains(word) }

    /// Whether a stretch is nothing but forms of companies.
    static func isOnlyForms(_ row: Row, _ range: Range<Int>) -> Bool {
        let words = LabelWord.words(in: Array(row.scalars[range])).map(\.text)
        return words.contains { forms.contains($0) || shortForms.contains($0) }
            && words.allSatisfy { forms.contains($0) || shortForms.contains($0) || $0.count == 1 || Self.isPrivate($0) }
    }

    /// A name whose form an OCR engine misread by one letter, such as `Son Bhd`, with the form as it is; `nil` if nothing is to mend.
    static func mended(_ name: String) -> String? {
        var words = name.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard let last = words.indices.last, last > 0, ["bhd", "berhad"].contains(words[last].foldedText.filter(\.isLetter)) else {
            return nil
        }
        let word = words[last - 1]
        guard word.foldedText != "sdn", word.allSatisfy(\.isLetter), isPrivate(word.foldedText) else { return nil }
        words[last - 1] = word == word.uppercased() ? "SDN" : word == word.lowercased() ? "sdn" : "Sdn"
        return words.joined(separator: " ")
    }

    /// Whether a word is the first of `Sdn Bhd`, perhaps misread.
    private static func isPrivate(_ word: String) -> Bool {
        word.count == 3 && EditDistance.between(Array(word.utf8), Array("sdn".utf8), limit: 1) != nil
    }

    private static let forms: Set<String> = [
        "gmbh", "mbh", "ohg", "kgaa", "ltd", "limited", "plc", "llp", "llc", "inc", "incorporated", "corp", "corporation", "sas", "sarl",
        "eurl",
        "sasu", "slu", "srl", "spa", "bvba", "gbr", "ek", "aps", "kft", "oyj", "pty", "pte", "bhd", "berhad", "s/b", "a/s", "lda", "ltda",
        "sagl", "company", "sl", "snc",
    ]
    /// Forms of two letters, which count in capitals only.
    private static let shortForms: Set<String> = ["ag", "kg", "ug", "se", "sa", "ab", "bv", "nv", "oy", "co"]
}
