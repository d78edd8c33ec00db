/// An engine that keeps what another engine read, and doesn't read the same image twice.
///
/// An image is the same when its pixels, its resolution, its place on the page and the page's size are; a reading is when the engine's
/// identity is too, so that another version or another setting reads again.
///
/// - A page from the store has no ``PageText/usage``: nothing was paid for it this time. The stored page still says what it cost once.
/// - A partial page isn't kept. A page that several callers want at the same time is read once; if the one who reads it is cancelled, fails
///   by its deadline or gets a partial page, the next one reads.
/// - A store that fails makes the page fail, with the stage `storage`: a reading that couldn't be kept would be paid for twice without
///   anybody knowing.
/// - Keep apart what must stay apart: everybody with the same image gets what the store has on it. Give each tenant a store.
///
/// ``CachedDocumentReader`` keeps whole documents and spares the rendering too; this one serves where documents are read in several ways
/// by the same engine, as in a benchmark, and inside of engines made of others.
public struct CachingOCREngine: OCREngine {
    /// Reads what isn't in the store.
    public let engine: any OCREngine
    /// Keeps what was read.
    public let store: any PageTextStore
    private let calls = SharedCalls<PageTextKey, PageText>()

    /// Puts a store before an engine.
    public init(_ engine: some OCREngine, store: some PageTextStore = InMemoryPageTextStore()) {
        self.engine = engine
        self.store = store
    }

    /// The engine's: the text is the same.
    public var identity: PluginIdentity { engine.identity }

    /// The engine's: what the store doesn't have goes there.
    public var capabilities: OCRCapabilities { engine.capabilities }

    /// Gives the page's text from the store or the engine.
    public func recognize(_ request: OCRRequest) async throws -> PageText {
        try Task.checkCancellation()
        let key = PageTextKey(request, engine: engine.identity)
        let (text, isOwn) = try await calls.value(for: key, deadline: request.deadline, sharing: Self.isForOthers) {
            if let stored = try await staged(.storage, nil, { try await store.text(for: key) }) {
                return stored.repeated(for: request)
            }
            try request.deadline.check("The page")
            let text = try await engine.recognize(request)
            if !text.isPartial { try await staged(.storage) { try await store.save(text, for: key) } }
            return text
        }
        return isOwn ? text : text.repeated(for: request)
    }

    /// How many callers wait for another's reading, for tests.
    func waiterCount(for key: PageTextKey) -> Int { calls.waiterCount(for: key) }

    /// Who waits has a deadline of its own, and may get what this caller had no time for.
    private static func isForOthers(_ result: Result<PageText, any Error>) -> Bool {
        switch result {
        case .success(let text): !text.isPartial
        case .failure(is CancellationError): false
        case .failure(let error): (error as? ExtractionError)?.code != .deadlineExceeded
        }
    }
}

extension PageText {
    /// The text as the answer to a request for the same image, which may stand on another page, and without its price.
    fileprivate func repeated(for request: OCRRequest) -> PageText {
        var text = self
        text.usage = Usage()
        for index in text.warnings.indices where text.warnings[index].page != nil { text.warnings[index].page = request.page.number }
        return text
    }
}
