internal import ExtractionKit

/// Finds the dates of a row: ISO 8601, numbers in the document's order, names of months in six languages.
struct DateScanner {
    /// Three numbers that may be a date, year last.
    struct NumericForm {
        var range: Range<Int>
        var first: Int
        var second: Int
        var year: Int
        var separator: Unicode.Scalar
    }

    private let row: Row
    private let scalars: [Unicode.Scalar]
    private let conventions: Conventions

    init(_ row: Row, conventions: Conventions) {
        self.init(row, scalars: row.scalars, conventions: conventions)
    }

    private init(_ row: Row, scalars: [Unicode.Scalar], conventions: Conventions) {
        self.row = row
        self.scalars = scalars
        self.conventions = conventions
    }

    /// The dates from left to right; where there is none, those that an OCR engine misread by a few signs.
    func dates() -> [Found] {
        let printed = printedDates()
        guard printed.isEmpty, let mended = mended() else { return printed }
        return DateScanner(row, scalars: mended, conventions: conventions).printedDates().compactMap { date in
            // A blank between two numbers joins them only where the year has four digits.
            guard date.range.count >= 8, date.range.contains(where: { mended[$0] != row.scalars[$0] }) else { return nil }
            return Found(range: date.range, content: date.content, fit: date.fit * Self.mendedFit, isRepaired: true)
        }
    }

    private static let mendedFit = 0.8

    /// The row with letters between digits read as the digits they resemble, and the signs that OCR engines see for the separators of a
    /// date made slashes; `nil` if nothing was to mend.
    private func mended() -> [Unicode.Scalar]? {
        guard row.tokens.contains(where: { $0.confidence != nil }), row.scalars.count(where: \.isDigit) >= 5 else { return nil }
        var result = row.scalars
        var index = 0
        while index < result.count {
            guard row.owners[index] >= 0 else {
                index += 1
                continue
            }
            var end = index
            while end < result.count, row.owners[end] == row.owners[index] { end += 1 }
            mend(&result, index..<end)
            index = end
        }
        return result == row.scalars ? nil : result
    }

    /// Mends a word that has more digits than letters, none of which is unlike a digit.
    private func mend(_ scalars: inout [Unicode.Scalar], _ word: Range<Int>) {
        let letters = scalars[word].filter(\.isLetter)
        let digits = scalars[word].count(where: \.isDigit)
        guard word.count <= 12, digits > 0, letters.count < digits, letters.allSatisfy({ Self.digits[$0] != nil }) else { return }
        for index in word {
            if let digit = Self.digits[scalars[index]] { scalars[index] = digit }
        }
        // `02~`, `“04`: a sign at one side of one or two digits.
        let signs = word.filter { Self.separators.contains(scalars[$0]) }
        for index in signs where index == word.lowerBound || index == word.upperBound - 1 || digits >= 4 { scalars[index] = "/" }
        if let first = signs.first, first == word.lowerBound, first > 0, row.scalars[first - 1] == " ", first > 1 {
            // The sign stands at both sides of a blank, or only behind it.
            if scalars[first - 2] != "/" { scalars[first - 1] = "/" }
            scalars[first] = " "
        }
    }

    private static let digits: [Unicode.Scalar: Unicode.Scalar] = ["o": "0", "l": "1", "i": "1", "|": "1", "s": "5", "b": "8"]
    private static let separators = Set("~“”\"*'".unicodeScalars)

    private func printedDates() -> [Found] {
        var result: [Found] = []
        var index = 0
        while index < scalars.count {
            let begins = index == 0 || !scalars[index - 1].isWordPart
            guard begins, scalars[index].isWordPart, let found = date(at: index) else {
                index += 1
                continue
            }
            result.append(found)
            index = found.range.upperBound
        }
        return result
    }

    private func date(at index: Int) -> Found? {
        guard !isCode(before: index) else { return nil }
        return isoDate(at: index) ?? namedDate(at: index) ?? numericDate(at: index) ?? compactDate(at: index)
    }

    /// Whether what stands before is a word joined to this one, as in `AB-2019-03-01`.
    private func isCode(before index: Int) -> Bool {
        guard index > 1 else { return false }
        return "-/_.".unicodeScalars.contains(scalars[index - 1]) && scalars[index - 2].isWordPart
    }

    private func found(_ range: Range<Int>, _ date: CalendarDate?, fit: Double) -> Found? {
        guard let date, (1900...2199).contains(date.year) else { return nil }
        return Found(range: range, content: .date(date), fit: fit)
    }

    private func isoDate(at index: Int) -> Found? {
        let reader = DigitReader(scalars)
        guard let year = reader.number(at: index, digits: 4...4), year.value > 1900, let mark = reader.separator(at: year.end),
            let month = reader.number(at: year.end + 1, digits: 1...2), reader.separator(at: month.end) == mark,
            let day = reader.number(at: month.end + 1, digits: 1...2), ends(at: day.end, joining: true)
        else { return nil }
        return found(index..<day.end, CalendarDate(year: year.value, month: month.value, day: day.value), fit: 1)
    }

