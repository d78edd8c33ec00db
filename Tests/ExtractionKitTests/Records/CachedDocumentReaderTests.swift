import ExtractionKit
import ExtractionTesting
import Synchronization
import Testing

@Suite struct `A cached document reader` {
    private let engine = CountingOCREngine()
    private let store = InMemoryRecordStore()
    private let records: any TenantRecords
    private let document = Document(bytes: Array("%PDF-1.7 two scans and a text".utf8), filename: "scans.pdf")

    init() async throws { records = try await store.records(ofNewOrKnown: .local) }

    private func reader(_ pages: [MadeUpDocumentLoader.Page] = [.scan, .text("Typed words"), .scan]) -> CachedDocumentReader {
        CachedDocumentReader(PageByPageReader(loader: MadeUpDocumentLoader(pages: pages), ocr: engine, dpi: 50), records: records)
    }

    private func extract(
        _ reader: some DocumentReader, pages: PageSelection = .all, limits: DocumentLimits = DocumentLimits(), _ document: Document? = nil
    ) async throws -> Extraction {
        try await Pipeline(reader: reader, extractor: EveryWord(), schemas: [], limits: limits)
            .extract(ExtractionRequest(document ?? self.document, pages: pages))
    }

    @Test func `keeps a reader's contract, from the reader and from the store`() async throws {
        let samples = [DocumentLoaderConformance.Sample(document, pageCount: 3)]
        try await DocumentReaderConformance(reader(), samples: samples).check()
        let count = engine.count
        try await DocumentReaderConformance(reader(), samples: samples).check()
        #expect(engine.count == count)
    }

    @Test func `recognises nothing the second time, and costs nothing`() async throws {
        let first = try await extract(reader())
        #expect(engine.count == 2)
        #expect(first.usage == Usage(pages: 2, calls: 2))
        let unopened = CachedDocumentReader(UnreadableReader(identity: reader().identity), records: records)
        let second = try await extract(unopened)
        #expect(engine.count == 2)
        #expect(second.usage == Usage())
        #expect(second.fields == first.fields)
        #expect(second.pages == first.pages)
        #expect(second.fields.map(\.raw) == ["Word", "number", "of", "page", "Typed", "words", "Word", "number", "of", "page"])
    }

    @Test func `still says what a kept page cost once`() async throws {
        _ = try await extract(reader())
        let key = RecognitionKey(ReadRequest(document: document), reader: reader().identity)
        #expect(try await records.recognition(for: key)?.usage == Usage(pages: 2, calls: 2))
    }

    @Test func `reads again for other pages, another resolution and another document`() async throws {
        _ = try await extract(reader())
        _ = try await extract(reader(), pages: PageSelection("1"))
        #expect(engine.count == 3)
        var limits = DocumentLimits()
        limits.pixels = 1_000_000
        _ = try await extract(reader(), limits: limits)
        #expect(engine.count == 5)
        _ = try await extract(reader(), Document(bytes: Array("%PDF-1.7 another".utf8), filename: "scans.pdf"))
        #expect(engine.count == 7)
    }

    @Test func `reads again where a threshold of the routing has changed`() async throws {
        _ = try await extract(reader())
        let routers = [
            PageRouter(plausibleMinimum: 1.1), PageRouter(unmappedLimit: 0.5), PageRouter(letterCostLimit: 5),
            PageRouter(sparseCharacters: 5),
        ]
        for (index, router) in routers.enumerated() {
            let parts = PageByPageReader(
                loader: MadeUpDocumentLoader(pages: [.scan, .text("Typed words"), .scan]), ocr: engine, router: router, dpi: 50)
            let before = engine.count
            _ = try await extract(CachedDocumentReader(parts, records: records))
            #expect(engine.count - before >= 2, "router \(index)")
        }
    }

    @Test func `keeps nothing of a document with a page that failed`() async throws {
        _ = try await extract(reader([.scan, .corrupt]))
        _ = try await extract(reader([.scan, .corrupt]))
        #expect(engine.count == 2)
    }

    @Test func `keeps nothing of a document with a partial page`() async throws {
        engine.isPartial.store(true, ordering: .relaxed)
        _ = try await extract(reader())
        engine.isPartial.store(false, ordering: .relaxed)
        _ = try await extract(reader())
        _ = try await extract(reader())
        #expect(engine.count == 4)
    }

    @Test func `keeps nothing for a caller that leaves early`() async throws {
        // The second page never comes, so that the caller is gone before everything is read.
        let parts = PageByPageReader(loader: MadeUpDocumentLoader(pages: [.text("Typed words"), .scan]), ocr: .hanging, dpi: 50)
        let request = ReadRequest(document: document)
        try await CachedDocumentReader(parts, records: records).withPages(of: request) { pages in
            for try await _ in pages { break }
        }
        #expect(try await records.recognition(for: RecognitionKey(request, reader: parts.identity)) == nil)
    }

    @Test func `gives nothing from the store for a password, right or wrong, and keeps nothing`() async throws {
        _ = try await extract(reader())
        var locked = document
        locked.password = Secret("open sesame")
        _ = try await extract(reader(), locked)
        #expect(engine.count == 4)
        let other = Document(bytes: Array("%PDF-1.7 locked".utf8), filename: "locked.pdf", password: Secret("open sesame"))
        _ = try await extract(reader(), other)
        let key = RecognitionKey(ReadRequest(document: other), reader: reader().identity)
        #expect(try await records.recognition(for: key) == nil)
    }

    @Test func `keeps to the caller's limit on pages`() async throws {
        _ = try await extract(reader())
        var limits = DocumentLimits()
        limits.pages = 2
        let error = await #expect(throws: ExtractionError.self) { try await extract(reader(), limits: limits) }
        #expect(error?.code == .tooManyPages)
    }

    @Test func `recognises the same bytes once for each tenant`() async throws {
        let others = try await store.records(ofNewOrKnown: TenantID("others"))
        for _ in 0..<2 { _ = try await extract(reader()) }
        #expect(engine.count == 2)
        for _ in 0..<2 { _ = try await extract(CachedDocumentReader(reader().reader, records: others)) }
        #expect(engine.count == 4)
    }

    @Test func `says how long reading took`() async throws {
        _ = try await extract(reader())
        let key = RecognitionKey(ReadRequest(document: document), reader: reader().identity)
        #expect(try await #require(records.recognition(for: key)).milliseconds > 0)
    }

    @Test func `fails in the stage of storage where the store does`() async throws {
        let reader = PageByPageReader(
            loader: MadeUpDocumentLoader(pages: [.scan]), ocr: TenantRemovingOCREngine(store: store), dpi: 50)
        let broken = CachedDocumentReader(reader, records: records)
        let error = await #expect(throws: ExtractionError.self) { try await extract(broken) }
        #expect(error?.code == .notFound)
        #expect(error?.scope.stage == .storage)
    }
}

/// Reads a page, and takes the records away under which it is to be kept.
private struct TenantRemovingOCREngine: OCREngine {
    let store: InMemoryRecordStore
    let identity = PluginIdentity(id: "removing", version: "1")
    let capabilities = OCRCapabilities(languages: [], granularity: .word, concurrentPages: 1, residency: .local)

    func recognize(_ request: OCRRequest) async throws -> PageText {
        try await store.remove(.local)
        return PageText(monospaced: "Words")
    }
}

/// A reader that fails whatever it is given.
private struct UnreadableReader: DocumentReader {
    let identity: PluginIdentity
    let residency = Residency.local

    func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        throw ExtractionError(.engineFailure, "The document should not have been read.")
    }
}
