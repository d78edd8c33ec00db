/// A TrueType font program (OpenType 1.9) without shapes: two empty glyphs, half an em wide. Text that nobody sees needs a font all the same,
/// and one that is embedded is measured alike by every reader.
enum GlyphlessFont {
    /// How wide a glyph is, in thousandths of the size.
    static let advance = 500
    /// How far the font reaches above its baseline, in thousandths of the size.
    static let ascent = 800
    /// How far it reaches below.
    static let descent = -200

    /// The font file.
    static let program: [UInt8] = {
        let tables: [(name: String, content: [UInt8])] = [
            ("glyf", [0, 0, 0, 0]), ("head", head), ("hhea", hhea), ("hmtx", short(advance, 0, 0)), ("loca", short(0, 0, 0)),
            ("maxp", [0, 1, 0, 0] + short(2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)),
        ]
        var file: [UInt8] = [0, 1, 0, 0] + short(tables.count, 64, 2, tables.count * 16 - 64)
        var offset = 12 + tables.count * 16
        for (name, content) in tables {
            file += Array(name.utf8) + long(checksum(content)) + long(UInt32(offset)) + long(UInt32(content.count))
            offset += (content.count + 3) / 4 * 4
        }
        var headPlace = 0
        for (name, content) in tables {
            if name == "head" { headPlace = file.count }
            file += content + [UInt8](repeating: 0, count: (4 - content.count % 4) % 4)
        }
        file.replaceSubrange((headPlace + 8)..<(headPlace + 12), with: long(0xB1B0_AFBA &- checksum(file)))
        return file
    }()

    private static let head: [UInt8] =
        [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x5F, 0x0F, 0x3C, 0xF5] + short(0, 1_000) + [UInt8](repeating: 0, count: 16)
        + short(0, descent, advance, ascent, 0, 8, 2, 0, 0)

    private static let hhea: [UInt8] =
        [0, 1, 0, 0] + short(ascent, descent, 0, advance, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1)

    private static func short(_ values: Int...) -> [UInt8] {
        values.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }

    private static func long(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        stride(from: 0, to: bytes.count, by: 4).reduce(0) { sum, start in
            let word = (0..<4).reduce(UInt32(0)) { $0 << 8 | (start + $1 < bytes.count ? UInt32(bytes[start + $1]) : 0) }
            return sum &+ word
        }
    }
}
