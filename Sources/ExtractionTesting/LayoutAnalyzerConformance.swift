public import ExtractionKit

/// Checks a layout analyzer against the contract of its role, on made-up pages.
///
/// ```swift
/// try await LayoutAnalyzerConformance(analyzer).check()
/// ```
///
/// It finds words that are lost, invented, moved or changed, spans and ranges that point elsewhere, an order that isn't the content's,
/// and layouts that differ from one call to the next.
public struct LayoutAnalyzerConformance: Sendable {
    private let analyzer: any LayoutAnalyzer

    /// Creates a suite for an analyzer.
    public init(_ analyzer: some LayoutAnalyzer) { self.analyzer = analyzer }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The layout analyzer '\(analyzer.identity.id)'")
        conformance.checkIdentity(analyzer.identity)
        for (name, text) in Self.pages { try await check(text, name, &conformance) }
        try conformance.finish()
    }

    private func check(_ text: PageText, _ name: String, _ conformance: inout Conformance) async throws {
        let request = LayoutRequest(page: Page(number: 1, size: Size(width: 612, height: 792)), text: text)
        guard let layout = try await conformance.attempt("\(name):", { try await analyzer.layout(for: request) }) else { return }
        conformance.add(layout.violations(on: request.page).map { "\(name): \($0)" })
        conformance.expect(
            layout.words.compactMap { layout.content.stretch($0.span).map(String.init) }.sorted() == text.words.map(\.text).sorted(),
            "\(name): every word should come back, once")
        // Each word with its own place, confidence and size: two words that change places are found too.
        let wanted = text.words.reduce(into: [TextWord: Int]()) { $0[$1, default: 0] += 1 }
        let given = layout.words.reduce(into: [TextWord: Int]()) { counts, word in
            guard let text = layout.content.stretch(word.span).map(String.init) else { return }
            let word = TextWord(text: text, polygon: word.polygon, confidence: word.confidence, fontSize: word.fontSize)
            counts[word, default: 0] += 1
        }
        let isSame = given.allSatisfy { wanted[$0.key, default: 0] > 0 }
        conformance.expect(isSame, "\(name): words should keep their places, confidences and sizes")
        let between = layout.words.reduce(into: layout.content.utf8.count) { $0 -= min($0, max(0, $1.span.length)) }
        conformance.expect(
            layout.content.utf8.count { $0 == 0x20 || $0 == 0x0A } >= between, "\(name): only white space should stand between words")
        let again = try await conformance.attempt("\(name):") { try await analyzer.layout(for: request) }
        conformance.expect(again == layout, "\(name): the same page should always have the same layout")
    }

    private static let pages: [(String, PageText)] = [
        ("an empty page", PageText(lines: [])),
        ("a paragraph", PageText(monospaced: "The quick brown fox\njumps over the lazy dog.\n\nA second paragraph.")),
        ("two columns", PageText(monospaced: "left one       right one\nleft two       right two\nleft three     right three")),
        ("a table", PageText(monospaced: "Item     Quantity    Amount\n\nBolt     12          3.40\nÉcrou    7           1.20")),
        ("a recognised line", recognised),
        ("words in one place", PageText(lines: [TextLine(words: Array(repeating: TextWord(text: "é", polygon: point), count: 3))])),
    ]

    private static let point = Polygon(Rect(x: 10, y: 10, width: 0, height: 0))

    private static let recognised: PageText = {
        var text = PageText(monospaced: "Read with some doubt")
        for index in text.lines[0].words.indices { text.lines[0].words[index].confidence = 0.5 + Double(index) / 10 }
        return text
    }()
}
