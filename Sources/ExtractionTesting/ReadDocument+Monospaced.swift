public import ExtractionKit

extension ReadDocument {
    /// Reads made-up pages, set as by ``/ExtractionKit/PageText/init(monospaced:pitch:origin:)``, with the geometric layout analyzer.
    public init(monospacedPages pages: [String]) async throws {
        var outcomes: [PageOutcome] = []
        for (index, text) in pages.enumerated() {
            let page = Page(number: index + 1, size: Size(width: 612, height: 792))
            let layout = try await GeometricLayoutAnalyzer().layout(for: LayoutRequest(page: page, text: PageText(monospaced: text)))
            let route = PageRoute(method: .textLayer, reason: .goodText, signals: RoutingSignals())
            outcomes.append(.read(ReadPage(page: page, route: route, layout: layout)))
        }
        self.init(pageCount: pages.count, outcomes: outcomes)
    }
}
