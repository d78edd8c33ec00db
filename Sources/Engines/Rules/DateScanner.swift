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
    private let conventions: Conventions

    init(_ row: Row, conventions: Conventions) {
        self.row = row
        self.conventions = conventions
    }

    /// The dates from left to right.
    func dates() -> [Found] {
        var result: [Found] = []
        var index = 0
        while index < row.scalars.count {
            let begins = index == 0 || !row.scalars[index - 1].isWordPart
            guard begins, row.scalars[index].isWordPart, let found = date(at: index) else {
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
        return "-/_.".unicodeScalars.contains(row.scalars[index - 1]) && row.scalars[index - 2].isWordPart
    }

    private func found(_ range: Range<Int>, _ date: CalendarDate?, fit: Double) -> Found? {
        guard let date, (1900...2199).contains(date.year) else { return nil }
        return Found(range: range, content: .date(date), fit: fit)
    }

    private func isoDate(at index: Int) -> Found? {
        let reader = DigitReader(row.scalars)
        guard let year = reader.number(at: index, digits: 4...4), year.value > 1900, let mark = reader.separator(at: year.end),
            let month = reader.number(at: year.end + 1, digits: 1...2), reader.separator(at: month.end) == mark,
            let day = reader.number(at: month.end + 1, digits: 1...2), ends(at: day.end, joining: true)
        else { return nil }
        return found(index..<day.end, CalendarDate(year: year.value, month: month.value, day: day.value), fit: 1)
    }

    private func numericDate(at index: Int) -> Found? {
        guard let form = Self.numericForm(at: index, in: row.scalars), ends(at: form.range.upperBound, joining: true) else { return nil }
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
        guard let number = DigitReader(row.scalars).number(at: index, digits: 8...8), ends(at: number.end, joining: false) else {
            return nil
        }
        let value = number.value
        if let date = CalendarDate(year: value / 10_000, month: value / 100 % 100, day: value % 100), (1990...2099).contains(date.year) {
            return found(index..<number.end, date, fit: 0.7)
        }
        let date = CalendarDate(year: value % 10_000, month: value / 10_000 % 100, day: value / 1_000_000)
        return (1990...2099).contains(value % 10_000) ? found(index..<number.end, date, fit: 0.6) : nil
    }

    /// `12 Mar 2026`, `12. März 2026`, `2 de marzo de 2026`, `12-MAR-26`, `March 12, 2026`, `12MAR2026`.
    private func namedDate(at index: Int) -> Found? {
        let reader = DigitReader(row.scalars)
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
        while end < row.scalars.count, row.scalars[end].isLetter, end - start < 12 { end += 1 }
        guard end - start >= 3, let number = MonthName.number(of: row.text(start..<end)) else { return nil }
        return (number, end)
    }

    private func ends(at end: Int, joining: Bool) -> Bool {
        guard end < row.scalars.count else { return true }
        let after = row.scalars[end]
        if after == "t", joining { return true }
        if after.isWordPart { return false }
        guard end + 1 < row.scalars.count else { return true }
        return !("/-.".unicodeScalars.contains(after) && row.scalars[end + 1].isDigit)
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
        var at = first.end + 1
        if at < scalars.count, scalars[at] == " " { at += 1 }
        guard let second = reader.number(at: at, digits: 1...2), reader.separator(at: second.end) == mark else { return nil }
        at = second.end + 1
        if at < scalars.count, scalars[at] == " " { at += 1 }
        guard let year = reader.year(at: at) else { return nil }
        return NumericForm(range: index..<year.end, first: first.value, second: second.value, year: year.value, separator: mark)
    }
}
