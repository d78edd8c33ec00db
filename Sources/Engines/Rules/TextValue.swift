internal import ExtractionKit

/// Reads values that are text: identifiers, names, addresses of mail, numbers of telephones, choices.
struct TextValue {
    /// The normalised value.
    var value: FieldValue
    /// The scalars of the row.
    var range: Range<Int>
    /// How well it fits, from 0 to 1.
    var fit: Double

    /// The first value of the type in a stretch of a row that follows a label.
    ///
    /// - Parameter values: What was scanned in the row: a date or an amount with its currency isn't an identifier.
    init?(_ field: FieldSchema, in row: Row, range: Range<Int>, values: [Found]) {
        let range = row.trimmed(range, of: ":.-=#°|*")
        guard !range.isEmpty else { return nil }
        switch field.type {
        case .identifier:
            if TaxNumber.isAsked(by: field) {
                if let number = TaxNumber(in: row, range: range) {
                    self.init(value: .text(row.original(number.range)), range: number.range, fit: number.fit)
                    return
                }
                self.init(identifierIn: row, range: range, values: values)
                fit *= 0.8
                return
            }
            self.init(identifierIn: row, range: range, values: values)
        case .currency: self.init(currencyIn: row, range: range)
        case .email: self.init(emailIn: row, range: range)
        case .phone: self.init(phoneIn: row, range: range)
        case .boolean: self.init(booleanIn: row, range: range)
        case .choice: self.init(choiceOf: field.choices, in: row, range: range)
        case .name, .text, .address, .any: self.init(textIn: row, range: range, type: field.type, values: values)
        case .date, .time, .number, .money, .percentage, .table: return nil
        }
    }

    private init(value: FieldValue, range: Range<Int>, fit: Double) {
        self.value = value
        self.range = range
        self.fit = fit
    }

    private static func words(in row: Row, _ range: Range<Int>) -> [Range<Int>] {
        row.scalars[range].indices.split { row.scalars[$0] == " " || row.scalars[$0] == "\t" }.compactMap { part in
            part.first.flatMap { first in part.last.map { first..<$0 + 1 } }
        }
    }

    private init?(identifierIn row: Row, range: Range<Int>, values: [Found]) {
        let words = Self.words(in: row, range)
        func hasDigit(_ word: Range<Int>) -> Bool { row.scalars[word].contains(where: \.isDigit) }
        for (position, word) in words.prefix(4).enumerated() {
            if row.scalars[word.lowerBound] == "(", row.scalars[word.upperBound - 1] == ")", words.count > position + 1 { continue }
            // `N°` before a number is no part of it.
            if LabelWord.words(in: Array(row.scalars[word])).map(\.text) == ["no"] { continue }
            guard hasDigit(word) else {
                // A short capital prefix belongs to the identifier, as in `INV 2041`; other words may stand before it.
                let isPrefix =
                    word.count <= 4 && row.scalars[word].contains(where: \.isLetter)
                    && row.original(word).allSatisfy { $0.isUppercase || !$0.isLetter }
                if isPrefix, position + 1 < words.count, hasDigit(words[position + 1]), !Self.fillers.contains(row.text(word)) {
                    let whole = row.trimmed(word.lowerBound..<words[position + 1].upperBound, of: ",;:.|#(")
                    self.init(value: .text(row.original(whole)), range: whole, fit: 0.9)
                    return
                }
                continue
            }
            let isOther = values.contains { found in
                guard found.range.overlaps(word) else { return false }
                switch found.content {
                case .date: return found.fit > 0.8
                case .time: return true
                case .number(let number): return number.currency != nil || number.isPercentage
                }
            }
            if isOther { return nil }
            var whole = word
            let next = position + 1
            if next < words.count, next == words.count - 1, hasDigit(words[next]), words[next].count <= 6, word.count > 3,
                !values.contains(where: { $0.range.overlaps(words[next]) && $0.isDateOrTime })
            {
                whole = word.lowerBound..<words[next].upperBound
            }
            whole = row.trimmed(whole, of: ",;:.|#(*")
            if whole.count > 1, row.scalars[whole.upperBound - 1] == ")", !row.scalars[whole].contains("(") {
                whole = whole.lowerBound..<whole.upperBound - 1
            }
            guard !whole.isEmpty else { return nil }
            // A short decimal number is a version or a quantity.
            let isDecimal = whole.count < 5 && row.scalars[whole].contains(".") && row.scalars[whole].allSatisfy { $0.isDigit || $0 == "." }
            var fit = whole.count >= 3 && !isDecimal ? 1.0 : 0.7
            // Words before it, other than ways to write "number", make it less likely that the label means it.
            let between = LabelWord.words(in: Array(row.scalars[range.lowerBound..<word.lowerBound]))
            for word in between where word.text != "no" && word.text.contains(where: \.isLetter) {
                fit *= word.text.utf8.count > 2 ? 0.7 : 0.95
            }
            self.init(value: .text(row.original(whole)), range: whole, fit: fit)
            return
        }
        return nil
    }

    private static let fillers: Set<String> = ["vom", "von", "du", "de", "of", "from", "no", "nr", "del", "date", "le", "am"]

