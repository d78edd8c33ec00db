/// A document that has been read: one text, and the pages whose words, lines and paragraphs are stretches of it.
public struct ReadDocument: Sendable {
    /// The text of all pages in order, pages separated by a blank line.
    public let content: String
    /// The pages that could be read, by number. Their spans point into ``content``.
    public let pages: [ReadPage]
    /// The pages that could not, by number.
    public let failures: [PageFailure]
    /// The number of pages in the file, read or not.
    public let pageCount: Int

    /// Puts the outcomes of a document's pages together, in whatever order they arrived.
    ///
    /// What only several pages show, headers, footers and tables that go over a page's end, is marked in their layouts.
    public init(pageCount: Int, outcomes: some Sequence<PageOutcome>) {
        self.init(pageCount: pageCount, outcomes: outcomes, findsFurniture: true)
    }

    /// Puts pages together, and leaves them as they are where they are to be kept and put together again.
    init(pageCount: Int, outcomes: some Sequence<PageOutcome>, findsFurniture: Bool) {
        var content = ""
        var length = 0
        var pages: [ReadPage] = []
        var failures: [PageFailure] = []
        for outcome in outcomes.sorted(by: { $0.number < $1.number }) {
            switch outcome {
            case .failed(let page, let error): failures.append(PageFailure(page: page, error: error))
            case .read(var page):
                if length > 0, !page.layout.content.isEmpty {
                    content += "\n\n"
                    length += 2
                }
                content += page.layout.content
                let pageLength = page.layout.content.utf8.count
                page.layout = page.layout.shifted(by: length)
                length += pageLength
                pages.append(page)
            }
        }
        if findsFurniture { pages.findFurniture(in: content) }
        self.content = content
        self.pages = pages
        self.failures = failures
        self.pageCount = pageCount
    }

    /// What reading all of it cost.
    public var usage: Usage { pages.reduce(Usage()) { $0 + $1.usage } }

    /// The text of a span, or an empty string for a span outside of the content.
    public func text(of span: TextSpan) -> String { content[span].map(String.init) ?? "" }

    /// Where a span stands: one region a line that it touches, in reading order.
    public func regions(of span: TextSpan) -> [PageRegion] { regions(of: span, among: pages.indices) }

    /// The regions on some of the pages, by their places among ``pages``.
    func regions(of span: TextSpan, among places: Range<Int>) -> [PageRegion] {
        var regions: [PageRegion] = []
        for page in pages[places] {
            guard let first = page.layout.words.first, let last = page.layout.words.last,
                first.span.union(last.span).overlaps(span)
            else { continue }
            for line in page.layout.lines where line.span.overlaps(span) {
                let touched = page.layout.words[line.words].filter { $0.span.overlaps(span) }
                guard let polygon = touched.lazy.map(\.polygon).union(), let start = touched.first, let end = touched.last else {
                    continue
                }
                regions.append(
                    PageRegion(page: page.page.number, polygon: polygon, span: start.span.union(end.span)))
            }
        }
        return regions
    }
}

/// A stretch of content and where it stands.
public struct PageRegion: Hashable, Sendable, Codable {
    /// The page's number, from 1.
    public var page: Int
    /// The place on the page.
    public var polygon: Polygon
    /// The stretch of the document's content.
    public var span: TextSpan

    /// Creates a region.
    public init(page: Int, polygon: Polygon, span: TextSpan) {
        self.page = page
        self.polygon = polygon
        self.span = span
    }
}

/// A page that could not be read.
public struct PageFailure: Sendable {
    /// The page's number, from 1.
    public var page: Int
    /// Why.
    public var error: ExtractionError

    /// Creates a failure.
    public init(page: Int, error: ExtractionError) {
        self.page = page
        self.error = error
    }

    /// Throws what is wrong with a document none of whose pages could be read: the page's error where it has one, otherwise
    /// `allPagesFailed`. Returns where there are no failures.
    public static func throwForAll(_ failures: [PageFailure], of pageCount: Int) throws {
        guard let first = failures.first else { return }
        throw ExtractionError(
            pageCount == 1 ? first.error.code : .allPagesFailed,
            pageCount == 1 ? first.error.message : "No page could be read. The first page: \(first.error.message)",
            cause: first.error
        ).scoped(page: first.page, stage: first.error.scope.stage, plugin: first.error.scope.plugin)
    }
}
