public import ExtractionKit

/// Checks a layout analyzer against the contract of its role, on made-up pages.
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
        for (name, text) in Self.pages {
            let page = Page(number: 1, size: Size(width: 612, height: 792))
            let layout = try await analyzer.layout(for: LayoutRequest(page: page, text: text))
            conformance.add(layout.violations(in: layout.content).map { "\(name): \($0)" })
            conformance.expect(
                layout.words.compactMap { layout.content[$0.span].map(String.init) }.sorted() == text.words.map(\.text).sorted(),
                "\(name): every word should come back, once")
            let places = Set(text.words.map(\.polygon))
            conformance.expect(layout.words.allSatisfy { places.contains($0.polygon) }, "\(name): words should stay where they stand")
            let outside = layout.words.reduce(into: layout.content.utf8.count) { $0 -= $1.span.length }
            conformance.expect(
                layout.content.utf8.count { $0 == 0x20 || $0 == 0x0A } >= outside, "\(name): only white space should stand between words")
            let again = try await analyzer.layout(for: LayoutRequest(page: page, text: text))
            conformance.expect(again == layout, "\(name): the same page should always have the same layout")
        }
        try conformance.finish()
    }

    private static let pages: [(String, PageText)] = [
        ("an empty page", PageText(lines: [])),
        ("a paragraph", PageText(monospaced: "The quick brown fox\njumps over the lazy dog.\n\nA second paragraph.")),
        ("two columns", PageText(monospaced: "left one       right one\nleft two       right two\nleft three     right three")),
        ("a table", PageText(monospaced: "Item     Quantity    Amount\n\nBolt     12          3.40\nÉcrou    7           1.20")),
        ("words in one place", PageText(lines: [TextLine(words: Array(repeating: TextWord(text: "é", polygon: point), count: 3))])),
    ]

    private static let point = Polygon(Rect(x: 10, y: 10, width: 0, height: 0))
}
