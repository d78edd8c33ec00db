/// A white picture with a black block in its upper left corner, so that every turn and mirroring shows.
struct Picture {
    var width = 40
    var height = 24
    var block = (width: 16, height: 8)

    func isInk(_ x: Int, _ y: Int) -> Bool { x < block.width && y < block.height }

    /// The picture's pixels, rows from the top, made by a closure that says what ink and paper are.
    func pixels<Pixel>(_ pixel: (_ isInk: Bool) -> [Pixel]) -> [Pixel] {
        (0..<height).flatMap { y in (0..<width).flatMap { x in pixel(isInk(x, y)) } }
    }

    /// The stored pixels of a file that declares this orientation and shows the picture.
    func stored(as orientation: Int) -> (width: Int, height: Int, ink: [Bool]) {
        let swaps = orientation >= 5
        let (columns, rows) = swaps ? (height, width) : (width, height)
        let ink = (0..<rows).flatMap { row in
            (0..<columns).map { column in
                // Where row 0 and column 0 stand in the picture that is seen (TIFF 6.0, field Orientation).
                let y = [1: row, 2: row, 3: rows - 1 - row, 4: rows - 1 - row][orientation]
                let x = [1: column, 2: columns - 1 - column, 3: columns - 1 - column, 4: column][orientation]
                if let x, let y { return isInk(x, y) }
                let seenX = orientation == 5 || orientation == 8 ? row : rows - 1 - row
                let seenY = orientation == 5 || orientation == 6 ? column : columns - 1 - column
                return isInk(seenX, seenY)
            }
        }
        return (columns, rows, ink)
    }
}

extension [UInt8] {
    /// A number in 1 to 8 bytes.
    static func number(_ value: Int, bytes: Int, bigEndian: Bool = false) -> [UInt8] {
        let little = (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        return bigEndian ? little.reversed() : little
    }
}
