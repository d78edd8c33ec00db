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
    public func regions(of span: TextSpan) -> [PageRegion] {
        var regions: [PageRegion] = []
        for page in pages {
            guard let text = page.layout.textSpan, text.overlaps(span) else { continue }
            for line in page.layout.lines where line.span.overlaps(span) {
                if let region = page.layout.region(of: span, in: line, onPage: page.page.number) { regions.append(region) }
            }
        }
        return regions
    }
}

extension PageLayout {
    /// The stretch of content from the first word to the last.
    var textSpan: TextSpan? {
        guard let first = words.first, let last = words.last else { return nil }
        return first.span.union(last.span)
    }

    /// Where the words of a line stand that a span touches.
    func region(of span: TextSpan, in line: Line, onPage page: Int) -> PageRegion? {
        // This is done for every word of a document that is cut into chunks.
        var first: Word?, bounds: Rect?, end = span
        for word in words[line.words] where word.span.overlaps(span) {
            end = word.span
            guard let before = first else {
                first = word
                continue
            }
            bounds = (bounds ?? before.polygon.bounds).union(word.polygon.bounds)
        }
        guard let first else { return nil }
        return PageRegion(page: page, polygon: bounds.map(Polygon.init) ?? first.polygon, span: first.span.union(end))
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
