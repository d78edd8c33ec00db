extension String {
    /// The text with full-width punctuation, letters and digits in their usual form (Unicode Standard, annex 15, and the ideographic full stop
    /// and comma), where it holds no Chinese, Japanese or Korean letter.
    ///
    /// The network was trained on Chinese above all, and now and then reads the full-width twin of a colon or a bracket.
    var withWesternPunctuation: String {
        guard unicodeScalars.contains(where: { $0.value >= 0x3000 }), !unicodeScalars.contains(where: \.isIdeographic) else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: text.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3000: text.append(" ")
            case 0x3001: text.append(",")
            case 0x3002: text.append(".")
            default: text.append(scalar)
            }
        }
        return String(text)
    }
}

extension Unicode.Scalar {
    /// Whether it is a letter of Chinese, Japanese or Korean.
    fileprivate var isIdeographic: Bool {
        properties.isIdeographic || (0x3040...0x30FF).contains(value) || (0xAC00...0xD7AF).contains(value)
    }
}