    private func numericDate(at index: Int) -> Found? {
        guard let form = Self.numericForm(at: index, in: scalars), ends(at: form.range.upperBound, joining: true) else { return nil }
        let dayFirst = CalendarDate(year: form.year, month: form.second, day: form.first)
        let monthFirst = CalendarDate(year: form.year, month: form.first, day: form.second)
        if form.separator == "." { return found(form.range, dayFirst, fit: 1) }
        let isDayFirst = conventions.dateOrder == .dayFirst
        let date = isDayFirst ? dayFirst ?? monthFirst : monthFirst ?? dayFirst
        let isCertain = dayFirst == nil || monthFirst == nil || dayFirst == monthFirst || conventions.isDateOrderCertain
        return found(form.range, date, fit: isCertain ? 1 : 0.85)
    }

    /// Eight digits: `20180304`, or `25032018`.
    private func compactDate(at index: Int) -> Found? {
        guard let number = DigitReader(scalars).number(at: index, digits: 8...8), ends(at: number.end, joining: false) else {
            return nil
        }
        let value = number.value
        // A time behind it says that the digits are a date.
        let certainty = TimeScanner.begins(in: row, at: number.end + 1) ? 0.2 : 0
        if let date = CalendarDate(year: value / 10_000, month: value / 100 % 100, day: value % 100), (1990...2099).contains(date.year) {
            return found(index..<number.end, date, fit: 0.7 + certainty)
        }
        let date = CalendarDate(year: value % 10_000, month: value / 10_000 % 100, day: value / 1_000_000)
        return (1990...2099).contains(value % 10_000) ? found(index..<number.end, date, fit: 0.6 + certainty) : nil
    }

    /// `12 Mar 2026`, `12. März 2026`, `2 de marzo de 2026`, `12-MAR-26`, `March 12, 2026`, `12MAR2026`.
    private func namedDate(at index: Int) -> Found? {
        let reader = DigitReader(scalars)
        if let day = reader.number(at: index, digits: 1...2) {
            var at = day.end
            for ending in ["st", "nd", "rd", "th", "er", "º"] where reader.has(ending, at: at) { at += ending.unicodeScalars.count }
            at = reader.skip(" .,-/'", from: at, limit: 3)
            if reader.has("de ", at: at) { at += 3 }
            guard let month = monthName(at: at) else { return nil }
            at = reader.skip(" .,-/'", from: month.end, limit: 3)
            if reader.has("de ", at: at) { at += 3 } else if reader.has("del ", at: at) { at += 4 }
            guard let year = reader.year(at: at), ends(at: year.end, joining: false) else { return nil }
            return found(index..<year.end, CalendarDate(year: year.value, month: month.number, day: day.value), fit: 1)
        }
        guard let month = monthName(at: index) else { return nil }
        var at = reader.skip(" .-", from: month.end, limit: 3)
        guard let day = reader.number(at: at, digits: 1...2) else { return nil }
        at = day.end
        for ending in ["st", "nd", "rd", "th"] where reader.has(ending, at: at) { at += 2 }
        let afterDay = at
        at = reader.skip(" ,.-'", from: at, limit: 3)
        guard at > afterDay, let year = reader.year(at: at), ends(at: year.end, joining: false) else { return nil }
        return found(index..<year.end, CalendarDate(year: year.value, month: month.number, day: day.value), fit: 1)
    }

    private func monthName(at start: Int) -> (number: Int, end: Int)? {
        var end = start
        while end < scalars.count, scalars[end].isLetter, end - start < 12 { end += 1 }
        guard end - start >= 3, let number = MonthName.number(of: String(scalars: scalars[start..<end])) else {
            return nil
        }
        return (number, end)
    }

    private func ends(at end: Int, joining: Bool) -> Bool {
        guard end < scalars.count else { return true }
        let after = scalars[end]
        if after == "t", joining { return true }
        if after.isWordPart { return false }
        guard end + 1 < scalars.count else { return true }
        return !("/-.".unicodeScalars.contains(after) && scalars[end + 1].isDigit)
    }

    /// Every triple of numbers in the row that may be a date with the year last.
    static func numericForms(in row: Row) -> [NumericForm] {
        var forms: [NumericForm] = []
        var index = 0
        while index < row.scalars.count {
            let begins = index == 0 || !row.scalars[index - 1].isWordPart
            if begins, row.scalars[index].isDigit, let form = numericForm(at: index, in: row.scalars) {
                forms.append(form)
                index = form.range.upperBound
            } else {
                index += 1
            }
        }
        return forms
    }

    private static func numericForm(at index: Int, in scalars: [Unicode.Scalar]) -> NumericForm? {
        let reader = DigitReader(scalars)
        guard let first = reader.number(at: index, digits: 1...2), let mark = reader.separator(at: first.end) else { return nil }
        var at = reader.skip(" ", from: first.end + 1, limit: 2)
        guard let second = reader.number(at: at, digits: 1...2), reader.separator(at: second.end) == mark else { return nil }
        at = reader.skip(" ", from: second.end + 1, limit: 2)
        guard let year = reader.year(at: at) else { return nil }
        return NumericForm(range: index..<year.end, first: first.value, second: second.value, year: year.value, separator: mark)
    }
}
