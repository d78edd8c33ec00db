internal import CZlib

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A picture as a PNG file (ISO/IEC 15948).
package struct PNG: Sendable {
    private let width: Int
    private let height: Int
    private let bitDepth: UInt8
    private let colourType: UInt8
    /// The rows, each after its filter type, which is none.
    private let rows: [UInt8]

    /// A picture of 16 levels of grey, which is enough to read by and a fraction of 256.
    ///
    /// - Parameter pixels: `width * height` bytes, 0 black.
    package init(width: Int, height: Int, grey pixels: [UInt8]) {
        (self.width, self.height, bitDepth, colourType) = (width, height, 4, 0)
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
        self.rows = rows
    }

    /// A picture in colour.
    ///
    /// - Parameter pixels: `3 * width * height` bytes: red, green, blue.
    init(width: Int, height: Int, rgb pixels: [UInt8]) {
        (self.width, self.height, bitDepth, colourType) = (width, height, 8, 2)
        var rows: [UInt8] = []
        rows.reserveCapacity(height * (width * 3 + 1))
        for y in 0..<height {
            rows.append(0)
            rows += pixels[(y * width * 3)..<((y + 1) * width * 3)]
        }
        self.rows = rows
    }

    /// The file.
    package var bytes: [UInt8] {
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        file += Self.chunk("IHDR", Self.number(width) + Self.number(height) + [bitDepth, colourType, 0, 0, 0])
        file += Self.chunk("IDAT", Self.deflated(rows))
        return file + Self.chunk("IEND", [])
    }

    /// The file as a data URI.
    package var dataURI: String { "data:image/png;base64," + Data(bytes).base64EncodedString() }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return number(content.count) + body + number(Int(crc32(0, body, UInt32(body.count))))
    }

    private static func deflated(_ data: [UInt8]) -> [UInt8] {
        let bound = Int(compressBound(UInt(data.count)))
        return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            var length = UInt(bound)
            let status = compress2(target.baseAddress, &length, data, UInt(data.count), 6)
            // It fails only without memory, which Swift doesn't survive either, or without room, which there is.
            precondition(status == Z_OK)
            count = Int(length)
        }
    }

    private static func number(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
}
