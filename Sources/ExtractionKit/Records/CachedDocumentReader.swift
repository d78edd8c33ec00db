/// A reader that keeps what another reader made of a document, and doesn't read the same document twice.
///
/// Where the store has the pages, they come from there: the document isn't opened and no engine is called. Otherwise they come from the
/// reader, each as soon as it is ready, and are kept if every selected page was read, whole. A document with a page that failed or
/// is partial is read again the next time, since that may go better.
///
/// - A page from the store has no ``ReadPage/usage``: nothing was paid for it this time. The stored page still says what it cost once.
/// - A document with a ``Document/password`` is neither looked up nor kept. Whoever has the file and not the password must not get the text
///   from the store.
/// - A store that fails makes the reading fail, with the stage `storage`: a recognition that couldn't be kept would be paid for twice
///   without anybody knowing.
/// - The records are those of one tenant: the same bytes are recognised once for each, and nobody gets what was read for another.
public struct CachedDocumentReader: DocumentReader {
    /// Reads what isn't in the store.
    public var reader: any DocumentReader
    /// Keep what was read.
    public var records: any TenantRecords

    /// Puts a tenant's records before a reader.
    public init(_ reader: any DocumentReader, records: any TenantRecords) {
        self.reader = reader
        self.records = records
    }

    /// The reader's: the pages are the same.
    public var identity: PluginIdentity { reader.identity }

    /// The reader's: what the store doesn't have goes there.
    public var residency: Residency { reader.residency }

    /// Gives the document's pages from the store or the reader.
    public func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        guard request.document.password == nil else { return try await reader.withPages(of: request, body) }
        // What stands in the store would come all at once, and none of it too late to be noticed.
        try Task.checkCancellation()
        try request.deadline.check("The document")
        let key = RecognitionKey(request, reader: identity)
        let stored = try await staged(.storage) { try await records.recognition(for: key)?.recognition }
        if let stored {
            return try await replay(stored, of: request, body)
        }
        let clock = ContinuousClock()
        let start = clock.now
        return try await reader.withPages(of: request) { pages in
            let (stream, continuation) = AsyncThrowingStream.makeStream(of: PageOutcome.self)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        var outcomes: [PageOutcome] = []
                        for try await outcome in pages {
                            outcomes.append(outcome)
                            continuation.yield(outcome)
                        }
                        // Before the sequence ends: whoever has seen its end can count on the store.
                        try await keep(outcomes, of: pages, for: key, milliseconds: start.milliseconds(to: clock.now))
                        continuation.finish()
                    } catch {
                        continuation.finish(throwing: error)
                    }
                }
                defer { group.cancelAll() }
                return try await body(PageSequence(pageCount: pages.pageCount, selected: pages.selected, stream: stream))
            }
        }
    }

    private func keep(_ outcomes: [PageOutcome], of pages: PageSequence, for key: RecognitionKey, milliseconds: Double) async throws {
        let isWhole = outcomes.allSatisfy { if case .read(let page) = $0 { !page.isPartial } else { false } }
        // A cancelled sequence ends early without an error.
        guard isWhole, outcomes.map(\.number).sorted() == pages.selected else { return }
        let recognition = StoredRecognition(ReadDocument(pageCount: pages.pageCount, outcomes: outcomes, findsFurniture: false))
        try await staged(.storage) {
            try await records.save(RecognitionArtifact(key: key, recognition: recognition, milliseconds: milliseconds))
        }
    }

    private func replay<R: Sendable>(
        _ stored: StoredRecognition, of request: ReadRequest, _ body: (PageSequence) async throws -> R
    ) async throws -> R {
        // The limit on pages is the caller's, and may be lower than it was.
        let selected = try request.pages.pages(of: stored.pageCount, limit: request.limits.pages)
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: PageOutcome.self)
        for outcome in stored.outcomes {
            if case .read(var page) = outcome {
                page.usage = Usage()
                continuation.yield(.read(page))
            } else {
                continuation.yield(outcome)
            }
        }
        continuation.finish()
        return try await body(PageSequence(pageCount: stored.pageCount, selected: selected, stream: stream))
    }
}
