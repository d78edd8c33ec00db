internal import ExtractionKit
internal import Foundation

/// The numbers that fields state, against which a text made of them is checked.
struct StatedNumbers {
    private var amounts: Set<Decimal> = []
    private var words: Set<String> = []

    init(_ fields: [ExtractedField]) { for field in fields { add(field) } }

    private mutating func add(_ field: ExtractedField) {
        switch field.value {
        case .table(let rows): for cell in rows.flatMap(\.cells) { add(cell) }
        case .number(let amount, _), .money(let amount, _), .percentage(let amount): amounts.insert(amount.magnitude)
        case .date(let date): for part in [date.year, date.month, date.day] { amounts.insert(Decimal(part)) }
        case .time(let time): amounts.formUnion(NumbersInText.all(in: time.replacing(":", with: " ")))
        case .text(let text):
            amounts.formUnion(NumbersInText.all(in: text))
            words.formUnion(Self.words(of: text))
        case .boolean: break
        }
    }

    /// The first number of a text that no field states, if any. A number is one that is written in digits, and one of the words for those
    /// that people write out; any other character that means a number, such as a half, is none that a field could state.
    func firstUnstated(in text: String) -> String? {
        for match in text.matches(of: /[0-9](?:[0-9.,'’]*[0-9])?/) {
            let token = String(match.output)
            // As a text writes it: the point before decimals, commas between thousands.
            let plain = token.filter { $0.isNumber || $0 == "." }
            guard let number = Decimal(string: plain), plain.count(where: { $0 == "." }) <= 1, amounts.contains(number) else {
                return token
            }
        }
        if let other = text.first(where: { $0.isNumber && !$0.isASCII }) { return String(other) }
        return Self.words(of: text).first { Self.numerals.contains($0) && !words.contains($0) }
    }

    private static func words(of text: String) -> [String] { text.lowercased().split { !$0.isLetter }.map(String.init) }

    /// Not `one`, which mostly isn't a number.
    private static let numerals: Set<String> = [
        "zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
        "ninety", "hundred", "thousand", "million", "billion", "half", "third", "quarter", "dozen", "double", "twice", "triple", "thrice",
    ]
}
