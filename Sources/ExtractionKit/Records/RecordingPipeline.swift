#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A pipeline that keeps what it does in the records of a tenant, and reads no document twice.
///
/// ```swift
/// let recording = RecordingPipeline(pipeline, records: try await store.records(of: tenant))
/// let first = try await recording.extract(ExtractionRequest(document))
/// let second = try await recording.extractAgain(document.id, target: .fields(["total"]))  // no page is recognised again
/// ```
///
/// For each document it sets its cost aside (``TenantRecords/reserve(_:)``) before any work, moves it from status to status, keeps what was
/// recognised and what was found, writes what it cost into the ledger and the month's usage, and who did it into the activity. A document
/// that fails counts nothing in the month's documents.
public struct RecordingPipeline: Sendable {
    /// What reads and extracts. Its reader looks into the records first.
    public let pipeline: Pipeline
    /// Where everything is kept.
    public let records: any TenantRecords
    /// Who is at work, for the activity.
    public var actor: String
    /// Whether a document that somebody seems to be working on is taken over, as after a crash. Otherwise it is refused with `conflict`.
    public var takesOver: Bool
    /// What a document is expected to use up at most. It is set aside before any work, so that limits on pages, tokens and money hold too;
    /// without it only the number of documents is limited.
    public var expected = Usage()
    private let reader: PluginIdentity

    /// Puts a pipeline over a tenant's records.
    public init(_ pipeline: Pipeline, records: any TenantRecords, actor: String = "pipeline", takesOver: Bool = false) {
        reader = pipeline.reader.identity
        var pipeline = pipeline
        pipeline.reader = CachedDocumentReader(pipeline.reader, records: records)
        self.pipeline = pipeline
        self.records = records
        self.actor = actor
        self.takesOver = takesOver
    }

    /// Reads a document, unless that was done before, finds its fields, and keeps everything.
    ///
    /// A document with an id that is known already is extracted again; its history then has one extraction more.
    ///
    /// - Parameters:
    ///   - request: What to do.
    ///   - folder: The folder for a document that is new; `nil` for none.
    ///   - report: Is told what happens while it happens.
    /// - Throws: What ``Pipeline/extract(_:)`` throws, with the document then `failed`; `limitReached` where the tenant's limit is
    ///   reached, with nothing kept; `conflict` where somebody works on the document, or another one has its id.
    public func extract(
        _ request: ExtractionRequest, folder: String? = nil, report: @Sendable (ExtractionEvent) -> Void = { _ in }
    ) async throws -> StoredExtraction {
        let document = request.document
        let known = try await records.document(document.id)
        if let known, known.sha256 != document.sha256 {
            throw ExtractionError(.conflict, "Another document has that id; give this one an id of its own.").scoped(document: document.id)
        }
        let reservation = try await records.reserve(ReservationRequest(UsageAmount(documents: known == nil ? 1 : 0, usage: expected)))
        do {
            let mode: Extraction.Mode = if case .auto = request.target { .auto } else { .custom }
            if known == nil { try await records.add(DocumentRecord(document, mode: mode, folder: folder)) }
            try await begin(document.id)
        } catch {
            try? await afterwards { try await records.release(reservation.id) }
            throw error
        }
        do {
            let (extraction, read) = try await perform(request, report: report)
            var record = self.record(of: extraction, target: request.target)
            if document.password == nil {
                record.recognition = RecognitionKey(
                    ReadRequest(document: document, pages: request.pages, limits: pipeline.limits), reader: reader)
            }
            let stored = record
            return try await afterwards {
                let sequence = try await records.append(stored)
                try await count(extraction, read, as: reservation)
                try await records.move(
                    StatusChange(document.id, to: .completed, pageCount: extraction.document.pageCount, at: .now))
                return StoredExtraction(sequence: sequence, record: stored, updatedAt: stored.createdAt)
            }
        } catch {
            // Cancelled work waits to be taken up again; failed work says why.
            let status: DocumentStatus =
                error is CancellationError ? .queued : .failed(ErrorSummary(ExtractionError(wrapping: error)))
            try? await afterwards {
                try? await records.release(reservation.id)
                try await records.move(StatusChange(document.id, to: status))
            }
            throw error
        }
    }

    /// Finds fields in what was recognised of a document before. No page is read and the file isn't needed.
    ///
    /// What was recognised for the document's latest extraction is used, or else the newest that was recognised in its bytes.
    ///
    /// - Throws: `notFound` where there is no such document or nothing was kept of its pages; what ``Pipeline/extract(_:in:of:)`` throws.
    public func extractAgain(_ document: String, target: ExtractionRequest.Target) async throws -> StoredExtraction {
        guard let known = try await records.document(document) else { throw ExtractionError.unknown("document") }
        guard let artifact = try await artifact(of: known) else {
            throw ExtractionError(.notFound, "Nothing was kept of the document's pages; extract it from its file once.")
                .scoped(document: document)
        }
        let read = artifact.recognition.document
        let extraction = try await pipeline.extract(target, in: read, of: DocumentSummary(known, pageCount: read.pageCount))
        var record = record(of: extraction, target: target)
        record.recognition = artifact.key
        let sequence = try await records.append(record)
        if extraction.usage != Usage() {
            let reservation = try await records.reserve(ReservationRequest(UsageAmount()))
            try await count(extraction, nil, as: reservation)
        }
        try await records.log([ActivityEntry(actor: actor, action: "document.extracted_again", subject: document)])
        return StoredExtraction(sequence: sequence, record: record, updatedAt: record.createdAt)
    }

