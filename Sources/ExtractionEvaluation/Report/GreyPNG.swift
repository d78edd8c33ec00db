#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A grey picture as a PNG file of 16 levels: uncompressed (stored deflate, RFC 1951 section 3.2.4), as reports are read once and zip well.
struct GreyPNG {
    var width: Int
    var height: Int
    /// `width * height` bytes, 0 black.
    var pixels: [UInt8]

    /// The file.
    var bytes: [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        file += Self.chunk("IHDR", Self.number(width) + Self.number(height) + [4, 0, 0, 0, 0])
        file += Self.chunk("IDAT", Self.zlib(rows))
        return file + Self.chunk("IEND", [])
    }

    /// The file as a data URI.
    var dataURI: String { "data:image/png;base64," + Data(bytes).base64EncodedString() }

    /// Rows of two pixels a byte, each after its filter type, which is none.
    private var rows: [UInt8] {
        var rows: [UInt8] = []
        rows.reserveCapacity(height * (width / 2 + 2))
        for y in 0..<height {
            rows.append(0)
            for x in stride(from: 0, to: width, by: 2) {
                let left = pixels[y * width + x] >> 4
                let right = x + 1 < width ? pixels[y * width + x + 1] >> 4 : 0
                rows.append(left << 4 | right)
            }
        }
        return rows
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return number(content.count) + body + number(Int(crc(body)))
    }

    private static func zlib(_ data: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + 65_535, data.count)
            let length = UInt16(end - start)
            stream.append(end == data.count ? 1 : 0)
            for value in [length, ~length] { stream += [UInt8(value & 0xFF), UInt8(value >> 8)] }
            stream += data[start..<end]
            start = end
        } while start < data.count
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in data {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return stream + number(Int(b << 16 | a))
    }

    private static func number(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

    private static let crcTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crcTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }
}
