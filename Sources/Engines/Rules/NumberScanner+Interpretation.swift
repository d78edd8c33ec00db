internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension NumberScanner {
    /// The number of a run, with what stands beside it.
    static func number(_ run: Run, in row: Row, conventions: Conventions) -> Found? {
        guard let (value, decimals, isGrouped) = value(of: run, conventions: conventions) else { return nil }
        var number = ScannedNumber(value: value, decimals: decimals, wholeRange: run.range)
        number.isGrouped = isGrouped
        let isNegative = addLeading(of: run.range, in: row, to: &number)
        let isCredit = addTrailing(of: run.range, in: row, to: &number)
        if isNegative || isCredit { number.value.negate() }
        var found = Found(range: number.wholeRange, content: .number(number), fit: 1, isRepaired: run.isRepaired || run.isClosed)
        if run.isRepaired { found.fit = 0.6 } else if run.isClosed { found.fit = 0.9 }
        return found
    }

    /// Decides which separator is the decimal one: the last of two kinds; a single one by the digits behind it and, for three digits,
    /// by what the document does elsewhere.
    private static func value(of run: Run, conventions: Conventions) -> (Decimal, decimals: Int, isGrouped: Bool)? {
        let points = run.signs.count { $0 == 0x2e }, commas = run.signs.count { $0 == 0x2c }
        guard let last = run.signs.lastIndex(where: { $0 == 0x2e || $0 == 0x2c }) else {
            return decimal(run.signs, decimals: 0).map { ($0, 0, run.isGrouped) }
        }
        let behind = run.signs.count - last - 1
        let separator = run.signs[last]
        let isDecimal: Bool
        if points > 0, commas > 0 {
            guard (separator == 0x2e ? points : commas) == 1 else { return nil }
            isDecimal = true
        } else if points + commas > 1 {
            // Several of one kind mark off thousands, unless the groups say otherwise: then it is no number at all.
            let groups = run.signs.split(separator: separator, omittingEmptySubsequences: false)
            guard groups.dropFirst().allSatisfy({ $0.count == 3 }), (1...3).contains(groups[0].count) else { return nil }
            isDecimal = false
        } else if run.isGrouped || behind != 3 || last > 3 || run.signs[0] == 0x30 {
            isDecimal = true
        } else {
            isDecimal = conventions.decimalSign.map { $0 == separator } ?? false
        }
        let digits = run.signs.filter { $0 != 0x2e && $0 != 0x2c }
        let decimals = isDecimal ? behind : 0
        return decimal(digits, decimals: decimals).map { ($0, decimals, run.isGrouped || !isDecimal || points + commas > 1) }
    }

    private static func decimal(_ digits: [UInt8], decimals: Int) -> Decimal? {
        var mantissa: Int64 = 0
        guard digits.count <= 15 else { return nil }
        for digit in digits { mantissa = mantissa * 10 + Int64(digit) - 0x30 }
        return Decimal(sign: .plus, exponent: -decimals, significand: Decimal(mantissa))
    }

    /// Adds the currency before the number; says whether a minus stands there.
    private static func addLeading(of range: Range<Int>, in row: Row, to number: inout ScannedNumber) -> Bool {
        var index = range.lowerBound
        var isNegative = false
        func skipBlanks(tabs: Bool = false) -> Int {
            var at = index
            while at > 0, row.scalars[at - 1] == " " || (tabs && row.scalars[at - 1] == "\t") { at -= 1 }
            return at
        }
        for _ in 0..<2 {
            let at = skipBlanks()
            guard at > 0 else { break }
            if row.scalars[at - 1] == "-" || row.scalars[at - 1] == "+" {
                guard at < 2 || !row.scalars[at - 2].isWordPart, index - at == 0 || number.currency != nil else { break }
                isNegative = row.scalars[at - 1] == "-"
                index = at - 1
                number.wholeRange = index..<number.wholeRange.upperBound
                continue
            }
            guard number.currency == nil else { break }
            let signAt = skipBlanks(tabs: true)
            if signAt > 0, let mark = CurrencyMark(sign: row.scalars[signAt - 1]) {
                var start = signAt - 1
                if start > 0, row.scalars[start - 1].isLetter, let wider = CurrencyMark(word: row.text(max(0, start - 2)..<signAt).word) {
                    number.currency = wider
                    while start > 0, row.scalars[start - 1].isLetter { start -= 1 }
                } else {
                    number.currency = mark
                }
                if signAt == at { index = start }
            } else {
                var start = at
                while start > 0, row.scalars[start - 1].isLetter, at - start < 5 { start -= 1 }
                guard start < at, start == 0 || !row.scalars[start - 1].isWordPart, let mark = CurrencyMark(word: row.text(start..<at))
                else { break }
                number.currency = mark
                index = start
            }
            number.wholeRange = index..<number.wholeRange.upperBound
        }
        return isNegative
    }

    /// Adds the percent sign, currency or unit behind the number; says whether a minus or a closing parenthesis stands there.
    private static func addTrailing(of range: Range<Int>, in row: Row, to number: inout ScannedNumber) -> Bool {
        let scalars = row.scalars
        var index = range.upperBound
        if index < scalars.count, scalars[index] == "-", index + 1 == scalars.count || !scalars[index + 1].isWordPart {
            number.wholeRange = number.wholeRange.lowerBound..<index + 1
            return true
        }
        if index < scalars.count, scalars[index] == ")", number.wholeRange.lowerBound > 0,
            scalars[number.wholeRange.lowerBound - 1] == "(", number.decimals == 2
        {
            number.wholeRange = number.wholeRange.lowerBound - 1..<index + 1
            return true
        }
        if index < scalars.count, scalars[index] == " " { index += 1 }
        guard index < scalars.count else { return false }
        if scalars[index] == "%" {
            number.isPercentage = true
            number.wholeRange = number.wholeRange.lowerBound..<index + 1
        } else if number.currency == nil, let mark = CurrencyMark(sign: scalars[index]) {
            // A sign that a number follows belongs to that number.
            let next = index + 1 < scalars.count ? scalars[index + 1] : "\t"
            guard !next.isDigit else { return false }
            number.currency = mark
            number.wholeRange = number.wholeRange.lowerBound..<index + 1
        } else if scalars[index].isLetter || scalars[index] == "µ" || scalars[index] == "μ" {
            var end = index
            while end < scalars.count, scalars[end] != " ", scalars[end] != "\t", scalars[end] != ",", scalars[end] != ")",
                scalars[end] != ";", end - index < 12
            { end += 1 }
            let word = row.text(index..<end)
            if number.currency == nil, let mark = CurrencyMark(word: word) {
                let tail = end + 1 < scalars.count ? scalars[end + 1] : "\t"
                guard index == range.upperBound || !tail.isDigit || mark.code == "EUR" else { return false }
                number.currency = mark
                number.wholeRange = number.wholeRange.lowerBound..<end
            } else if MeasureUnit.isKnown(word) {
                number.unit = row.original(index..<end)
                number.wholeRange = number.wholeRange.lowerBound..<end
            }
        }
        return false
    }
}

extension String {
    /// The letters and signs at the end, after the last blank.
    fileprivate var word: String { split(whereSeparator: \.isWhitespace).last.map(String.init) ?? self }
}
