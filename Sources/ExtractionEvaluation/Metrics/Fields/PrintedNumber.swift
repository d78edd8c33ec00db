#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A number as documents print it: with a currency or unit, groups of thousands, and a comma or a point before the decimals.
///
/// Where both stand in it, the last is the decimal sign. One that stands alone is the decimal sign unless it comes more than once, or a comma
/// with exactly three digits behind it, which separates thousands. Blanks may separate thousands, too. More than four letters make it text.
struct PrintedNumber {
    var value: Decimal

    init?(_ text: String) {
        var digits = ""
        var isNegative = false
        var signs: [(sign: Character, position: Int)] = []
        for character in text {
            switch character {
            case "0"..."9": digits.append(character)
            case ".", ",": signs.append((character, digits.count))
            case "-", "−", "(": isNegative = true
            case "'", "’": if digits.isEmpty { return nil }
            default:
                guard character.isWhitespace || character.isLetter || character.isSymbol || ")+%".contains(character) else { return nil }
            }
        }
        guard !digits.isEmpty, digits.count <= 30, text.count(where: \.isLetter) <= 4, Self.isOneRun(text) else { return nil }
        signs.removeAll { $0.position == 0 && !digits.isEmpty && $0.sign == "," || $0.position == digits.count }
        var decimals = 0
        if let last = signs.last {
            let isRepeated = signs.dropLast().contains { $0.sign == last.sign }
            let behind = digits.count - last.position
            let separatesThousands = isRepeated || (signs.count == 1 && last.sign == "," && behind == 3)
            if !separatesThousands { decimals = behind }
        }
        guard let whole = Decimal(string: digits) else { return nil }
        var value = whole
        for _ in 0..<decimals { value /= 10 }
        self.value = isNegative ? -value : value
    }

    /// Whether the digits stand together, parted by nothing but signs and by blanks before groups of three. Letters between them make a code.
    private static func isOneRun(_ text: String) -> Bool {
        guard let first = text.firstIndex(where: \.isASCIIDigit), let last = text.lastIndex(where: \.isASCIIDigit) else { return false }
        let groups = text[first...last].split(whereSeparator: \.isWhitespace)
        return groups.joined().allSatisfy { $0.isASCIIDigit || ".,'’".contains($0) }
            && groups.dropFirst().allSatisfy { $0.prefix(while: \.isASCIIDigit).count == 3 }
    }
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
