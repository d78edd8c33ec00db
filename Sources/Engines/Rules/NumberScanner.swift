internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Finds the numbers of a row: `1,234.56`, `1.234,56`, `1 234,56`, `1'234.56`, with their signs, currencies and units.
///
/// What is part of a date, a code or an identifier isn't a number; a run of more than 15 digits is an identifier too.
struct NumberScanner {
    /// The digits and separators of a number, before it is decided what the separators mean.
    struct Run {
        /// The scalars of the row.
        var range: Range<Int>
        /// Digits, `.` and `,`; other separators of thousands are left out.
        var signs: [UInt8]
        /// Whether blanks or apostrophes marked off thousands.
        var isGrouped = false
        /// Whether letters were read as the digits they resemble.
        var isRepaired = false
        /// Whether a blank that an OCR engine saw behind the decimal sign was closed.
        var isClosed = false
    }

    private let row: Row
    private let scalars: [Unicode.Scalar]

    init(_ row: Row) {
        self.row = row
        scalars = row.scalars
    }

    /// The runs of the row from left to right.
    func runs() -> [Run] {
        var runs: [Run] = []
        var index = 0
        while index < scalars.count {
            if let run = run(at: index) {
                runs.append(run)
                index = run.range.upperBound
            } else if scalars[index].isWordPart {
                // Skip the rest of a word, so that digits inside of it aren't taken for a number.
                index += 1
                if !isCurrencyWord(endingAt: index) {
                    while index < scalars.count, scalars[index].isWordPart, !isCurrencyWord(endingAt: index) { index += 1 }
                }
            } else {
                index += 1
            }
        }
        return runs
    }

    private func run(at start: Int) -> Run? {
        let repairable = row.owners[start] >= 0 && isRepairable(row.tokens[row.owners[start]])
        guard digit(at: start, repairing: repairable) != nil, mayBegin(at: start) else { return nil }
        var run = Run(range: start..<start, signs: [])
        var index = start
        var digits = 0
        scan: while index < scalars.count {
            let repairing = row.owners[index] >= 0 && repairable
            if let digit = digit(at: index, repairing: repairing) {
                run.signs.append(digit)
                run.isRepaired = run.isRepaired || !scalars[index].isDigit
                digits += 1
                index += 1
                continue
            }
            let next = index + 1 < scalars.count && digit(at: index + 1, repairing: repairing) != nil
            switch scalars[index] {
            case "." where next, "," where next:
                run.signs.append(UInt8(scalars[index].value))
            case "." where isTorn(run, at: index), "," where isTorn(run, at: index):
                run.signs.append(UInt8(scalars[index].value))
                run.isClosed = true
                index += 1
            case "'" where next && hasThreeDigits(at: index + 1):
                run.isGrouped = true
            case " " where next && isBlankGrouping(run, at: index):
                run.isGrouped = true
            default: break scan
            }
            index += 1
        }
        run.range = start..<index
        guard digits <= 15, mayEnd(at: index) else { return nil }
        return run
    }

    private func digit(at index: Int, repairing: Bool) -> UInt8? {
        let scalar = scalars[index]
        if scalar.isDigit { return UInt8(scalar.value) }
        guard repairing else { return nil }
        switch scalar {
        case "o": return 0x30
        case "l", "i", "|": return 0x31
        case "s": return 0x35
        case "b": return 0x38
        default: return nil
        }
    }

    /// A word that an OCR engine read, that is an amount but for letters that look like digits: two decimals, at most half letters.
    private func isRepairable(_ token: Token) -> Bool {
        guard token.confidence != nil, token.text.utf8.count <= 12 else { return false }
        let text = token.text.foldedScalars.drop { "$€£-".unicodeScalars.contains($0) }
        guard let point = text.lastIndex(where: { $0 == "." || $0 == "," }), text.endIndex - point == 3 else { return false }
        let body = text.filter { $0 != "." && $0 != "," }
        let digits = body.count(where: \.isDigit)
        return digits < body.count && digits * 2 >= body.count
            && body.allSatisfy { $0.isDigit || "olisb|".unicodeScalars.contains($0) }
    }

