/// What a reader made of a document, in a form that can be kept: a ``ReadDocument`` without the causes of its errors.
public struct StoredRecognition: Hashable, Sendable, Codable {
    /// The number of pages in the file, read or not.
    public let pageCount: Int
    /// The pages that were read, by number. Their spans point into the content of ``document``, and their usage is what reading them cost.
    public let pages: [ReadPage]
    /// The pages that could not be read, by number.
    public let failures: [FailedPage]

    /// A page that could not be read.
    public struct FailedPage: Hashable, Sendable, Codable {
        /// The page's number, from 1.
        public let page: Int
        /// Why, without the cause.
        public let error: ErrorSummary
    }

    /// Keeps a document that was read.
    public init(_ document: ReadDocument) {
        pageCount = document.pageCount
        pages = document.pages
        failures = document.failures.map { FailedPage(page: $0.page, error: ErrorSummary($0.error)) }
    }

    init(pageCount: Int, pages: [ReadPage], failures: [FailedPage]) {
        self.pageCount = pageCount
        self.pages = pages
        self.failures = failures
    }

    /// Whether every span lies in its page's content and every index in its list, as it does in what a reader gave. What comes from elsewhere
    /// may not.
    var isConsistent: Bool {
        var length = 0
        for page in pages {
            if length > 0, !page.layout.content.isEmpty { length += 2 }
            let end = length + page.layout.content.utf8.count
            guard page.layout.isConsistent(within: length..<end) else { return false }
            length = end
        }
        return true
    }

    /// The document as it was read, but for the causes of its errors.
    public var document: ReadDocument { ReadDocument(pageCount: pageCount, outcomes: outcomes) }

    /// What became of each page, with the spans of a page pointing into the page's own content, as a reader gives them.
    var outcomes: [PageOutcome] {
        var outcomes: [PageOutcome] = []
        // The rule by which a `ReadDocument` joins its pages, backwards: what it added to each page's spans is taken off again.
        var length = 0
        for page in pages {
            if length > 0, !page.layout.content.isEmpty { length += 2 }
            var page = page
            page.layout = page.layout.shifted(by: -length)
            length += page.layout.content.utf8.count
            outcomes.append(.read(page))
        }
        for failure in failures {
            outcomes.append(
                .failed(
                    page: failure.page,
                    ExtractionError(failure.error.code, failure.error.message)
                        .scoped(page: failure.error.page, stage: failure.error.stage, plugin: failure.error.plugin)))
        }
        return outcomes
    }
}
