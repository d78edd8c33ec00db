/// Reads digits and signs at a place of folded text.
struct DigitReader {
    private let scalars: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    /// The number whose digits begin at the place and end where digits end, if there are as many as asked for, at most nine.
    func number(at start: Int, digits: ClosedRange<Int>) -> (value: Int, end: Int)? {
        var end = start
        var value = 0
        while end < scalars.count, let digit = scalars[end].digit {
            guard end - start < 9 else { return nil }
            value = value * 10 + digit
            end += 1
        }
        return digits.contains(end - start) ? (value, end) : nil
    }

    /// A year of four digits, or of two: up to 69 in this century, from 70 in the last.
    func year(at start: Int) -> (value: Int, end: Int)? {
        if let year = number(at: start, digits: 4...4) { return (1900...2199).contains(year.value) ? year : nil }
        guard let short = number(at: start, digits: 2...2) else { return nil }
        return (short.value < 70 ? 2000 + short.value : 1900 + short.value, short.end)
    }

    /// The sign between the numbers of a date, if one stands there.
    func separator(at index: Int) -> Unicode.Scalar? {
        guard index < scalars.count, "/-.".unicodeScalars.contains(scalars[index]) else { return nil }
        return scalars[index]
    }

    /// Whether the text stands at the place.
    func has(_ text: String, at index: Int) -> Bool {
        let wanted = text.unicodeScalars
        guard index >= 0, index + wanted.count <= scalars.count else { return false }
        return scalars[index..<index + wanted.count].elementsEqual(wanted)
    }

    /// The first place from which none of the signs stands, at most so many further.
    func skip(_ signs: String, from index: Int, limit: Int) -> Int {
        var at = index
        while at < scalars.count, at - index < limit, signs.unicodeScalars.contains(scalars[at]) { at += 1 }
        return at
    }
}
