/// What is known of a page's text layer when it is decided how to read the page. Kept with the result, so that every decision can be
/// checked.
public struct RoutingSignals: Hashable, Sendable, Codable {
    /// Characters in the text layer that aren't white space.
    public var characters = 0
    /// Words in the text layer.
    public var words = 0
    /// The share of glyphs that stand for nothing: without a character, or with a replacement character, one of private use, a control or
    /// one that isn't assigned; 0 to 1.
    public var unmappedShare = 0.0
    /// The share of words that look like words, numbers or codes of some language; 0 to 1.
    public var plausibleShare = 0.0
    /// How unusual the letters from A to Z are, in bits a letter: their mean under the frequencies of languages in Latin script, which
    /// themselves lie from 4.1 to 4.55; letters that were shifted or mapped at random lie around 5.4. `nil` where there are fewer than 40.
    public var letterCost: Double?
    /// The share of words that aren't painted but lie over or under a large image, as programs add what they have read to scans; 0 to 1.
    public var scannedShare = 0.0
    /// Words that the file holds but nobody sees; no part of the layer.
    public var hiddenWords = 0
    /// Small filled shapes with curves, such as the outlines of letters.
    public var outlinedShapes = 0
    /// The share of the page that images cover, 0 to 1.
    public var imageCoverage = 0.0
    /// The share of the layer's words that stand on the page at all; 0 to 1.
    public var onPageShare = 1.0
    /// The share of the rendered page that isn't paper, 0 to 1; `nil` where the page was not rendered.
    public var inkCoverage: Double?

    /// Creates signals of a page that has no text layer.
    public init() {}

    /// Measures a text layer.
    public init(_ layer: TextLayer, on page: Page) {
        let words = layer.text.words
        self.words = words.count
        var unmapped = 0
        for word in words {
            for scalar in word.text.unicodeScalars {
                characters += 1
                if Self.isUnmapped(scalar) { unmapped += 1 }
            }
        }
        let glyphs = characters + layer.unmappedGlyphs
        unmappedShare = glyphs == 0 ? 0 : Double(unmapped + layer.unmappedGlyphs) / Double(glyphs)
        scannedShare = words.isEmpty ? 0 : Double(min(layer.scannedWords, words.count)) / Double(words.count)
        hiddenWords = layer.hidden.reduce(0) { $0 + $1.line.words.count }
        outlinedShapes = layer.outlinedShapes
        let judged = words.filter { $0.text.unicodeScalars.contains(where: \.isAlphabetic) }
        let plausible = judged.count { WordPlausibility.isPlausible($0.text) }
        plausibleShare = judged.isEmpty ? 1 : Double(plausible) / Double(judged.count)
        letterCost = LetterFrequencies.cost(of: words.lazy.map(\.text))
        let bounds = page.bounds
        let onPage = words.count {
            let box = $0.polygon.bounds
            return bounds.contains(Point(x: box.midX, y: box.midY))
        }
        onPageShare = words.isEmpty ? 1 : Double(onPage) / Double(words.count)
        // Overlapping images are counted once each; the cap keeps the share a share.
        let covered = layer.imageAreas.compactMap { $0.intersection(bounds)?.area }.reduce(0, +)
        imageCoverage = bounds.area > 0 ? min(1, covered / bounds.area) : 0
    }

    private static func isUnmapped(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        if scalar == "\u{FFFD}" { return true }
        switch scalar.properties.generalCategory {
        case .control, .privateUse, .unassigned, .surrogate: return true
        default: return false
        }
    }

    private enum CodingKeys: String, CodingKey {
        case characters, words
        case unmappedShare = "unmapped_share"
        case plausibleShare = "plausible_share"
        case letterCost = "letter_cost"
        case scannedShare = "scanned_share"
        case hiddenWords = "hidden_words"
        case outlinedShapes = "outlined_shapes"
        case imageCoverage = "image_coverage"
        case onPageShare = "on_page_share"
        case inkCoverage = "ink_coverage"
    }

    /// Reads signals; those that were written before text that isn't seen was told apart know of none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        characters = try container.decode(Int.self, forKey: .characters)
        words = try container.decode(Int.self, forKey: .words)
        unmappedShare = try container.decode(Double.self, forKey: .unmappedShare)
        plausibleShare = try container.decode(Double.self, forKey: .plausibleShare)
        letterCost = try container.decodeIfPresent(Double.self, forKey: .letterCost)
        scannedShare = try container.decodeIfPresent(Double.self, forKey: .scannedShare) ?? 0
        hiddenWords = try container.decodeIfPresent(Int.self, forKey: .hiddenWords) ?? 0
        outlinedShapes = try container.decodeIfPresent(Int.self, forKey: .outlinedShapes) ?? 0
        imageCoverage = try container.decode(Double.self, forKey: .imageCoverage)
        onPageShare = try container.decode(Double.self, forKey: .onPageShare)
        inkCoverage = try container.decodeIfPresent(Double.self, forKey: .inkCoverage)
    }
}
