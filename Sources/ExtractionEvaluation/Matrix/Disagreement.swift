public import ExtractionKit

/// A stretch of a page that two OCR engines read differently.
public struct Disagreement: Sendable, Codable {
    /// The document.
    public var document: String
    /// The page's number, from 1.
    public var page: Int
    /// What each engine read there, in the order of ``engines``; may be empty.
    public var texts: [String]
    /// The two engines.
    public var engines: [String]
    /// Where it stands, as the engine sees it that read something there.
    public var regions: [PageRegion]
    /// The engine whose words stand in the true text, if those of exactly one do.
    public var trueEngine: String?

    /// How many are kept of each two engines.
    static let limit = 12
    /// Beyond this many words a page isn't compared word by word: an example is looked for, not all of them.
    static let wordLimit = 3_000

    static func examples(_ readings: [EngineReading], documents: [String], truths: [String?]) -> [Disagreement] {
        var examples: [Disagreement] = []
        for (index, first) in readings.enumerated() {
            for second in readings[(index + 1)...] {
                // One a page, of the pages that agree least first.
                var candidates: [(f1: Double, example: Disagreement)] = []
                for position in documents.indices {
                    guard let one = first.documents[position], let two = second.documents[position] else { continue }
                    for page in one.pages {
                        guard let other = two.pages.first(where: { $0.page.number == page.page.number }),
                            let f1 = MatchCounts.bagOfWords(of: other.layout.content, reference: page.layout.content).f1, f1 < 1,
                            let example = longest(
                                PageWords(page, of: one), PageWords(other, of: two), engines: [first.engine, second.engine],
                                document: documents[position], truth: truths[position])
                        else { continue }
                        candidates.append((f1, example))
                    }
                }
                examples += candidates.sorted { ($0.f1, $0.example.document) < ($1.f1, $1.example.document) }.prefix(limit).map(\.example)
            }
        }
        return examples
    }

    /// The longest stretch, of at most 12 words, that the two read differently.
    private static func longest(
        _ first: PageWords, _ second: PageWords, engines: [String], document: String, truth: String?
    ) -> Disagreement? {
        guard max(first.texts.count, second.texts.count) <= wordLimit else { return nil }
        let changes = WordDiff(from: first.texts, to: second.texts).changes
        guard
            let change = changes.filter({ max($0.removed.count, $0.inserted.count) <= 12 }).max(by: { left, right in
                (left.removed.count + left.inserted.count, right.removed.lowerBound)
                    < (right.removed.count + right.inserted.count, left.removed.lowerBound)
            })
        else { return nil }
        let texts = [
            first.texts[change.removed].joined(separator: " "), second.texts[change.inserted].joined(separator: " "),
        ]
        let regions =
            change.removed.isEmpty ? second.regions(of: change.inserted) : first.regions(of: change.removed)
        let words = truth.map { " " + TextNormalisation.standard($0) + " " }
        let standing = texts.map { text in !text.isEmpty && words?.contains(" \(text) ") == true }
        return Disagreement(
            document: document, page: first.page, texts: texts, engines: engines, regions: regions,
            trueEngine: standing[0] != standing[1] ? engines[standing[0] ? 0 : 1] : nil)
    }
}

/// The words of a page as texts and places.
private struct PageWords {
    var page: Int
    var texts: [String]
    private var words: [Word]

    init(_ page: ReadPage, of document: ReadDocument) {
        self.page = page.page.number
        words = page.layout.words
        texts = words.map { document.text(of: $0.span) }
    }

    func regions(of range: Range<Int>) -> [PageRegion] {
        words[range].map { PageRegion(page: page, polygon: $0.polygon, span: $0.span) }
    }
}
