public import ExtractionKit
public import ExtractionRemote
internal import ExtractionResultFormats

/// Reads whole documents with Azure AI Document Intelligence, API version 2024-11-30.
///
/// As a ``/ExtractionKit/DocumentReader`` it gives pages; ``analyze(_:accepted:)`` gives the fields of the service's models besides.
/// See <doc:Set-up> for what is needed, what is paid for, and what leaves the machine.
///
/// The service works in two steps: it accepts a document, which is then paid for, and is asked for the result until it is there. An
/// accepted document is never sent twice: with ``Configuration/operations`` a program that was ended in between asks for the result of the
/// operation that it finds written down.
///
/// ### Errors
///
/// The codes of ``/ExtractionRemote/ServiceClient/send(_:repeatability:until:meter:explaining:)`` and `budgetExceeded`; `corrupt`,
/// `unsupportedMediaType`, `tooLarge`, `unsupportedFeature` for documents that the service refuses; `engineFailure` for an analysis that it
/// gives up. A page that was sent and isn't in the result fails with `truncated`: a free resource reads two pages and doesn't say so.
public struct AzureDocumentIntelligence: DocumentReader {
    /// The version of the service's interface.
    public static let apiVersion = "2024-11-30"

    /// The settings of the reader.
    public let configuration: Configuration
    /// `azure-document-intelligence`, changing with the model and the settings that change results.
    public let identity: PluginIdentity

    private let client: ServiceClient
    private let loader: (any DocumentLoader)?
    private let folder: AzureOperationFolder?

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - configuration: The settings; the endpoint is needed.
    ///   - transport: Carries requests.
    ///   - loader: Opens documents to count their pages and to know their sizes; `nil` to go by what the service says.
    ///   - ledger: Where calls are kept.
    ///   - clock: The time.
    ///   - credentials: Gives what proves who asks, ``key(_:)`` or a token of Microsoft Entra as
    ///     ``/ExtractionRemote/HTTPRequest/Credential/bearer(_:)``; asked before each request, since tokens run out.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration` and `fileUnwritable`.
    public init(
        _ configuration: Configuration, transport: any HTTPTransport, loader: (any DocumentLoader)? = nil,
        ledger: CallLedger = CallLedger(), clock: ServiceClock = .system,
        credentials: @escaping @Sendable () async throws -> HTTPRequest.Credential
    ) throws {
        try configuration.check()
        guard !configuration.endpoint.isEmpty else {
            throw ExtractionError(
                .invalidConfiguration, "Azure Document Intelligence needs 'endpoint', the address of your resource; set it.")
        }
        self.configuration = configuration
        self.loader = loader
        folder = try configuration.operations.map { try AzureOperationFolder($0) }
        client = try ServiceClient(
            engine: Self.id, service: "Azure Document Intelligence", endpoint: ServiceURL(configuration.endpoint),
            settings: configuration.service, transport: transport, ledger: ledger, clock: clock, credentials: { try await [credentials()] })
        var identity = try PluginIdentity(id: Self.id, version: Self.apiVersion, digesting: configuration.resultSettings)
        if let loader { identity.settings += "+\(loader.identity)" }
        self.identity = identity
    }

    /// What a resource's key is sent as.
    public static func key(_ key: Secret) -> HTTPRequest.Credential {
        HTTPRequest.Credential(name: "Ocp-Apim-Subscription-Key", value: key)
    }

    /// The resource's host.
    public var residency: Residency { client.residency }

    /// Gives the pages when the analysis is done.
    public func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        let analysis = try await analysis(request) { _ in }
        let outcomes = Dictionary(analysis.outcomes.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        return try await PageSequence.withPages(
            pageCount: analysis.pageCount, selected: analysis.outcomes.map(\.number), concurrency: 1,
            reading: { number in
                switch outcomes[number] {
                case .read(let page): return page
                case .failed(_, let error): throw error
                case nil: throw ExtractionError(.notFound, "The page isn't in the result; analyze the document again.")
                }
            }, body)
    }

    /// Analyzes a document, and gives all that the service found.
    ///
    /// - Parameters:
    ///   - request: The document, and which pages of it.
    ///   - accepted: Is told of the operation as soon as the service has accepted it, and before anything else happens: write it down to ask
    ///     for the result with ``result(of:until:)`` should the program end. ``Configuration/operations`` does that by itself.
    public func analyze(
        _ request: ReadRequest, accepted: (AzureOperation) async throws -> Void = { _ in }
    ) async throws -> AzureResult {
        try await result(analysis(request, accepted: accepted))
    }