    private func artifact(of document: DocumentRecord) async throws -> RecognitionArtifact? {
        if let key = try await records.latestExtraction(ofDocument: document.id)?.record.recognition,
            let artifact = try await records.recognition(for: key)
        {
            return artifact
        }
        for summary in try await records.recognitions(ofSource: document.sha256) {
            if let artifact = try await records.recognition(for: summary.key) { return artifact }
        }
        return nil
    }

    private func begin(_ document: String) async throws {
        guard let state = try await records.document(document)?.status.state else { throw ExtractionError.unknown("document") }
        if state == .completed || state == .failed || (takesOver && state == .processing) {
            try await records.move(StatusChange(document, to: .queued))
        }
        try await records.move(StatusChange(document, to: .processing))
    }

    private func perform(
        _ request: ExtractionRequest, report: @Sendable (ExtractionEvent) -> Void
    ) async throws -> (Extraction, ReadDocument?) {
        try await pipeline.withEvents(extracting: request) { events in
            var read: ReadDocument?
            for try await event in events {
                report(event)
                if case .read(let document) = event { read = document }
                if case .extracted(let extraction) = event { return (extraction, read) }
            }
            throw CancellationError()
        }
    }

    private func record(of extraction: Extraction, target: ExtractionRequest.Target) -> ExtractionRecord {
        var record = ExtractionRecord(extraction, extractor: pipeline.extractor.identity)
        switch target {
        case .auto: record.schema = pipeline.schemas.first { $0.id == extraction.documentType?.id }.flatMap(\.version)
        case .schema(let schema): record.schema = schema.version
        case .fields(let names): record.customFields = names
        }
        return record
    }

    /// Writes down what the pages and the fields cost: the calls that engines tell of one by one, and what they used up without telling.
    private func count(_ extraction: Extraction, _ read: ReadDocument?, as reservation: Reservation) async throws {
        let document = extraction.document.id
        var entries = extraction.usage.ledger.map { LedgerEntry($0, document: document) }
        func add(_ usage: Usage, of engine: PluginIdentity, _ operation: String, _ milliseconds: Double) {
            let untold = usage.beyondLedger
            guard untold != Usage() else { return }
            entries.append(
                LedgerEntry(
                    document: document, engine: engine.id, model: engine.version, operation: operation, usage: untold,
                    milliseconds: milliseconds))
        }
        let pages = Dictionary(grouping: read?.pages ?? []) { $0.engine ?? reader }
        for (engine, pages) in pages.sorted(by: { $0.key.description < $1.key.description }) {
            add(pages.reduce(Usage()) { $0 + $1.usage }, of: engine, "recognition", extraction.timings.reading)
        }
        let reading = read?.usage ?? Usage()
        var fields = extraction.usage.amounts.subtracting(reading)
        // Those of the pages come first.
        fields.ledger = Array(extraction.usage.ledger.dropFirst(reading.ledger.count))
        add(fields, of: pipeline.extractor.identity, "fields", extraction.timings.fields)
        if !entries.isEmpty { try await records.record(entries) }
        let amount = UsageAmount(documents: reservation.amount.documents, usage: extraction.usage)
        try await records.settle(reservation.id, as: amount)
        if read != nil { try await records.log([ActivityEntry(actor: actor, action: "document.extracted", subject: document)]) }
    }

    /// Runs what must be written down even where the caller has been cancelled meanwhile: what was paid for, and where the document stands.
    private func afterwards<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
        // Not a child of the caller's task, which may be cancelled; it is awaited here all the same.
        try await Task { try await body() }.value
    }
}

extension RecordSchema {
    /// The schema's id with a digest of all that it says.
    public var version: ExtractionRecord.SchemaVersion? {
        guard let identity = try? PluginIdentity(id: "schema", version: "1", digesting: self) else { return nil }
        return ExtractionRecord.SchemaVersion(id: id, version: identity.settings)
    }
}

extension Usage {
    /// What is left when another usage's amounts are taken away, nothing below 0.
    func subtracting(_ other: Usage) -> Usage {
        Usage(
            pages: max(0, pages - other.pages), calls: max(0, calls - other.calls),
            promptTokens: max(0, promptTokens - other.promptTokens),
            completionTokens: max(0, completionTokens - other.completionTokens), cost: max(0, cost - other.cost))
    }

    /// The amounts that no call in the ledger explains.
    var beyondLedger: Usage { amounts.subtracting(ledger.reduce(Usage()) { $0 + $1.amounts }) }
}

extension LedgerEntry {
    /// The entry of a call that an engine told of.
    public init(_ call: CallRecord, document: String?) {
        let error: ExtractionError.Code? = if case .failed(let code) = call.outcome { code } else { nil }
        self.init(
            document: document, at: Timestamp(Date(timeIntervalSince1970: call.began)), engine: call.engine, model: call.model,
            operation: call.operation, usage: call.amounts, milliseconds: call.seconds * 1_000, requestID: call.requestID, error: error)
    }
}
