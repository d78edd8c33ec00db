public import ExtractionKit

/// Words drawn with a tiny font of its own, so that tests of OCR engines know each pixel and need no font file.
///
/// The font has capitals and digits, not all of them; what it hasn't is drawn as a blank.
public struct DrawnText: Sendable {
    /// Image pixels per pixel of the font.
    public static let scale = 8

    /// The image's width in pixels.
    public private(set) var width: Int
    /// The image's height in pixels.
    public private(set) var height: Int
    private var pixels: [UInt8]

    /// Creates a white image, with sides in pixels.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = [UInt8](repeating: 255, count: width * height)
    }

    /// Draws a word and returns the rectangle of its ink, in pixels.
    @discardableResult
    public mutating func draw(_ word: String, x: Int, y: Int) -> Rect {
        var left = x, right = x
        for character in word {
            let glyph = Self.font[character] ?? []
            for (row, bits) in glyph.enumerated() {
                for column in 0..<5 where bits & (16 >> column) != 0 {
                    fill(x: left + column * Self.scale, y: y + row * Self.scale)
                }
            }
            right = left + 5 * Self.scale
            left = right + 2 * Self.scale
        }
        return Rect(minX: Double(x), minY: Double(y), maxX: Double(right), maxY: Double(y + 7 * Self.scale))
    }

    /// The image, a little out of focus, as the stairs of big pixels read badly.
    public func raster(dpi: Double = 300, toPage: PageTransform? = nil) throws -> Raster {
        var image = pixels
        for _ in 0..<2 { image = blurred(blurred(image, by: 1, along: width, across: height), by: width, along: height, across: width) }
        return try Raster(width: width, height: height, pixels: image, dpi: dpi, toPage: toPage)
    }

    /// The same picture turned clockwise by a quarter.
    public func turned() -> DrawnText {
        var turned = DrawnText(width: height, height: width)
        for y in 0..<height {
            for x in 0..<width { turned.pixels[x * height + height - 1 - y] = pixels[y * width + x] }
        }
        return turned
    }

    private mutating func fill(x: Int, y: Int) {
        for row in y..<y + Self.scale {
            for column in x..<x + Self.scale { pixels[row * width + column] = 0 }
        }
    }

    /// The mean of each pixel and its neighbours along one direction. Tests run unoptimized, hence the plain loop over a running sum.
    private func blurred(_ image: [UInt8], by step: Int, along length: Int, across count: Int) -> [UInt8] {
        let radius = 3, other = step == 1 ? width : 1
        var result = image
        image.withUnsafeBufferPointer { image in
            result.withUnsafeMutableBufferPointer { result in
                for line in 0..<count {
                    var sum = 0, center = line * other + radius * step
                    for offset in -radius...radius { sum += Int(image[center + offset * step]) }
                    var position = radius
                    while position < length - radius - 1 {
                        result[center] = UInt8(sum / (2 * radius + 1))
                        sum += Int(image[center + (radius + 1) * step]) - Int(image[center - radius * step])
                        center += step
                        position += 1
                    }
                }
            }
        }
        return result
    }

    /// Seven rows of five pixels each, the leftmost in the highest bit.
    private static let font: [Character: [Int]] = [
        "A": [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
        "B": [0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110],
        "C": [0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110],
        "D": [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110],
        "E": [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
        "H": [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
        "I": [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b11111],
        "L": [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
        "N": [0b10001, 0b11001, 0b11001, 0b10101, 0b10011, 0b10011, 0b10001],
        "O": [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
        "P": [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000],
        "R": [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
        "S": [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
        "T": [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
        "U": [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
        "V": [0b10001, 0b10001, 0b10001, 0b10001, 0b01010, 0b01010, 0b00100],
        "Y": [0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100],
        "0": [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
        "1": [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
        "2": [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
        "3": [0b11110, 0b00001, 0b00001, 0b01110, 0b00001, 0b00001, 0b11110],
        "4": [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
        "5": [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
        "7": [0b11111, 0b00001, 0b00010, 0b00100, 0b00100, 0b01000, 0b01000],
        "8": [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
        "9": [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00001, 0b01110],
    ]
}

extension OCRRequest {
    /// A request for a raster that covers its page.
    public init(_ raster: Raster, number: Int = 1, deadline: Deadline = .never) {
        let size = Size(width: Double(raster.width) / raster.dpi * 72, height: Double(raster.height) / raster.dpi * 72)
        self.init(page: Page(number: number, size: size), raster: raster, deadline: deadline)
    }
}

extension DrawnText {
    /// "INVOICE 48213" above "TOTAL DUE 825", with the rectangle of each word.
    public static func invoice() -> (text: DrawnText, words: [(String, Rect)]) {
        var text = DrawnText(width: 1000, height: 400)
        let words = [("INVOICE", 80, 100), ("48213", 560, 100), ("TOTAL", 80, 240), ("DUE", 450, 240), ("825", 700, 240)]
            .map { ($0.0, text.draw($0.0, x: $0.1, y: $0.2)) }
        return (text, words)
    }
}
