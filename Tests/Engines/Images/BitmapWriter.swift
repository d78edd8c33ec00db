/// Writes BMP files with a header of version 3.
struct BitmapWriter {
    var width: Int
    /// Negative for rows from the top.
    var height: Int
    var depth: Int
    var compression = 0
    /// The palette, or the masks.
    var table: [UInt8] = []
    var data: [UInt8]

    func bytes() -> [UInt8] {
        let start = 54 + table.count
        return Array("BM".utf8) + .number(start + data.count, bytes: 4) + .number(0, bytes: 4) + .number(start, bytes: 4)
            + .number(40, bytes: 4) + .number(width, bytes: 4) + .number(height, bytes: 4) + .number(1, bytes: 2)
            + .number(depth, bytes: 2) + .number(compression, bytes: 4) + .number(data.count, bytes: 4)
            + .number(5_906, bytes: 4) + .number(5_906, bytes: 4) + .number(0, bytes: 8) + table + data
    }

    /// Black at 0 and white at 1; the other entries are missing or grey.
    static func palette(_ count: Int) -> [UInt8] {
        [0, 0, 0, 0, 255, 255, 255, 0] + Array(repeating: 128, count: (count - 2) * 4)
    }

    /// The picture's rows from the bottom, each by its own closure.
    static func rows(of picture: Picture, _ row: (Int) -> [UInt8]) -> [UInt8] {
        (0..<picture.height).reversed().flatMap(row)
    }
}