    /// Has the service fetch a document from an address, and analyzes it. The address, which may hold a signature, leaves the machine.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidRequest` unless ``Configuration/allowURLs`` is set.
    public func analyze(
        url: ServiceURL, pages: PageSelection = .all, until deadline: Deadline = .never,
        accepted: (AzureOperation) async throws -> Void = { _ in }
    ) async throws -> AzureResult {
        guard configuration.allowURLs else {
            throw ExtractionError(.invalidRequest, "Documents by their address are turned off; set 'allow_urls' where that is meant.")
        }
        let parameter = try Self.parameter(pages)
        return try await result(
            metered(expecting: nil, known: nil) { meter in
                let operation = try await begin(.json(["urlSource": .string(url.absolute)]), parameter, until: deadline, meter)
                try await accepted(operation)
                return operation
            } until: {
                deadline
            })
    }

    /// Asks for the result of an operation that was accepted before, until it is there. Nothing is sent again, and nothing paid for.
    public func result(of operation: AzureOperation, until deadline: Deadline = .never) async throws -> AzureResult {
        try await result(
            metered(expecting: operation.expectedPages, known: nil) { _ in
                operation
            } until: {
                deadline
            })
    }

    /// The PDF with the text that was found, of an operation of `prebuilt-read` with ``Configuration/searchablePDF``.
    public func searchablePDF(of operation: AzureOperation, until deadline: Deadline = .never) async throws -> [UInt8] {
        try await get(operation.location.appendingToPath("pdf"), accepting: "application/pdf", until: deadline)
    }

    /// The image of a figure in PNG, of an operation of `prebuilt-layout` with ``Configuration/figures``.
    public func figure(_ id: String, of operation: AzureOperation, until deadline: Deadline = .never) async throws -> [UInt8] {
        try await get(operation.location.appendingToPath("figures/" + id), accepting: "image/png", until: deadline)
    }

    /// Deletes the result at the service, which otherwise keeps it for a day.
    public func delete(_ operation: AzureOperation, until deadline: Deadline = .never) async throws {
        let request = HTTPRequest(.delete, operation.location, fields: ["Accept": "application/json"])
        _ = try await client.send(request, repeatability: .always, until: deadline, meter: client.meter()) { AzureError.error($0.code) }
    }
}

extension AzureDocumentIntelligence: EstimatingEngine {
    /// One call for all pages.
    public func estimate(pages: Int) -> CallEstimate {
        client.estimate(model: configuration.model, calls: 1, consumption: Consumption(pages: pages))
    }
}

extension AzureDocumentIntelligence {
    /// An analysis whose pages are in points.
    private struct Analysis {
        var operation: AzureOperation
        var pageCount: Int
        var outcomes: [PageOutcome]
        var scales: [Int: (x: Double, y: Double)] = [:]
        var answer: AzureAnswer.Result?
        var usage = Usage()
    }

    /// What is known of a document before it is sent.
    private struct KnownPages {
        var count: Int
        var selected: [Int]
        var sizes: [Int: Size]
    }

    private enum Content {
        case json(JSONValue)
        case bytes([UInt8])
    }

    private func analysis(
        _ request: ReadRequest, accepted: (AzureOperation) async throws -> Void
    ) async throws -> Analysis {
        try request.document.requireContent()
        try Task.checkCancellation()
        try request.deadline.check("The document")
        let known = try await knownPages(request)
        let parameter = try known.map { $0.selected.count == $0.count ? nil : Self.parameter($0.selected) } ?? Self.parameter(request.pages)
        let name = "\(request.document.sha256)-\(identity.settings.filter { $0.isHexDigit }.prefix(16))-\(parameter ?? "all")"
        func fresh(_ meter: CallMeter) async throws -> AzureOperation {
            let content: Content =
                switch configuration.transfer {
                case .bytes: .bytes(request.document.bytes)
                case .base64: .json(["base64Source": .string(Base64.encoded(request.document.bytes))])
                }
            var operation = try await begin(content, parameter, until: request.deadline, meter)
            operation.expectedPages = known?.selected.count
            meter.consumed(Consumption(pages: known?.selected.count ?? 0))
            try folder?.keep(operation, as: name)
            try await accepted(operation)
            return operation
        }
        func analysis(_ operation: (CallMeter) async throws -> AzureOperation) async throws -> Analysis {
            try await metered(expecting: known?.selected.count, known: known, operation) { request.deadline }
        }
        let result: Analysis
        do {
            if let earlier = folder?.operation(name), earlier.location.hasSameOrigin(as: client.endpoint) {
                do {
                    result = try await analysis { _ in earlier }
                } catch let error as ExtractionError where error.code == .notFound {
                    // The service keeps results for a day.
                    folder?.forget(name)
                    result = try await analysis(fresh)
                }
            } else {
                result = try await analysis(fresh)
            }
        } catch let error as ExtractionError where Self.isFinal(error) {
            folder?.forget(name)
            throw error
        }
        folder?.forget(name)
        return result
    }

