internal import ExtractionKit

/// What Tesseract made of a page, and whether it makes sense.
struct PageReading {
    let text: PageText
    /// How many characters there are.
    let characters: Int
    /// The mean confidence of a character, from 0 to 1.
    let confidence: Double

    init(text: PageText) {
        self.text = text
        let words = text.lines.flatMap(\.words)
        characters = words.reduce(0) { $0 + $1.text.count }
        let sum = words.reduce(0) { $0 + ($1.confidence ?? 0) * Double($1.text.count) }
        confidence = characters > 0 ? sum / Double(characters) : 0
    }

    /// Whether the page may stand on its head. Print that stands upright reads with 0.7 and more where it reads at all, on its head with less
    /// than 0.4. Lines that run up or down Tesseract turns by itself, always the same way; those that come out wrong come out right
    /// on a page that is turned over.
    var looksTurned: Bool { characters >= 20 && confidence < 0.5 }

    /// Whether this is the better reading of the same page.
    func isBetter(than other: PageReading) -> Bool { confidence * Double(characters) > other.confidence * Double(other.characters) }
}
