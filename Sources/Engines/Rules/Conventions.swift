internal import ExtractionKit

/// How this document writes what can be written in several ways, found from its own evidence.
struct Conventions {
    /// `.` or `,` as ASCII, or `nil` where nothing tells.
    var decimalSign: UInt8?
    /// Which of day and month comes first where both are numbers.
    var dateOrder = DateOrder.dayFirst
    /// Whether something in the document said so.
    var isDateOrderCertain = false
    /// The currency of the amounts.
    var currency: CurrencyMark?

    /// The order of the numbers of a date.
    enum DateOrder { case dayFirst, monthFirst }

    /// Learns from the numbers and dates of the document.
    init(rows: [Row], runs: [[NumberScanner.Run]]) {
        decimalSign = Self.decimalSign(of: runs)
        var marks: [CurrencyMark: Int] = [:]
        for (row, runs) in zip(rows, runs) {
            for run in runs {
                guard let found = NumberScanner.number(run, in: row, conventions: self), case .number(let number) = found.content,
                    let mark = number.currency
                else { continue }
                marks[mark, default: 0] += 1
            }
            for word in row.text(0..<row.scalars.count).split(whereSeparator: { !$0.isLetter }) {
                let isCode = word.utf8.count == 3 && !Self.codesThatAreWords.contains(String(word))
                guard isCode || word == "rm", let mark = CurrencyMark(word: String(word)) else { continue }
                marks[mark, default: 0] += 1
            }
        }
        let certain = marks.filter { !$0.key.isAmbiguous }
        currency = (certain.isEmpty ? marks : certain).max { ($0.value, $1.key.code) < ($1.value, $0.key.code) }?.key
        let (days, months) = Self.dateEvidence(in: rows)
        if days != months {
            dateOrder = days > months ? .dayFirst : .monthFirst
            isDateOrderCertain = true
        } else if currency?.code == "USD" || Self.namesAmericanPlace(rows) {
            dateOrder = .monthFirst
        }
    }

    private static let codesThatAreWords: Set<String> = ["try", "cop", "php", "sar", "ron"]

    private static func decimalSign(of runs: [[NumberScanner.Run]]) -> UInt8? {
        var points = 0, commas = 0
        for run in runs.joined() {
            guard let last = run.signs.lastIndex(where: { $0 == 0x2e || $0 == 0x2c }) else { continue }
            let hasTwoDecimals = run.signs.count - last == 3
            let isMixed = Set(run.signs).isSuperset(of: [0x2e, 0x2c])
            guard hasTwoDecimals || isMixed else { continue }
            if run.signs[last] == 0x2e { points += 1 } else { commas += 1 }
        }
        return points == commas ? nil : points > commas ? 0x2e : 0x2c
    }

    /// How many dates can only be read day first, and how many only month first.
    private static func dateEvidence(in rows: [Row]) -> (days: Int, months: Int) {
        var days = 0, months = 0
        for row in rows {
            for date in DateScanner.numericForms(in: row) {
                if date.first > 12, date.first <= 31, date.second <= 12 { days += 1 }
                if date.second > 12, date.second <= 31, date.first <= 12 { months += 1 }
            }
        }
        return (days, months)
    }

    /// Whether some row ends in a state of the USA and its postal code, as in `CA 94538`.
    private static func namesAmericanPlace(_ rows: [Row]) -> Bool {
        rows.contains { row in
            row.tokens.indices.dropLast().contains { index in
                let next = row.tokens[index + 1].text.utf8.prefix { (0x30...0x39).contains($0) }
                return next.count == 5 && states.contains(row.tokens[index].text)
            }
        }
    }

    private static let states: Set<String> = [
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI",
        "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT",
        "VT", "VA", "WA", "WV", "WI", "WY",
    ]
}
