internal import ExtractionKit

/// The codes that a document's invisible text is written in: two bytes for each different character, and the table by which readers turn
/// them back (PDF 1.7, section 9.10.3).
struct CharacterCodes {
    /// The code of a space.
    static let space = 1

    private var codes: [Unicode.Scalar: Int] = [" ": space]
    private var scalars: [Unicode.Scalar] = ["\u{FFFD}", " "]

    /// How many codes there are; the first, 0, stands for nothing.
    var count: Int { scalars.count }

    /// The character's code.
    ///
    /// - Throws: `tooLarge` for more different characters than two bytes can tell apart.
    mutating func code(of scalar: Unicode.Scalar) throws -> Int {
        if let code = codes[scalar] { return code }
        guard scalars.count <= 0xFFFF else {
            throw ExtractionError(.tooLarge, "The document has more than 65,535 different characters; write fewer pages into one PDF.")
        }
        codes[scalar] = scalars.count
        scalars.append(scalar)
        return scalars.count - 1
    }

    /// The `ToUnicode` table.
    var toUnicode: String {
        var map = """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """
        // At most a hundred a block.
        for start in stride(from: 1, to: scalars.count, by: 100) {
            let block = start..<min(start + 100, scalars.count)
            map += "\(block.count) beginbfchar\n"
            for code in block {
                map += "<\(Self.hexadecimal(code))> <\(String(scalars[code]).utf16.map { Self.hexadecimal(Int($0)) }.joined())>\n"
            }
            map += "endbfchar\n"
        }
        return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    }

    /// Two bytes as four digits.
    static func hexadecimal(_ value: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
