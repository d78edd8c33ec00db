internal import Synchronization

/// Turns documents into fields: a reader, an extractor, and the kinds of documents that are known.
///
/// A pipeline is a value without state; use one for as many documents at once as you like.
///
/// ```swift
/// let extraction = try await pipeline.extract(ExtractionRequest(document))
/// print(extraction["total_amount"]?.value)
/// ```
public struct Pipeline: Sendable {
    /// Reads documents.
    public var reader: any DocumentReader
    /// Finds fields.
    public var extractor: any FieldExtractor
    /// The kinds of documents that the auto mode knows.
    public var schemas: [RecordSchema]
    /// What a document may cost.
    public var limits: DocumentLimits
    /// The plan that the pipeline was made from, if any; it is stored with every result.
    public var plan: PipelinePlan?

    /// Creates a pipeline of parts.
    public init(
        reader: any DocumentReader, extractor: any FieldExtractor, schemas: [RecordSchema],
        limits: DocumentLimits = DocumentLimits()
    ) {
        self.reader = reader
        self.extractor = extractor
        self.schemas = schemas
        self.limits = limits
    }

    /// Reads the document and finds its fields.
    ///
    /// A page that fails is among the result's errors while the others are read.
    ///
    /// - Throws: ``ExtractionError`` for what concerns the whole document, with its id in the scope: the codes that ``DocumentLoader`` lists,
    ///   `allPagesFailed`, `deadlineExceeded`, and `invalidRequest` for a request that can't be met. `CancellationError` when the task is
    ///   cancelled.
    public func extract(_ request: ExtractionRequest) async throws -> Extraction {
        try await withEvents(extracting: request) { events in
            for try await event in events {
                if case .extracted(let extraction) = event { return extraction }
            }
            throw CancellationError()
        }
    }

