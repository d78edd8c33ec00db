internal import ExtractionKit

/// The run-length codings of BMP, RLE8 and RLE4: pairs of a count and a value, with escapes.
enum BMPRuns {
    /// The palette indices, rows in the file's order. What the file skips keeps index 0.
    ///
    /// - Throws: `corrupt` for runs that leave the image, `truncated` where the data ends before the mark that says so.
    static func decode(_ reader: BinaryReader, from start: Int, width: Int, height: Int, isNibbles: Bool) throws -> [UInt8] {
        var pixels = [UInt8](repeating: 0, count: width * height)
        var (x, y, position) = (0, 0, start)
        func put(_ index: Int) throws {
            guard x < width, y < height else { throw ExtractionError.corruptImage("BMP") }
            pixels[y * width + x] = UInt8(truncatingIfNeeded: index)
            x += 1
        }
        func byte(_ offset: Int) throws -> Int {
            guard let byte = reader.byte(at: offset) else { throw ExtractionError.truncatedImage() }
            return byte
        }
        func nibble(_ value: Int, _ index: Int) -> Int { index % 2 == 0 ? value >> 4 : value & 15 }
        while true {
            let (count, value) = (try byte(position), try byte(position + 1))
            position += 2
            switch (count, value) {
            case (0, 0): (x, y) = (0, y + 1)
            case (0, 1): return pixels
            case (0, 2):
                x += try byte(position)
                y += try byte(position + 1)
                position += 2
                guard x <= width, y < height else { throw ExtractionError.corruptImage("BMP") }
            case (0, _):
                for index in 0..<value {
                    try put(isNibbles ? nibble(try byte(position + index / 2), index) : try byte(position + index))
                }
                let length = isNibbles ? (value + 1) / 2 : value
                position += length + length % 2
            default:
                for index in 0..<count { try put(isNibbles ? nibble(value, index) : value) }
            }
        }
    }
}