    /// Whether an OCR engine tore an amount behind its decimal sign, as in `29. 70`: two digits follow, and no other number.
    private func isTorn(_ run: Run, at index: Int) -> Bool {
        guard row.owners[index] >= 0, row.tokens[row.owners[index]].confidence != nil, run.signs.allSatisfy({ $0 != 0x2c && $0 != 0x2e }),
            index + 3 < scalars.count, scalars[index + 1] == " ", scalars[index + 2].isDigit, scalars[index + 3].isDigit
        else { return false }
        var end = index + 4
        guard end < scalars.count else { return true }
        guard scalars[end] == " " || scalars[end] == "\t" else { return false }
        while end < scalars.count, scalars[end] == " " || scalars[end] == "\t" { end += 1 }
        // What follows `1. 10 apples` is an article, not an amount.
        return end == scalars.count || !scalars[end].isDigit && scalars.count - end < 4
    }

    private func hasThreeDigits(at index: Int) -> Bool {
        index + 3 <= scalars.count && scalars[index..<index + 3].allSatisfy(\.isDigit)
            && (index + 3 == scalars.count || !scalars[index + 3].isDigit)
    }

    /// Blanks mark off thousands only before three digits that lead to decimals behind a comma, or where they did already.
    private func isBlankGrouping(_ run: Run, at index: Int) -> Bool {
        guard hasThreeDigits(at: index + 1), run.signs.allSatisfy({ $0 != 0x2c && $0 != 0x2e }) else { return false }
        if !run.isGrouped, run.signs.count > 3 { return false }
        var end = index + 4
        while end < scalars.count, scalars[end] == " ", hasThreeDigits(at: end + 1) { end += 4 }
        return end + 2 < scalars.count && scalars[end] == "," && scalars[end + 1].isDigit && scalars[end + 2].isDigit
    }

    /// A number may not begin inside of a word, a code or a date.
    private func mayBegin(at start: Int) -> Bool {
        guard start > 0 else { return true }
        let before = scalars[start - 1]
        if before.isWordPart { return isCurrencyWord(endingAt: start) }
        if "/_\\&".unicodeScalars.contains(before) { return start < 2 || !scalars[start - 2].isWordPart }
        if before == "." || before == "," || before == ":" || before == "-" || before == "'" {
            guard start > 1 else { return true }
            let further = scalars[start - 2]
            if before == ":" { return !further.isDigit }
            if before == ".", further.isLetter { return true }
            return !further.isWordPart
        }
        return true
    }

    /// A number may not end in a word, unless the word is its unit, nor go on as a date, a time or a code.
    private func mayEnd(at end: Int) -> Bool {
        guard end < scalars.count else { return true }
        let after = scalars[end]
        if after.isLetter {
            let word = letters(from: end)
            return CurrencyMark(word: word) != nil || MeasureUnit.isKnown(word) || (word == "x")
        }
        guard end + 1 < scalars.count, scalars[end + 1].isWordPart else { return true }
        switch after {
        case "/": return !scalars[end + 1].isDigit
        case "-", ":", "_", "\\": return false
        default: return true
        }
    }

    private func letters(from start: Int) -> String {
        var end = start
        while end < scalars.count, scalars[end].isLetter, end - start < 12 { end += 1 }
        return row.text(start..<end)
    }

    /// Whether the letters before a place are the code of a currency, such as the `rm` of `rm12.50`.
    private func isCurrencyWord(endingAt end: Int) -> Bool {
        var start = end
        while start > 0, scalars[start - 1].isLetter, end - start <= 4 { start -= 1 }
        guard start < end, start == 0 || !scalars[start - 1].isWordPart else { return false }
        return end < scalars.count && scalars[end].isDigit && CurrencyMark(word: row.text(start..<end)) != nil
    }
}
