public import ExtractionKit

/// Reads what a person copied instead of what an engine sees: the best that any OCR engine could give to an extractor.
///
/// It tells apart what recognition costs from what extraction does. Only documents with a transcript that says where lines stand
/// (``DocumentTruth/lines``) can be read.
public struct TranscriptReader: DocumentReader {
    /// Tells the pages' sizes.
    public let loader: any DocumentLoader
    /// Structures the lines.
    public let layout: any LayoutAnalyzer
    /// The lines by the SHA-256 of their document.
    private let lines: [String: [TranscriptLine]]

    /// Creates a reader of the documents of datasets.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnreadable` or `tooLarge` for a document that can't be read, and `invalidDataset`
    ///   where no document has a transcript with lines.
    public init(
        _ datasets: [Dataset], loader: any DocumentLoader, layout: any LayoutAnalyzer = GeometricLayoutAnalyzer()
    ) throws {
        self.loader = loader
        self.layout = layout
        var lines: [String: [TranscriptLine]] = [:]
        for document in datasets.flatMap(\.documents) {
            if let transcript = document.truth.lines { try lines[document.load().sha256] = transcript }
        }
        guard !lines.isEmpty else {
            throw ExtractionError(
                .invalidDataset,
                "No document has a transcript that says where its lines stand; leave out 'transcript' or choose another dataset.")
        }
        self.lines = lines
    }

    /// Changes when the loader or the analyzer does; the transcripts belong to the documents.
    public var identity: PluginIdentity { .combining([loader.identity, layout.identity], as: "transcript") }

    /// On this machine.
    public var residency: Residency { .local }

    /// Reads the document's pages for the time of the closure.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidDataset` for a document without a transcript, and what the loader throws.
    public func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        guard let transcript = lines[request.document.sha256] else {
            throw ExtractionError(.invalidDataset, "The document has no transcript that says where its lines stand; leave it out.")
        }
        let load = LoadRequest(document: request.document, limits: request.limits, deadline: request.deadline)
        return try await loader.withDocument(load) { document in
            try await PageSequence.withPages(
                pageCount: document.pageCount, selected: request.pages.pages(of: document.pageCount, limit: request.limits.pages),
                concurrency: 1,
                reading: { number in
                    let page = try await document.page(PageRequest(page: number, deadline: request.deadline))
                    let lines = transcript.filter { $0.page == number }.map { TextLine(words: $0.onPage(page).words) }
                    let text = PageText(lines: lines.filter { !$0.words.isEmpty })
                    return try await ReadPage(
                        page: page, route: PageRoute(method: .service, reason: .service, signals: RoutingSignals()),
                        engine: identity, layout: layout.layout(for: LayoutRequest(page: page, text: text)))
                }, body)
        }
    }
}
