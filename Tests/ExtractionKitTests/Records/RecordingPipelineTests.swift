import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@Suite struct `A recording pipeline` {
    private let engine = CountingOCREngine()
    private let store = InMemoryRecordStore()
    private let document = Document(bytes: Array("%PDF-1.7 two scans and a text".utf8), filename: "scans.pdf")
    private let month: UsageMonth
    private let records: any TenantRecords

    init() async throws {
        records = try await store.records(ofNewOrKnown: .local)
        month = UsageMonth(of: .now, in: .gmt)
    }

    private func recording(
        _ pages: [MadeUpDocumentLoader.Page] = [.scan, .text("Typed words"), .scan], engine: (any OCREngine)? = nil,
        takesOver: Bool = false
    ) -> RecordingPipeline {
        let reader = PageByPageReader(loader: MadeUpDocumentLoader(pages: pages), ocr: engine ?? self.engine, dpi: 50)
        return RecordingPipeline(
            Pipeline(reader: reader, extractor: EveryWord(), schemas: []), records: records, actor: "Ada", takesOver: takesOver)
    }

    @Test func `keeps the document, what was read, what was found, what it cost and who did it`() async throws {
        let stored = try await recording().extract(ExtractionRequest(document, target: .fields(["total"])))
        let kept = try #require(await records.document(document.id))
        #expect(kept.status == .completed)
        #expect(kept.pageCount == 3)
        let latest = try #require(await records.latestExtraction(ofDocument: document.id))
        #expect(latest.sequence == stored.sequence)
        #expect(latest.record.customFields == ["total"])
        #expect(latest.record.extractor?.id == "every-word")
        let key = try #require(latest.record.recognition)
        #expect(try await records.recognition(for: key) != nil)
        let usage = try await records.usage(in: month, at: .now)
        #expect(usage.used == UsageAmount(documents: 1, usage: Usage(pages: 2, calls: 2)))
        #expect(usage.reserved == UsageAmount())
        let ledger = try await records.ledger(ofDocument: document.id, RecordPageRequest()).items
        #expect(ledger.map(\.operation) == ["recognition"])
        #expect(ledger.first?.usage == Usage(pages: 2, calls: 2))
        #expect(ledger.first?.engine == "counting")
        #expect(try await records.activity(RecordPageRequest()).items.map(\.actor) == ["Ada"])
    }

    @Test func `finds other fields without a call of an engine, by the ledger too, and without the file`() async throws {
        let first = try await recording().extract(ExtractionRequest(document))
        let costs = try await records.costs(in: month)
        let schema = try RecordSchema(fieldNames: ["vendor"])
        for target in [.auto, .fields(["total"]), .schema(schema)] as [ExtractionRequest.Target] {
            let again = try await recording().extractAgain(document.id, target: target)
            #expect(again.sequence > first.sequence)
            #expect(again.extraction.usage == Usage())
            #expect(again.extraction.fields == first.extraction.fields)
            #expect(again.extraction.document == first.extraction.document)
        }
        #expect(engine.count == 2)
        #expect(try await records.costs(in: month) == costs)
        let history = try await records.extractions(ofDocument: document.id, RecordPageRequest()).items
        #expect(history.count == 4)
        #expect(history.first?.record.schema == schema.version)
        #expect(Set(history.compactMap(\.record.recognition)).count == 1)
    }

    @Test func `recognises the same bytes once, however often they come in`() async throws {
        _ = try await recording().extract(ExtractionRequest(document))
        let copy = Document(bytes: document.bytes, filename: "copy.pdf", id: "copy")
        _ = try await recording().extract(ExtractionRequest(copy))
        _ = try await recording().extract(ExtractionRequest(document))
        #expect(engine.count == 2)
        #expect(try await records.documents(LibraryQuery(sha256: document.sha256)).items.count == 2)
        #expect(try await records.usage(in: month, at: .now).used.documents == 2)
    }

    @Test func `makes a new artifact for another version of an engine, and keeps the old one`() async throws {
        _ = try await recording().extract(ExtractionRequest(document))
        let newer = CountingOCREngine(version: "2")
        _ = try await recording(engine: newer).extract(ExtractionRequest(document))
        #expect(newer.count == 2)
        #expect(try await records.recognitions(ofSource: document.sha256).count == 2)
    }

    @Test func `says why a document failed, and counts it in no month`() async throws {
        await #expect(throws: ExtractionError.self) { try await recording([.corrupt]).extract(ExtractionRequest(document)) }
        let kept = try #require(await records.document(document.id))
        #expect(kept.status.error?.code == .corrupt)
        #expect(try await records.usage(in: month, at: .now) == MonthlyUsage(month: month))
        // It can be tried again.
        _ = try await recording().extract(ExtractionRequest(document))
        #expect(try await records.document(document.id)?.status == .completed)
    }

    @Test func `keeps nothing where the tenant's limit is reached, and calls nobody`() async throws {
        var tenant = try #require(await store.tenant(.local))
        tenant.tier = Tier(id: "one", limits: UsageLimits(documents: 1))
        try await store.update(tenant)
        _ = try await recording().extract(ExtractionRequest(document))
        let other = Document(bytes: [1, 2], filename: "other.pdf")
        let error = await #expect(throws: ExtractionError.self) { try await recording().extract(ExtractionRequest(other)) }
        #expect(error?.code == .limitReached)
        #expect(engine.count == 2)
        #expect(try await records.document(other.id) == nil)
        // The same document again is none more.
        _ = try await recording().extract(ExtractionRequest(document))
    }

    @Test func `leaves a document that somebody works on alone, unless it is to be taken over`() async throws {
        try await records.add(DocumentRecord(document, mode: .auto))
        try await records.move(StatusChange(document.id, to: .processing))
        let error = await #expect(throws: ExtractionError.self) { try await recording().extract(ExtractionRequest(document)) }
        #expect(error?.code == .conflict)
        _ = try await recording(takesOver: true).extract(ExtractionRequest(document))
        #expect(try await records.document(document.id)?.status == .completed)
    }

    @Test func `refuses another document with the id of a known one`() async throws {
        _ = try await recording().extract(ExtractionRequest(document))
        let impostor = Document(bytes: [1], filename: "impostor.pdf", id: document.id)
        let error = await #expect(throws: ExtractionError.self) { try await recording().extract(ExtractionRequest(impostor)) }
        #expect(error?.code == .conflict)
    }

    @Test(.timeLimit(.minutes(30))) func `puts a document back into the queue when it is cancelled, with nothing set aside`() async throws {
        let hanging = recording([.scan], engine: .hanging)
        let request = ExtractionRequest(document)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = try? await hanging.extract(request) }
            while (try? await records.document(document.id)?.status) != .processing { await Task.yield() }
            group.cancelAll()
        }
        #expect(try await records.document(document.id)?.status == .queued)
        #expect(try await records.usage(in: month, at: .now) == MonthlyUsage(month: month))
    }

    @Test func `has nothing to extract again from of a document that wasn't kept`() async throws {
        for id in ["nobody", document.id] {
            let error = await #expect(throws: ExtractionError.self) { try await recording().extractAgain(id, target: .auto) }
            #expect(error?.code == .notFound)
            if id == "nobody" { try await records.add(DocumentRecord(document, mode: .auto)) }
        }
    }
}
