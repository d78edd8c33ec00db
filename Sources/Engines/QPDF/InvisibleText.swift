internal import ExtractionKit

/// The drawing of a page's words in text that isn't seen: each as wide and as high as it stands on the page, with a space after it that
/// reaches to the next word of its line.
struct InvisibleText {
    /// The content stream.
    private(set) var content = ""

    /// Writes a page's words.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - document: The document that its spans point into.
    ///   - font: The name of the font among the page's resources.
    ///   - space: The page's own coordinates.
    ///   - codes: The codes of the document's characters.
    init(of page: ReadPage, in document: ReadDocument, font: String, space: UserSpace, codes: inout CharacterCodes) throws {
        content = "q\nBT\n3 Tr\n"
        for line in page.layout.lines {
            let words = page.layout.words[line.words]
            for (index, word) in zip(words.indices, words) {
                let text = Self.inVisualOrder(document.text(of: word.span))
                guard !text.isEmpty, let place = Place(space.fromPoints(word.polygon)) else { continue }
                let shown = try text.reduce(into: "") { try $0 += CharacterCodes.hexadecimal(codes.code(of: $1)) }
                content += "\(font) \(place.height.pdf) Tf \(place.stretch(to: place.width, characters: text.count)) Tz "
                content += "\(place.matrix) Tm <\(shown)> Tj\n"
                guard index + 1 < words.endIndex else { continue }
                let gap = Place(space.fromPoints(words[index + 1].polygon)).map { place.distance(to: $0) } ?? 0
                content += "\(place.stretch(to: gap, characters: 1)) Tz <\(CharacterCodes.hexadecimal(CharacterCodes.space))> Tj\n"
            }
        }
        content += "ET\nQ\n"
    }

    /// A word's characters from left to right. Readers put those of scripts that run the other way back into their order.
    private static func inVisualOrder(_ word: String) -> [Unicode.Scalar] {
        guard word.unicodeScalars.contains(where: runsToTheLeft) else { return Array(word.unicodeScalars) }
        return word.reversed().flatMap(\.unicodeScalars)
    }

    /// Whether the character is of Hebrew, Arabic or another script that is written from right to left, by Unicode's blocks.
    private static func runsToTheLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF: true
        default: false
        }
    }
}

/// Where a word stands in the page's own coordinates, in which `y` grows upwards.
private struct Place {
    let width: Double
    let height: Double
    /// The word's direction, of length 1.
    private let direction: Point
    private let start: Point
    private let end: Point
    private let baseline: Point

    /// The place of a polygon, or `nil` for one that has a corner nowhere. A word has at least a hundredth of a point to stand on.
    init?(_ polygon: Polygon) {
        guard polygon.corners.allSatisfy({ abs($0.x) < 1e7 && abs($0.y) < 1e7 }) else { return nil }
        let along = Point(x: polygon.bottomRight.x - polygon.bottomLeft.x, y: polygon.bottomRight.y - polygon.bottomLeft.y)
        let up = Point(x: polygon.topLeft.x - polygon.bottomLeft.x, y: polygon.topLeft.y - polygon.bottomLeft.y)
        let length = (along.x * along.x + along.y * along.y).squareRoot()
        width = max(0.01, length)
        height = max(0.01, (up.x * up.x + up.y * up.y).squareRoot())
        direction = length > 1e-6 ? Point(x: along.x / length, y: along.y / length) : Point(x: 1, y: 0)
        start = polygon.bottomLeft
        end = polygon.bottomRight
        let depth = -Double(GlyphlessFont.descent) / 1_000
        baseline = Point(x: start.x + up.x * depth, y: start.y + up.y * depth)
    }

    /// Turns text into the word's direction, from where its baseline begins.
    var matrix: String {
        [direction.x, direction.y, -direction.y, direction.x, baseline.x, baseline.y].map(\.pdf).joined(separator: " ")
    }

    /// By how much characters must be stretched to be so wide, in per cent.
    func stretch(to width: Double, characters: Int) -> String {
        let natural = Double(characters * GlyphlessFont.advance) / 1_000 * height
        return max(0.01, min(1e6, width / natural * 100)).pdf
    }

    /// How far it is from the end of this word to the beginning of the next, in this word's direction.
    func distance(to next: Place) -> Double {
        (next.start.x - end.x) * direction.x + (next.start.y - end.y) * direction.y
    }
}

extension Double {
    /// A number as PDF writes it: at most four digits behind the point, no exponent.
    var pdf: String {
        guard isFinite, abs(self) < 1e9 else { return "0" }
        let units = Int64((self * 10_000).rounded())
        let fraction = String(abs(units) % 10_000)
        return "\(units < 0 ? "-" : "")\(abs(units) / 10_000).\(String(repeating: "0", count: 4 - fraction.count))\(fraction)"
    }
}
