/// Writes PNG files of any kind, without compression.
struct PNGWriter {
    var width: Int
    var height: Int
    var depth = 8
    var colourType = 0
    var rows: [[UInt8]]
    var chunks: [(name: String, content: [UInt8])] = []

    func bytes(ending: Bool = true) -> [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let size: [UInt8] = .number(width, bytes: 4, bigEndian: true) + .number(height, bytes: 4, bigEndian: true)
        file += Self.chunk("IHDR", size + [UInt8(depth), UInt8(colourType), 0, 0, 0])
        for chunk in chunks { file += Self.chunk(chunk.name, chunk.content) }
        file += Self.chunk("IDAT", Self.stored(rows.flatMap { [0] + $0 }))
        return ending ? file + Self.chunk("IEND", []) : file
    }

    static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return .number(content.count, bytes: 4, bigEndian: true) + body + .number(Int(crc(body)), bytes: 4, bigEndian: true)
    }

    /// A zlib stream of stored blocks.
    private static func stored(_ data: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let length = min(65_535, data.count - start)
            let isLast = start + length == data.count
            stream += [isLast ? 1 : 0] + .number(length, bytes: 2) + .number(~length, bytes: 2) + data[start..<start + length]
            start += length
        } while start < data.count
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in data {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return stream + .number(Int(b << 16 | a), bytes: 4, bigEndian: true)
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = .max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}

extension PNGWriter {
    /// The picture with the given bytes a pixel.
    init(_ picture: Picture, depth: Int = 8, colourType: Int, ink: [UInt8], paper: [UInt8]) {
        let row = picture.width * ink.count
        let pixels = picture.pixels { $0 ? ink : paper }
        self.init(
            width: picture.width, height: picture.height, depth: depth, colourType: colourType,
            rows: (0..<picture.height).map { Array(pixels[$0 * row..<($0 + 1) * row]) })
    }

    /// The picture with one bit a pixel, ink 0.
    init(bilevel picture: Picture, colourType: Int = 0) {
        self.init(
            width: picture.width, height: picture.height, depth: 1, colourType: colourType,
            rows: (0..<picture.height).map { y in
                (0..<picture.width / 8).map { byte in
                    (0..<8).reduce(UInt8(0)) { $0 << 1 | (picture.isInk(byte * 8 + $1, y) ? 0 : 1) }
                }
            })
    }
}
