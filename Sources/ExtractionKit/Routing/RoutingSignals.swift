/// What is known of a page's text layer when it is decided how to read the page. Kept with the result, so that every decision can be
/// checked.
public struct RoutingSignals: Hashable, Sendable, Codable {
    /// Characters in the text layer that aren't white space.
    public var characters = 0
    /// Words in the text layer.
    public var words = 0
    /// The share of characters that stand for nothing: replacement characters, private use, controls, unassigned; 0 to 1.
    public var unmappedShare = 0.0
    /// The share of words that look like words, numbers or codes of some language; 0 to 1.
    public var plausibleShare = 0.0
    /// The share of vowels among the Latin letters; `nil` where there are fewer than 40 such letters. Languages in Latin script lie between
    /// 0.30 and 0.57; letters that were shifted or mapped at random lie around 0.2.
    public var vowelShare: Double?
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
        unmappedShare = characters == 0 ? 0 : Double(unmapped) / Double(characters)
        let judged = words.filter { $0.text.unicodeScalars.contains { $0.properties.isAlphabetic } }
        let plausible = judged.count { WordPlausibility.isPlausible($0.text) }
        plausibleShare = judged.isEmpty ? 1 : Double(plausible) / Double(judged.count)
        let latin = words.lazy.flatMap(\.text.unicodeScalars).filter { $0.properties.isAlphabetic && WordPlausibility.isLatin($0) }
        let (letters, vowels) = latin.reduce((0, 0)) { ($0.0 + 1, $0.1 + (WordPlausibility.isVowel($1) ? 1 : 0)) }
        vowelShare = letters < 40 ? nil : Double(vowels) / Double(letters)
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
        case vowelShare = "vowel_share"
        case imageCoverage = "image_coverage"
        case onPageShare = "on_page_share"
        case inkCoverage = "ink_coverage"
    }
}