    private init?(currencyIn row: Row, range: Range<Int>) {
        for word in Self.words(in: row, range).prefix(3) {
            let text = row.trimmed(word, of: "(),.:")
            let sign = text.count == 1 ? CurrencyMark(sign: row.scalars[text.lowerBound]) : nil
            guard let mark = sign ?? CurrencyMark(word: row.text(text)) else { continue }
            self.init(value: .text(mark.code), range: text, fit: mark.isAmbiguous ? 0.7 : 1)
            return
        }
        return nil
    }

    /// An address of mail as people write it: word characters, one `@`, a host with a dot.
    init?(emailIn row: Row, range: Range<Int>) {
        for word in Self.words(in: row, range) {
            let text = row.trimmed(word, of: "<>(),;:.")
            let parts = row.scalars[text].split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, parts[1].count > 3, parts[1].contains("."), parts[1].last?.isWordPart == true,
                parts[1].first?.isWordPart == true
            else { continue }
            // A label may be glued to it, as in `email:x@example.com`.
            let start = parts[0].lastIndex { ":;,<(".unicodeScalars.contains($0) }.map { $0 + 1 } ?? text.lowerBound
            guard start < parts[0].endIndex else { continue }
            self.init(value: .text(row.original(start..<text.upperBound)), range: start..<text.upperBound, fit: 1)
            return
        }
        return nil
    }

    /// A telephone number: 7 to 15 digits with nothing but signs between them.
    init?(phoneIn row: Row, range: Range<Int>) {
        var start = range.lowerBound
        while start < range.upperBound {
            guard row.scalars[start].isDigit || row.scalars[start] == "+" || row.scalars[start] == "(",
                start == 0 || !row.scalars[start - 1].isWordPart
            else {
                start += 1
                continue
            }
            var end = start
            var digits = 0
            while end < range.upperBound, row.scalars[end].isDigit || " -/.()+".unicodeScalars.contains(row.scalars[end]) {
                if row.scalars[end].isDigit { digits += 1 }
                end += 1
            }
            if (7...15).contains(digits), end == row.scalars.count || !row.scalars[end].isLetter {
                let whole = row.trimmed(start..<end, of: "-/.")
                self.init(value: .text(row.original(whole)), range: whole, fit: 0.95)
                return
            }
            start = max(end, start + 1)
        }
        return nil
    }

    private init?(booleanIn row: Row, range: Range<Int>) {
        guard let word = Self.words(in: row, range).first else { return nil }
        let text = row.trimmed(word, of: ".,;:()[]")
        let yes: Set = ["yes", "true", "y", "ja", "oui", "si", "x", "☒", "☑", "✓", "sim"]
        let no: Set = ["no", "false", "n", "nein", "non", "nee", "☐", "nao"]
        let word0 = row.text(text)
        guard yes.contains(word0) || no.contains(word0) else { return nil }
        self.init(value: .boolean(yes.contains(word0)), range: text, fit: 0.95)
    }

    private init?(choiceOf choices: [String], in row: Row, range: Range<Int>) {
        let text = row.text(range)
        // Longer choices first, so that `not passed` isn't read as `passed`.
        for choice in choices.sorted(by: { $0.utf8.count > $1.utf8.count }) {
            let wanted = choice.foldedText
            guard text.hasPrefix(wanted) else { continue }
            let end = range.lowerBound + wanted.unicodeScalars.count
            guard end == range.upperBound || !row.scalars[end].isWordPart else { continue }
            self.init(value: .text(row.original(range.lowerBound..<end)), range: range.lowerBound..<end, fit: 1)
            return
        }
        return nil
    }

    /// Whether a stretch is more than the form of a company, which is left where a label is seen inside of a name.
    private static func hasName(_ row: Row, _ range: Range<Int>) -> Bool {
        let words = LabelWord.words(in: Array(row.scalars[range]))
        guard words.count == 1 else { return true }
        return !CompanySuffix.isForm(words[0].text) && CurrencyMark(word: words[0].text) == nil && words[0].text != "no"
    }

    private init?(textIn row: Row, range: Range<Int>, type: FieldType, values: [Found]) {
        let trimmed = row.trimmed(range, of: ",;|")
        guard !trimmed.isEmpty else { return nil }
        let letters = row.scalars[trimmed].count { $0.isLetter }
        if type == .name {
            // A name doesn't begin with a small letter; running text does.
            guard row.original(trimmed).first?.isLowercase != true, Self.hasName(row, trimmed) else { return nil }
            guard !LabelWord.words(in: Array(row.scalars[trimmed])).allSatisfy({ TitleWord.panels.contains($0.text) }) else { return nil }
            guard letters >= 2, letters * 2 >= trimmed.count - 2 || trimmed.count < 24 else { return nil }
            // A date is no name, nor is a label with its date.
            guard
                !values.contains(where: { found in
                    guard found.isDateOrTime, found.range.overlaps(trimmed) else { return false }
                    return found.range.count * 2 > trimmed.count || row.scalars[trimmed].contains(":")
                })
            else { return nil }
            let words = Self.words(in: row, trimmed).count
            self.init(value: .text(row.original(trimmed)), range: trimmed, fit: words <= 8 ? 1 : 0.5)
        } else {
            self.init(value: .text(row.original(trimmed)), range: trimmed, fit: 0.9)
        }
    }
}

extension Found {
    /// Whether this is a date or a time.
    var isDateOrTime: Bool {
        switch content {
        case .date, .time: true
        case .number: false
        }
    }
}
