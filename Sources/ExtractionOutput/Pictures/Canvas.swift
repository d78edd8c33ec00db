internal import ExtractionKit

/// A page's picture in colour, on which lines are drawn in the page's coordinates.
struct Canvas {
    private let width: Int
    private let height: Int
    private var rgb: [UInt8]
    private let scale: (x: Double, y: Double)

    init(_ picture: GreyPixels, pageSize: Size) {
        width = picture.width
        height = picture.height
        rgb = picture.pixels.flatMap { [$0, $0, $0] }
        scale = (Double(picture.width) / max(1e-6, pageSize.width), Double(picture.height) / max(1e-6, pageSize.height))
    }

    /// The picture as it is now.
    var png: PNG { PNG(width: width, height: height, rgb: rgb) }

    /// Draws the outline of a polygon.
    mutating func outline(_ polygon: Polygon, _ colour: Colour, thickness: Int = 2) {
        let corners = polygon.corners
        for (start, end) in zip(corners, corners.dropFirst() + corners.prefix(1)) { line(start, end, colour, thickness: thickness) }
    }

    /// Tints an upright box.
    mutating func tint(_ box: Rect, _ colour: Colour) {
        guard let columns = Self.range(box.minX * scale.x, box.maxX * scale.x, width),
            let rows = Self.range(box.minY * scale.y, box.maxY * scale.y, height)
        else { return }
        for y in rows {
            for x in columns {
                let place = (y * width + x) * 3
                for (channel, value) in colour.channels.enumerated() {
                    rgb[place + channel] = UInt8((Int(rgb[place + channel]) * 3 + Int(value)) / 4)
                }
            }
        }
    }

    /// Draws a line from one position on the page to another.
    mutating func line(_ start: Point, _ end: Point, _ colour: Colour, thickness: Int = 2) {
        guard let from = pixel(start), let to = pixel(end) else { return }
        let steps = max(abs(to.x - from.x), abs(to.y - from.y), 1)
        for step in 0...steps {
            dot(from.x + (to.x - from.x) * step / steps, from.y + (to.y - from.y) * step / steps, colour, thickness: thickness)
        }
    }

    /// Writes a number on a plate of colour, its top left corner at a position on the page.
    mutating func number(_ number: Int, at point: Point, _ colour: Colour) {
        guard let place = pixel(point) else { return }
        let digits = String(number).compactMap(\.wholeNumberValue)
        for y in -3..<(Self.digitHeight * 2 + 3) {
            for x in -3..<(digits.count * 8 + 1) { dot(place.x + x, place.y + y, colour, thickness: 1) }
        }
        for (index, digit) in digits.enumerated() {
            for row in 0..<Self.digitHeight {
                for column in 0..<3 where Self.digits[digit] >> (14 - row * 3 - column) & 1 == 1 {
                    dot(place.x + index * 8 + column * 2, place.y + row * 2, .white, thickness: 2)
                }
            }
        }
    }

    /// The pixel at a position; positions far outside are taken to the edge.
    private func pixel(_ point: Point) -> (x: Int, y: Int)? {
        guard point.x.isFinite, point.y.isFinite else { return nil }
        return (
            Int(max(-8, min(Double(width) + 8, point.x * scale.x))), Int(max(-8, min(Double(height) + 8, point.y * scale.y)))
        )
    }

    private mutating func dot(_ x: Int, _ y: Int, _ colour: Colour, thickness: Int) {
        for row in max(0, y)..<max(0, min(height, y + thickness), max(0, y)) {
            for column in max(0, x)..<max(0, min(width, x + thickness), max(0, x)) {
                let place = (row * width + column) * 3
                (rgb[place], rgb[place + 1], rgb[place + 2]) = (colour.red, colour.green, colour.blue)
            }
        }
    }

    private static func range(_ start: Double, _ end: Double, _ count: Int) -> Range<Int>? {
        guard start.isFinite, end.isFinite else { return nil }
        let low = Int(max(0, min(Double(count), start))), high = Int(max(0, min(Double(count), end)))
        return low < high ? low..<high : nil
    }

    private static let digitHeight = 5
    /// The digits in boxes of three by five, row by row from the top, the highest bit first.
    private static let digits = [
        0b111_101_101_101_111, 0b010_110_010_010_111, 0b111_001_111_100_111, 0b111_001_111_001_111, 0b101_101_111_001_001,
        0b111_100_111_001_111, 0b111_100_111_101_111, 0b111_001_010_010_010, 0b111_101_111_101_111, 0b111_101_111_001_111,
    ]
}
