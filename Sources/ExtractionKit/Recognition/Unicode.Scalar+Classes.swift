/// Classes of characters, without the tables of Unicode for ASCII, which most text is made of.
extension Unicode.Scalar {
    /// Whether it is a letter, or stands for one.
    var isAlphabetic: Bool { isASCII ? (0x61...0x7A).contains(value | 0x20) : properties.isAlphabetic }

    /// Whether it is a small letter.
    var isLowercase: Bool { isASCII ? (0x61...0x7A).contains(value) : properties.isLowercase }

    /// Whether it is a capital letter.
    var isUppercase: Bool { isASCII ? (0x41...0x5A).contains(value) : properties.isUppercase }

    /// Whether it is a digit of any script.
    var isDigit: Bool { isASCII ? (0x30...0x39).contains(value) : properties.numericType == .decimal }

    /// Whether it is a digit, a fraction or another character for a number.
    var isNumeric: Bool { isASCII ? (0x30...0x39).contains(value) : properties.numericType != nil }
}
