/// Puts text that Poppler found from left to right into the order in which it is read.
enum WritingDirection {
    /// Whether most of the letters are of a script that runs from right to left.
    static func isRightToLeft(_ scalars: some Sequence<Unicode.Scalar>) -> Bool {
        var balance = 0
        for scalar in scalars where scalar.value > 0x40 {
            if isRightToLeft(scalar) { balance += 1 } else if scalar.properties.isAlphabetic { balance -= 1 }
        }
        return balance > 0
    }

    /// Whether a text has a letter of such a script at all. Fast for text that hasn't.
    static func mayRunRightToLeft(_ text: String) -> Bool {
        // The first byte of U+0590 to U+08FF is D6 to E0, of the presentation forms EF.
        text.utf8.contains { $0 >= 0xD6 && $0 <= 0xE0 || $0 == 0xEF } && text.unicodeScalars.contains(where: isRightToLeft)
    }

    /// The reading order of what stands from left to right: turned round, but for runs that are read from left to right.
    static func reordered<Element>(_ visual: [Element], isLeftToRight: (Element) -> Bool) -> [Element] {
        var result: [Element] = [], run: [Element] = []
        for element in visual.reversed() {
            if isLeftToRight(element) {
                run.append(element)
            } else {
                result += run.reversed()
                run.removeAll()
                result.append(element)
            }
        }
        return result + run.reversed()
    }

    /// A word of such a script in reading order.
    static func reordered(_ word: String) -> String {
        guard isRightToLeft(word.unicodeScalars) else { return word }
        let scalars = reordered(Array(word.unicodeScalars)) { scalar in
            scalar.properties.numericType != nil || (scalar.properties.isAlphabetic && !isRightToLeft(scalar))
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF: scalar.properties.numericType == nil
        default: false
        }
    }
}
