internal import ExtractionKit

/// A number for value added tax, or another tax number, by the forms of countries and their check digits.
struct TaxNumber {
    /// The scalars of the row.
    var range: Range<Int>
    /// What the form and the check digits say of it, from 0 to 1.
    var fit: Double

    /// The forms behind the letters of a country: `9` is a digit, `A` a letter, `*` either.
    /// Source: the structures that the European Commission publishes for VIES, and those of the tax offices of the other countries.
    private static let forms: [String: [String]] = [
        "at": ["A99999999"], "be": ["9999999999"], "bg": ["999999999", "9999999999"], "cy": ["99999999A"],
        "cz": ["99999999", "999999999", "9999999999"], "de": ["999999999"], "dk": ["99999999"], "ee": ["999999999"], "el": ["999999999"],
        "es": ["*9999999*"], "fi": ["99999999"], "fr": ["**999999999"], "gb": ["999999999", "999999999999"], "hr": ["99999999999"],
        "hu": ["99999999"], "ie": ["9*99999A", "9999999AA"], "it": ["99999999999"], "lt": ["999999999", "999999999999"],
        "lu": ["99999999"], "lv": ["99999999999"], "mt": ["99999999"], "nl": ["999999999A99"], "pl": ["9999999999"], "pt": ["999999999"],
        "ro": ["99999999", "999999999", "9999999", "999999"], "se": ["999999999999"], "si": ["99999999"], "sk": ["9999999999"],
        "xi": ["999999999"], "che": ["999999999", "999999999AAA", "999999999AAAA"], "no": ["999999999", "999999999AAA"],
    ]
    /// Forms without letters of a country: Spain's, and India's.
    private static let plainForms = ["A99999999", "99999999A", "A9999999A", "99AAAAA9999A9A9", "99AAAAA9999A9AA", "99AAAAA9999A9*A"]

    /// The first tax number of a stretch that follows its label, or `nil` where nothing has a known form.
    init?(in row: Row, range: Range<Int>) {
        let words = QuantityNotation.words(in: row, range).prefix(9)
        for start in words.indices.prefix(4) {
            for end in (start..<min(words.count, start + 6)).reversed() {
                let whole = row.trimmed(words[start].lowerBound..<words[end].upperBound, of: ",;:.()|#")
                let compact = row.scalars[whole].filter(\.isWordPart)
                guard (8...20).contains(compact.count), compact.contains(where: \.isDigit),
                    row.scalars[whole].allSatisfy({ $0.isWordPart || " .-/".unicodeScalars.contains($0) }),
                    let fit = Self.fit(of: compact, isGrouped: end > start)
                else { continue }
                self.range = whole
                self.fit = fit
                return
            }
        }
        return nil
    }

    /// Whether a field asks for such a number.
    static func isAsked(by field: FieldSchema) -> Bool {
        field.type == .identifier
            && !Set(field.name.snakeWords).isDisjoint(with: ["tax", "vat", "abn", "gst", "ust", "tva", "iva", "btw", "nif", "ustid", "ein"])
    }

    /// How well letters and digits fit the forms; `nil` where they fit none.
    private static func fit(of compact: [Unicode.Scalar], isGrouped: Bool) -> Double? {
        for length in [3, 2] where compact.count > length {
            let country = String(scalars: compact[..<length]), rest = Array(compact[length...])
            guard let forms = forms[country], forms.contains(where: { matches(rest, $0) }) else { continue }
            guard let isRight = isRight(country, rest) else { return 0.97 }
            return isRight ? 1 : 0.8
        }
        if compact.allSatisfy(\.isDigit) {
            // Numbers without a country: Australia's have 11 digits and their check, France's 14; groups of digits are one number.
            if compact.count == 11 { return isBusinessNumber(compact.compactMap(\.digit)) ? 1 : 0.85 }
            return isGrouped && compact.count <= 15 ? 0.85 : nil
        }
        return plainForms.contains { matches(compact, $0) } ? 0.95 : nil
    }

    private static func matches(_ scalars: [Unicode.Scalar], _ form: String) -> Bool {
        let form = Array(form.unicodeScalars)
        return form.count == scalars.count
            && zip(scalars, form).allSatisfy { scalar, sign in
                switch sign {
                case "9": scalar.isDigit
                case "A": scalar.isLetter
                default: scalar.isWordPart
                }
            }
    }

    /// What the check digits say, or `nil` for a country whose rule isn't known here.
    private static func isRight(_ country: String, _ rest: [Unicode.Scalar]) -> Bool? {
        let digits = rest.compactMap(\.digit)
        func number(_ part: ArraySlice<Int>) -> Int { part.reduce(0) { $0 * 10 + $1 } }
        switch country {
        case "de" where digits.count == 9:
            // ISO 7064, MOD 11,10.
            var product = 10
            for digit in digits.dropLast() {
                let sum = (digit + product) % 10
                product = 2 * (sum == 0 ? 10 : sum) % 11
            }
            return (11 - product) % 10 == digits[8]
        case "fr" where digits.count == 11: return (12 + 3 * (number(digits[2...]) % 97)) % 97 == number(digits[..<2])
        case "be" where digits.count == 10: return 97 - number(digits[..<8]) % 97 == number(digits[8...])
        case "gb" where digits.count == 9 || digits.count == 12:
            let sum = zip(digits, 2...8).reduce(0) { $0 + $1.0 * (10 - $1.1) } + number(digits[7..<9])
            return sum % 97 == 0 || (sum + 55) % 97 == 0
        case "it" where digits.count == 11:
            let sum = digits.enumerated().reduce(0) { sum, item in
                let doubled = item.offset.isMultiple(of: 2) ? item.element : 2 * item.element
                return sum + (doubled > 9 ? doubled - 9 : doubled)
            }
            return sum % 10 == 0
        case "pt" where digits.count == 9:
            let rest = 11 - zip(digits, 0..<8).reduce(0) { $0 + $1.0 * (9 - $1.1) } % 11
            return (rest > 9 ? 0 : rest) == digits[8]
        default: return nil
        }
    }

    /// The check of an Australian Business Number: a weighted sum that 89 divides, after 1 is taken from the first digit.
    static func isBusinessNumber(_ digits: [Int]) -> Bool {
        guard digits.count == 11 else { return false }
        let weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]
        return zip(digits, weights).enumerated().reduce(0) { $0 + ($1.element.0 - ($1.offset == 0 ? 1 : 0)) * $1.element.1 } % 89 == 0
    }
}
