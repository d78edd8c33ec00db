internal import Foundation

/// The numbers of a text, with everything that they can mean: a point or a comma may stand before decimals, or between thousands.
enum NumbersInText {
    /// What the numbers of a text can mean.
    static func all(in text: String) -> Set<Decimal> { readings(in: text).reduce(into: []) { $0.formUnion($1) } }

    /// The numbers of a text in their order, each with all that it can mean.
    static func readings(in text: String) -> [Set<Decimal>] {
        text.matches(of: /[0-9](?:[0-9.,'’\u{00A0}\u{202F} ]*[0-9])?/).map { match in
            let token = String(match.output)
            return ([token] + token.split(separator: " ").map(String.init)).reduce(into: []) { $0.formUnion(readings(of: $1)) }
        }
    }

    /// What one number can mean.
    static func readings(of token: String) -> Set<Decimal> {
        var found: Set<Decimal> = []
        let digits = token.filter(\.isNumber)
        if let whole = Decimal(string: digits), digits.count <= 30 { found.insert(whole) }
        guard let separator = token.lastIndex(where: { $0 == "." || $0 == "," }) else { return found }
        let before = token[..<separator].filter(\.isNumber), after = token[separator...].filter(\.isNumber)
        guard before.count + after.count <= 30, let number = Decimal(string: "\(before).\(after)") else { return found }
        found.insert(number)
        return found
    }
}