    /// Reads the document and finds its fields, and tells what happens while it happens.
    ///
    /// The work is a child of the caller's task: it ends when the closure returns.
    ///
    /// - Throws: What the closure throws; the events throw what ``extract(_:)`` does.
    public func withEvents<R: Sendable>(
        extracting request: ExtractionRequest, _ body: (ExtractionEvents) async throws -> R
    ) async throws -> R {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: ExtractionEvent.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    let extraction = try await perform(request) { continuation.yield($0) }
                    continuation.yield(.extracted(extraction))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            defer { group.cancelAll() }
            return try await body(ExtractionEvents(stream: stream))
        }
    }

    /// Reads the document without looking for fields.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - pages: The pages to read.
    ///   - progress: Is told after every page how many of the selected pages are done.
    /// - Throws: As ``extract(_:)``.
    public func read(
        _ document: Document, pages: PageSelection = .all, progress: @Sendable (_ done: Int, _ selected: Int) -> Void = { _, _ in }
    ) async throws -> ReadDocument {
        try await scoped(to: document) {
            let done = Mutex((pages: 0, selected: 0))
            return try await read(document, pages: pages, deadline: .after(seconds: limits.secondsPerDocument)) { event in
                let state = done.withLock { state in
                    if case .opened(_, let selected) = event { state.selected = selected }
                    if case .page = event { state.pages += 1 }
                    return state
                }
                if case .page = event { progress(state.pages, state.selected) }
            }
        }
    }

    /// Reads the document and hands its pages over as they are ready, for the time of the closure.
    ///
    /// Memory is that of the pages in work, however long the document; what only several pages show, headers, footers and tables that go
    /// over a page's end, isn't known yet. Spans point into the page's own content.
    ///
    /// ```swift
    /// try await pipeline.withPages(of: document) { pages in
    ///     for try await outcome in pages { try show(outcome) }
    /// }
    /// ```
    ///
    /// - Throws: As ``extract(_:)`` for what concerns the whole document, and what the closure throws. A page that fails is an outcome;
    ///   where all do, nothing is thrown.
    public func withPages<R: Sendable>(
        of document: Document, pages: PageSelection = .all, _ body: (PageSequence) async throws -> R
    ) async throws -> R {
        try await scoped(to: document) {
            try document.requireContent()
            let request = ReadRequest(
                document: document, pages: pages, limits: limits, deadline: .after(seconds: limits.secondsPerDocument))
            return try await staged(.loading, reader.identity.id) { try await reader.withPages(of: request, body) }
        }
    }

    private func perform(
        _ request: ExtractionRequest, report: @Sendable (ExtractionEvent) -> Void
    ) async throws -> Extraction {
        let document = request.document
        return try await scoped(to: document) {
            let clock = ContinuousClock()
            let start = clock.now
            let deadline = Deadline.after(seconds: limits.secondsPerDocument)
            let target = try fieldTarget(of: request.target)
            let calls = CallCollection()
            let read = try await CallCollection.$current.withValue(calls) {
                try await self.read(document, pages: request.pages, deadline: deadline, report: report)
            }
            report(.read(read))
            let readAt = clock.now
            let result = try await CallCollection.$current.withValue(calls) {
                try await fields(FieldRequest(target: target, source: document, deadline: deadline), in: read)
            }
            return Extraction(
                DocumentSummary(document, pageCount: read.pageCount), request.target, read, result,
                usage: calls.completing(read.usage + result.usage), plan: plan,
                timings: Extraction.Timings(
                    reading: start.milliseconds(to: readAt), fields: readAt.milliseconds(to: clock.now),
                    total: start.milliseconds(to: clock.now)))
        }
    }

    /// Finds fields in a document that was read before; nothing is read again, and the usage is that of the fields alone.
    ///
    /// - Parameters:
    ///   - target: What to find.
    ///   - read: The pages.
    ///   - summary: The document that they are of.
    /// - Throws: As ``extract(_:)`` for what concerns the fields.
    public func extract(_ target: ExtractionRequest.Target, in read: ReadDocument, of summary: DocumentSummary) async throws -> Extraction {
        do {
            let clock = ContinuousClock()
            let start = clock.now
            let request = try FieldRequest(target: fieldTarget(of: target), deadline: .after(seconds: limits.secondsPerDocument))
            let calls = CallCollection()
            let result = try await CallCollection.$current.withValue(calls) { try await fields(request, in: read) }
            let milliseconds = start.milliseconds(to: clock.now)
            return Extraction(
                summary, target, read, result, usage: calls.completing(result.usage), plan: plan,
                timings: Extraction.Timings(reading: 0, fields: milliseconds, total: milliseconds))
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ExtractionError(wrapping: error).scoped(document: summary.id)
        }
    }

    private func fieldTarget(of target: ExtractionRequest.Target) throws -> FieldRequest.Target {
        switch target {
        case .auto: .anyOf(schemas)
        case .schema(let schema): .schema(schema)
        case .fields(let names): try .schema(RecordSchema(fieldNames: names))
        }
    }

    private func fields(_ request: FieldRequest, in read: ReadDocument) async throws -> FieldResult {
        try await staged(.fields, extractor.identity.id) {
            try await withDeadline(request.deadline, "Finding the fields") { try await extractor.fields(for: request, in: read) }
        }
    }

    private func read(
        _ document: Document, pages: PageSelection, deadline: Deadline, report: @Sendable (ExtractionEvent) -> Void
    ) async throws -> ReadDocument {
        try document.requireContent()
        let request = ReadRequest(document: document, pages: pages, limits: limits, deadline: deadline)
        let read = try await staged(.loading, reader.identity.id) {
            try await reader.withPages(of: request) { pages in
                report(.opened(pageCount: pages.pageCount, selected: pages.selected.count))
                var outcomes: [PageOutcome] = []
                for try await outcome in pages {
                    outcomes.append(outcome)
                    report(.page(outcome))
                }
                try Task.checkCancellation()
                return ReadDocument(pageCount: pages.pageCount, outcomes: outcomes)
            }
        }
        if read.pages.isEmpty { try PageFailure.throwForAll(read.failures, of: read.pageCount) }
        return read
    }

    private func scoped<R>(to document: Document, _ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ExtractionError(wrapping: error).scoped(document: document.id)
        }
    }
}

extension Extraction {
    fileprivate init(
        _ document: DocumentSummary, _ target: ExtractionRequest.Target, _ read: ReadDocument, _ result: FieldResult, usage: Usage,
        plan: PipelinePlan?, timings: Timings
    ) {
        let mode: Mode = if case .auto = target { .auto } else { .custom }
        self.init(
            document: document, mode: mode, documentType: result.documentType, fields: result.fields, missing: result.missing,
            parts: result.parts, pages: read.pages.map(PageSummary.init), usage: usage, timings: timings,
            warnings: read.pages.flatMap(\.warnings) + result.warnings, errors: read.failures.map { ErrorSummary($0.error) }, plan: plan)
    }
}

extension ContinuousClock.Instant {
    func milliseconds(to end: ContinuousClock.Instant) -> Double {
        let parts = duration(to: end).components
        let milliseconds = Double(parts.seconds) * 1_000 + Double(parts.attoseconds) / 1e15
        return (milliseconds * 100).rounded() / 100
    }
}
