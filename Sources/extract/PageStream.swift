internal import ExtractionKit

/// Writes a document's pages to standard output, each when it is read.
struct PageStream: Sendable {
    var pipeline: Pipeline
    var selection: PageSelection
    var format: ReadFormat

    /// What is left of a document whose pages are written.
    struct Remains: Sendable {
        /// The pages that could not be read.
        var failures: [PageFailure] = []
        /// What a person should know of the others.
        var warnings: [Warning] = []
        /// Whether the engine stopped early on one of them.
        var isPartial = false
        /// Whether any could be read.
        var hasPages = false
    }

    /// Reads and writes.
    ///
    /// - Throws: What reading the document throws, and ``ExtractionError`` with the code `outputFailed`.
    func write(_ document: Document, _ report: @escaping @Sendable (Int, Int) -> Void) async throws -> Remains {
        try await pipeline.withPages(of: document, pages: selection) { pages in
            let summary = DocumentSummary(document, pageCount: pages.pageCount)
            var remains = Remains(), text = OrderedText(selected: pages.selected), done = 0
            for try await outcome in pages {
                done += 1
                report(done, pages.selected.count)
                switch outcome {
                case .failed(let page, let error): remains.failures.append(PageFailure(page: page, error: error))
                case .read(let page):
                    remains.warnings += page.warnings
                    remains.isPartial = remains.isPartial || page.isPartial
                    remains.hasPages = true
                }
                let line = try format == .pages ? outcome.json(of: summary) + "\n" : text.next(outcome)
                guard !line.isEmpty else { continue }
                try Console.delivering {
                    Console.clearProgress()
                    try Console.result(Array(line.utf8))
                }
            }
            try Task.checkCancellation()
            if !remains.hasPages { try PageFailure.throwForAll(remains.failures, of: pages.pageCount) }
            if format == .text { try Console.result("") }
            return remains
        }
    }
}

/// Puts the text of pages in order that come as they are ready.
private struct OrderedText {
    var waiting: [Int: String] = [:]
    var selected: ArraySlice<Int>
    var isFirst = true

    init(selected: [Int]) { self.selected = selected[...] }

    /// The text that can be written now: of this page and those that waited for it.
    mutating func next(_ outcome: PageOutcome) -> String {
        waiting[outcome.number] = if case .read(let page) = outcome { page.layout.content } else { "" }
        var ready = ""
        while let number = selected.first, let text = waiting.removeValue(forKey: number) {
            selected.removeFirst()
            guard !text.isEmpty else { continue }
            ready += isFirst ? text : "\n\n" + text
            isFirst = false
        }
        return ready
    }
}
