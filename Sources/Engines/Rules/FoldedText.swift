/// One scalar in the form in which rules compare text: lower case, without accents, with plain quotes, hyphens and blanks.
///
/// A scalar always folds to exactly one, so that places in folded text are places in the text itself.
func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.isASCII {
        return (0x41...0x5a).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }
    switch scalar {
    case "‘", "’", "´", "`", "ʼ": return "'"
    case "–", "—", "−", "‐", "‑", "‒": return "-"
    case "\u{a0}", "\u{202f}", "\u{2009}", "\u{2007}": return " "
    case "：": return ":"
    case "∆", "Δ", "δ": return "δ"
    default: break
    }
    let mapping = scalar.properties.lowercaseMapping.unicodeScalars
    guard let lower = mapping.first, mapping.dropFirst().isEmpty else { return scalar }
    return unaccented[lower] ?? lower
}

/// The letters of western and central Europe without their accents.
private let unaccented: [Unicode.Scalar: Unicode.Scalar] = {
    let groups: [(Unicode.Scalar, String)] = [
        ("a", "àáâãäåāăą"), ("c", "çćĉċč"), ("d", "ďđ"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"),
        ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņň"), ("o", "òóôõöøōŏő"), ("r", "ŕŗř"), ("s", "śŝşšß"), ("t", "ţťŧ"),
        ("u", "ùúûüũūŭůűų"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
    ]
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (plain, accented) in groups {
        for scalar in accented.unicodeScalars { table[scalar] = plain }
    }
    return table
}()

extension String {
    /// The text of some scalars; those of the standard library take every scalar through a general transcoder.
    init(scalars: ArraySlice<Unicode.Scalar>) {
        self.init(unsafeUninitializedCapacity: scalars.reduce(0) { $0 + UTF8.width($1) }) { buffer in
            var count = 0
            for scalar in scalars {
                if scalar.isASCII {
                    buffer[count] = UInt8(truncatingIfNeeded: scalar.value)
                    count += 1
                } else if let bytes = UTF8.encode(scalar) {
                    for byte in bytes {
                        buffer[count] = byte
                        count += 1
                    }
                }
            }
            return count
        }
    }

    /// The text folded scalar by scalar.
    var foldedScalars: [Unicode.Scalar] { unicodeScalars.map(folded) }

    /// The text folded.
    var foldedText: String { String(scalars: foldedScalars[...]) }
}

extension Unicode.Scalar {
    /// A digit from 0 to 9.
    var isDigit: Bool { (0x30...0x39).contains(value) }

    /// A letter of any script.
    var isLetter: Bool { isASCII ? (0x61...0x7a).contains(value | 0x20) : properties.isAlphabetic }

    /// A letter or a digit.
    var isWordPart: Bool { isDigit || isLetter }

    /// The value of a digit from 0 to 9.
    var digit: Int? { isDigit ? Int(value) - 0x30 : nil }
}