    /// Whether an analysis is over, so that asking for its result again can give nothing else.
    private static func isFinal(_ error: ExtractionError) -> Bool {
        [.corrupt, .engineFailure, .unsupportedMediaType, .unsupportedFeature, .tooLarge, .invalidAnswer].contains(error.code)
    }

    private func knownPages(_ request: ReadRequest) async throws -> KnownPages? {
        guard let loader else { return nil }
        do {
            let load = LoadRequest(document: request.document, limits: request.limits, deadline: request.deadline)
            return try await loader.withDocument(load) { document in
                let selected = try request.pages.pages(of: document.pageCount, limit: request.limits.pages)
                var sizes: [Int: Size] = [:]
                for number in selected {
                    sizes[number] = try await document.page(PageRequest(page: number, deadline: request.deadline)).size
                }
                return KnownPages(count: document.pageCount, selected: selected, sizes: sizes)
            }
        } catch let error as ExtractionError where error.code == .unsupportedMediaType {
            // The service opens what the loader doesn't.
            return nil
        }
    }

    private func begin(_ content: Content, _ pages: String?, until deadline: Deadline, _ meter: CallMeter) async throws -> AzureOperation {
        let url = client.endpoint.appending(
            "documentintelligence/documentModels/\(configuration.model):analyze", query: configuration.query(pages: pages))
        var request = HTTPRequest(.post, url, fields: ["Accept": "application/json"])
        switch content {
        case .bytes(let bytes):
            request.fields["Content-Type"] = "application/octet-stream"
            request.body = bytes
        case .json(let json):
            request.fields["Content-Type"] = "application/json"
            request.body = try json.encoded()
        }
        let answer = try await client.send(request, repeatability: .whenNothingWasDone, until: deadline, meter: meter) {
            AzureError.error($0.code)
        }
        guard answer.status == 202, let location = answer.fields["Operation-Location"], let url = try? ServiceURL(location) else {
            throw ExtractionError(
                .invalidAnswer, "The service accepted the document and didn't say where its result will be; check the setting 'endpoint'.")
        }
        guard url.hasSameOrigin(as: client.endpoint) else {
            throw ExtractionError(
                .invalidAnswer, "The service names an address on another host for the result, which isn't asked; check 'endpoint'.")
        }
        return AzureOperation(location: url, model: configuration.model)
    }

    /// One call in the ledger: what makes the operation, and the questions for its result.
    private func metered(
        expecting pages: Int?, known: KnownPages?, _ operation: (CallMeter) async throws -> AzureOperation, until deadline: () -> Deadline
    ) async throws -> Analysis {
        var (analysis, record) = try await client.metered(
            "analyze", model: configuration.model, expecting: Consumption(pages: pages ?? 1)
        ) { meter in
            let operation = try await operation(meter)
            return try await finished(operation, known: known, until: deadline(), meter)
        }
        analysis.usage = record.usage
        // The service counts by document; the sum of the pages must be that.
        if let first = analysis.outcomes.firstIndex(where: { if case .read = $0 { true } else { false } }),
            case .read(var page) = analysis.outcomes[first]
        {
            page.usage = record.usage
            analysis.outcomes[first] = .read(page)
        }
        return analysis
    }

