/// JSON as it is written, member by member: for results of many thousands of members, of which JSONEncoder first makes a tree.
///
/// It writes what JSONEncoder writes, byte by byte, when keys are given in the order of their characters.
struct JSONText {
    /// What was written, in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// Whether the next key or element is the first of its object or array.
    private var isFirst = true

    /// Writes an object.
    mutating func object<E>(_ members: (inout JSONText) throws(E) -> Void) throws(E) {
        begin(UInt8(ascii: "{"))
        try members(&self)
        end(UInt8(ascii: "}"))
    }

    /// Writes an array with an element for each of some values.
    mutating func array<Values: Sequence, E>(
        _ values: Values, _ element: (inout JSONText, Values.Element) throws(E) -> Void
    ) throws(E) {
        begin(UInt8(ascii: "["))
        for value in values {
            separate()
            try element(&self, value)
        }
        end(UInt8(ascii: "]"))
    }

    /// Writes the key of a member; its value is written next.
    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Writes a whole number.
    mutating func value(_ number: Int) {
        if (0..<10).contains(number) {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
        } else {
            bytes.append(contentsOf: String(number).utf8)
        }
    }

    /// Writes a truth value.
    mutating func value(_ truth: Bool) { bytes.append(contentsOf: (truth ? "true" : "false").utf8) }

    /// Writes a number.
    ///
    /// - Throws: `EncodingError` for what is no number.
    mutating func value(_ number: Double) throws(EncodingError) {
        guard number.isFinite else {
            throw .invalidValue(number, .init(codingPath: [], debugDescription: "JSON has no such number."))
        }
        if number.rounded() == number, abs(number) < 1e15 {
            value(Int(number))
            if number == 0, number.sign == .minus { bytes.insert(UInt8(ascii: "-"), at: bytes.count - 1) }
        } else {
            bytes.append(contentsOf: number.description.utf8)
        }
    }

    /// Writes a number rounded to hundredths.
    mutating func hundredths(_ number: Double) throws(EncodingError) {
        let scaled = (number * 100).rounded()
        guard abs(scaled) < 1e15, scaled != 0 else { return try value((number * 100).rounded() / 100) }
        var rest = Int(scaled.magnitude)
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        value(rest / 100)
        rest %= 100
        guard rest > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / 10))
        if rest % 10 > 0 { bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)) }
    }

    /// Writes a text.
    mutating func value(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x08: bytes.append(contentsOf: "\\b".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0a: bytes.append(contentsOf: "\\n".utf8)
            case 0x0c: bytes.append(contentsOf: "\\f".utf8)
            case 0x0d: bytes.append(contentsOf: "\\r".utf8)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes.append(contentsOf: "\\u00".utf8)
                bytes += [digits[Int(byte >> 4)], digits[Int(byte & 0xf)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes what is JSON already.
    mutating func raw(_ json: some Sequence<UInt8>) { bytes.append(contentsOf: json) }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    private mutating func begin(_ bracket: UInt8) {
        bytes.append(bracket)
        isFirst = true
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        isFirst = false
    }
}
