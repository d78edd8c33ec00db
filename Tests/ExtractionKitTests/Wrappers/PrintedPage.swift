import ExtractionKit
import ExtractionTesting

/// A page whose image really holds its words, in a print that only ``ClosureOCREngine/printReader(_:)`` reads: a word is a black box, 8 pixels a
/// character and 12 high, whose first row begins with a mark, a length and the characters. Cut the box, and the word can't be read.
struct PrintedPage {
    static let mark: [UInt8] = [3, 1, 4]
    static let wordHeight = 12

    let page: Page
    let raster: Raster
    let words: [String]

    /// Prints text as it stands, blanks included, at 144 dpi: a character is 4 points wide and a line takes 12.
    init(_ text: String, number: Int = 1) throws {
        let width = 640, height = 400
        var pixels = [UInt8](repeating: 255, count: width * height)
        var words: [String] = []
        for (row, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let top = 20 + row * 24
            var column = 0
            for part in line.split(separator: " ", omittingEmptySubsequences: false) {
                if !part.isEmpty {
                    let left = 20 + column * 8
                    for y in top..<top + Self.wordHeight { for x in left..<left + part.count * 8 { pixels[y * width + x] = 0 } }
                    for (offset, byte) in (Self.mark + [UInt8(part.utf8.count)] + part.utf8).enumerated() {
                        pixels[top * width + left + offset] = byte
                    }
                    words.append(String(part))
                }
                column += part.count + 1
            }
        }
        page = Page(number: number, size: Size(width: 320, height: 200))
        raster = try Raster(width: width, height: height, pixels: pixels, dpi: 144)
        self.words = words
    }

    var request: OCRRequest { OCRRequest(page: page, raster: raster) }
    var sample: OCREngineConformance.Sample { .init(page: page, raster: raster, words: words) }
}

/// How a reader of print errs: in known places.
struct PrintReading: Sendable {
    var id: PluginID = "printed"
    /// How sure it is of what isn't planted.
    var confidence: Double? = 0.9
    /// What it reads instead of a word, and how sure it is; blanks cut the word, and nothing stands for a word that isn't seen.
    var planted: [String: (text: String, confidence: Double)] = [:]
    var granularity = OCRCapabilities.Granularity.word
    var residency = Residency.local
    var concurrentPages = 2
    var log = CallLog()
}

extension ClosureOCREngine {
    /// Reads what ``PrintedPage`` prints, from the pixels that it is given.
    static func printReader(_ reading: PrintReading) -> ClosureOCREngine {
        ClosureOCREngine(
            id: reading.id, granularity: reading.granularity, concurrentPages: reading.concurrentPages, residency: reading.residency
        ) { request in
            try Task.checkCancellation()
            try request.deadline.check("The page")
            reading.log.add(request)
            let lines = PrintScanner(raster: request.raster).lines().compactMap { reading.line($0, toPage: request.raster.toPage) }
            return PageText(lines: lines, usage: Usage(pages: 1, calls: 1))
        }
    }
}

extension PrintReading {
    fileprivate func line(_ printed: [(text: String, box: Rect)], toPage: PageTransform) -> TextLine? {
        let whole = printed.map(\.box).union()
        let words = printed.flatMap { word -> [TextWord] in
            let (text, confidence) = planted[word.text].map { ($0.text, Optional($0.confidence)) } ?? (word.text, self.confidence)
            let parts = text.split(separator: " ")
            return parts.enumerated().map { index, part in
                let width = word.box.width / Double(parts.count)
                let box = Rect(x: word.box.minX + Double(index) * width, y: word.box.minY, width: width, height: word.box.height)
                return TextWord(
                    text: String(part), polygon: toPage(granularity == .word ? box : whole ?? box), confidence: confidence)
            }
        }
        return words.isEmpty ? nil : TextLine(words: words)
    }
}

private struct PrintScanner {
    let raster: Raster

    func lines() -> [[(text: String, box: Rect)]] {
        var lines: [[(text: String, box: Rect)]] = []
        for row in 0..<raster.height {
            let words = words(row)
            if !words.isEmpty { lines.append(words) }
        }
        return lines
    }

    private func words(_ row: Int) -> [(text: String, box: Rect)] {
        var words: [(text: String, box: Rect)] = []
        var rest = raster.pixels[(row * raster.width)..<((row + 1) * raster.width)]
        while let start = rest.firstIndex(of: PrintedPage.mark[0]) {
            rest = rest[(start + 1)...]
            guard rest.prefix(2).elementsEqual(PrintedPage.mark.dropFirst()), let length = rest.dropFirst(2).first.map(Int.init) else {
                continue
            }
            let bytes = rest.dropFirst(3).prefix(length)
            let text = String(decoding: bytes, as: UTF8.self)
            let column = start - row * raster.width
            // A box that is cut on its right or below can't be read.
            guard column + text.count * 8 <= raster.width, row + PrintedPage.wordHeight <= raster.height else { continue }
            words.append(
                (
                    text,
                    Rect(
                        x: Double(column), y: Double(row), width: Double(text.count) * 8, height: Double(PrintedPage.wordHeight))
                ))
        }
        return words
    }
}