    private func finished(
        _ operation: AzureOperation, known: KnownPages?, until deadline: Deadline, _ meter: CallMeter
    ) async throws -> Analysis {
        let request = HTTPRequest(.get, operation.location, fields: ["Accept": "*/*"])
        var pause = Duration.milliseconds(Int(configuration.pollSeconds * 1_000))
        while true {
            let bytes = try await client.send(request, repeatability: .always, until: deadline, meter: meter) { AzureError.error($0.code) }
            let answer = try AzureAnswer(bytes.body)
            switch answer.status.lowercased() {
            case "succeeded":
                let analysis = try placed(bytes.body, answer.analyzeResult, of: operation, known: known)
                meter.consumed(Consumption(pages: analysis.outcomes.count { if case .read = $0 { true } else { false } }))
                return analysis
            case "failed":
                throw AzureError.error(answer.error?.innermost)
                    ?? ExtractionError(.engineFailure, "The service gave the analysis up; try again, or another model.")
            case "canceled", "skipped":
                throw ExtractionError(.engineFailure, "The service didn't carry the analysis out; analyze the document again.")
            case "notstarted", "running":
                try await client.wait(bytes.fields.secondsToWait ?? pause, until: deadline)
                pause = min(pause * 3 / 2, .seconds(10))
            default:
                throw ExtractionError(.invalidAnswer, "The service says of the analysis what isn't known here; report the version.")
            }
        }
    }

    private func placed(
        _ bytes: [UInt8], _ answer: AzureAnswer.Result?, of operation: AzureOperation, known: KnownPages?
    ) throws -> Analysis {
        let result = try AzureAnswer.pages(bytes)
        let found = Dictionary(result.pages.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        let count = known?.count ?? result.pages.last?.number ?? 0
        guard count > 0 else { throw ExtractionError(.noPages, "The service found no pages in the document.") }
        let selected = known?.selected ?? result.pages.map(\.number)
        var analysis = Analysis(operation: operation, pageCount: count, outcomes: [], answer: answer)
        let notes = answer?.notes ?? []
        let isCutOff = known != nil && found.count == 2 && selected.count > 2
        for number in selected {
            guard let page = found[number] else {
                let reason = isCutOff ? "a free resource reads two pages of a document; use a paid one" : "analyze the document again"
                analysis.outcomes.append(
                    .failed(
                        page: number,
                        ExtractionError(.truncated, "The page was sent and isn't in the result: \(reason).").scoped(page: number)))
                continue
            }
            let placed = page.inPoints(size: known?.sizes[number])
            analysis.scales[number] = (placed.extent.width / page.extent.width, placed.extent.height / page.extent.height)
            let ofDocument = number == selected.first ? notes.filter { $0.page == nil } : []
            analysis.outcomes.append(
                .read(
                    ReadPage(
                        page: Page(number: number, size: Size(width: placed.extent.width, height: placed.extent.height)),
                        route: PageRoute(method: .service, reason: .service, signals: RoutingSignals()), engine: identity,
                        layout: placed.layout, findings: placed.findings, isPartial: placed.isPartial,
                        warnings: ofDocument + notes.filter { $0.page == number } + placed.warnings)))
        }
        return analysis
    }

    private func result(_ analysis: Analysis) -> AzureResult {
        let document = ReadDocument(pageCount: analysis.pageCount, outcomes: analysis.outcomes)
        let resolution = AzureFieldResolution(
            document: document, scales: analysis.scales, source: "\(Self.id):\(analysis.operation.model)")
        let answer = analysis.answer
        return AzureResult(
            operation: analysis.operation, document: document,
            documents: (answer?.documents ?? answer?.documentResults ?? []).map { found in
                resolution.found(
                    found.docType ?? "", confidence: found.confidence ?? found.docTypeConfidence ?? 0, fields: found.fields ?? [:])
            },
            keyValuePairs: (answer?.keyValuePairs ?? []).map {
                AzureKeyValuePair(key: $0.key.content ?? "", value: $0.value?.content, confidence: min(max($0.confidence ?? 0, 0), 1))
            },
            figures: (answer?.figures ?? []).compactMap(\.id), warnings: document.pages.flatMap(\.warnings), usage: analysis.usage)
    }

    private func get(_ url: ServiceURL, accepting type: String, until deadline: Deadline) async throws -> [UInt8] {
        let request = HTTPRequest(.get, url, fields: ["Accept": type])
        return try await client.send(request, repeatability: .always, until: deadline, meter: client.meter()) {
            AzureError.error($0.code)
        }.body
    }

    private static func parameter(_ selection: PageSelection) throws -> String? {
        if selection == .all { return nil }
        guard selection.ranges.allSatisfy({ $0.upperBound < .max }) else {
            throw ExtractionError(
                .invalidRequest, "Pages up to the end can't be asked for while nobody knows the end; name it, or set 'loaders'.")
        }
        return selection.ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }

    private static func parameter(_ pages: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for page in pages {
            if let last = ranges.last, page == last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...page
            } else {
                ranges.append(page...page)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }
}
