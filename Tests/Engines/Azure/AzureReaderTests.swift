import ExtractionAzure
import ExtractionKit
import ExtractionRemote
import ExtractionSchemas
import ExtractionTesting
import Foundation
import RepositoryFiles
import Testing

private let location = "https://r.example/documentintelligence/documentModels/prebuilt-invoice/analyzeResults/1?api-version=2024-11-30"
private let accepted = ReplayingHTTPTransport.Step.answer(HTTPAnswer(status: 202, fields: ["Operation-Location": location]))

private func status(_ json: String, _ fields: HTTPFields = [:]) -> ReplayingHTTPTransport.Step {
    .answer(HTTPAnswer(status: 200, fields: fields, body: Array(json.utf8)))
}

private let invoice = #"""
    {"status": "succeeded", "analyzeResult": {"apiVersion": "2024-11-30", "modelId": "prebuilt-invoice", "content": "Total 7.50",
    "pages": [{"pageNumber": 1, "width": 8.5, "height": 11, "unit": "inch", "spans": [{"offset": 0, "length": 10}],
      "words": [{"content": "Total", "polygon": [1, 1, 2, 1, 2, 1.2, 1, 1.2], "confidence": 0.9, "span": {"offset": 0, "length": 5}},
        {"content": "7.50", "polygon": [3, 1, 4, 1, 4, 1.2, 3, 1.2], "confidence": 0.8, "span": {"offset": 6, "length": 4}}],
      "lines": [{"content": "Total 7.50", "polygon": [1, 1, 4, 1, 4, 1.2, 1, 1.2], "spans": [{"offset": 0, "length": 10}]}]}],
    "styles": [{"isHandwritten": true, "confidence": 0.9, "spans": [{"offset": 6, "length": 4}]}],
    "warnings": [{"code": "PartialResult", "message": "Some pages\nare hard to read."}],
    "keyValuePairs": [{"key": {"content": "Total"}, "value": {"content": "7.50"}, "confidence": 0.7}],
    "documents": [{"docType": "invoice", "confidence": 0.99, "fields": {
      "InvoiceTotal": {"type": "currency", "valueCurrency": {"amount": 7.5, "currencyCode": "USD"}, "content": "7.50", "confidence": 0.97,
        "boundingRegions": [{"pageNumber": 1, "polygon": [2.9, 0.9, 4.1, 0.9, 4.1, 1.3, 2.9, 1.3]}]},
      "DueDate": {"type": "date", "confidence": 0.1},
      "Items": {"type": "array", "valueArray": [{"type": "object", "valueObject": {"Amount": {"type": "number", "valueNumber": 7.5,
        "content": "7.50", "confidence": 0.6, "boundingRegions": [{"pageNumber": 1, "polygon": [3, 1, 4, 1, 4, 1.2, 3, 1.2]}]}}}]}}}]}}
    """#

private struct Fixture {
    let transport: ReplayingHTTPTransport
    let reader: AzureDocumentIntelligence
    let ledger = CallLedger()

    init(_ steps: [ReplayingHTTPTransport.Step], _ change: (inout AzureDocumentIntelligence.Configuration) -> Void = { _ in }) throws {
        transport = ReplayingHTTPTransport(steps)
        var configuration = AzureDocumentIntelligence.Configuration(endpoint: "https://r.example", model: "prebuilt-invoice")
        change(&configuration)
        let clock = ServiceClock(now: { .now }, date: { 1_795_262_400 }, sleep: { _ in }, random: { 0 })
        reader = try AzureDocumentIntelligence(
            configuration, transport: transport, ledger: ledger, clock: clock, credentials: { AzureDocumentIntelligence.key(Secret("k")) })
    }

    func analyze() async throws -> AzureResult {
        try await reader.analyze(ReadRequest(document: Document(bytes: Array("%PDF-1.7 x".utf8), filename: "a.pdf")))
    }
}

@Suite struct `Azure Document Intelligence` {
    @Test func `gives pages, fields and what it warns of`() async throws {
        let fixture = try Fixture([accepted, status(#"{"status": "running"}"#), status(invoice)]) { configuration in
            var price = Price(model: "prebuilt-invoice")
            price.perThousandPages = 10
            configuration.service.prices = PriceTable([price])
        }
        let result = try await fixture.analyze()
        #expect(result.document.content == "Total 7.50")
        let page = try #require(result.document.pages.first)
        #expect(page.page.size == Size(width: 612, height: 792) && page.layout.words.map(\.confidence) == [0.9, 0.8])
        #expect(page.warnings.map(\.code).sorted().contains("handwriting"))
        #expect(page.warnings.contains(Warning(code: "azure_partial_result", message: "Some pages are hard to read.")))
        let document = try #require(result.documents.first)
        #expect(document.type == "invoice" && document.missing.map(\.name) == ["due_date"])
        let total = try #require(document.fields.first { $0.name == "invoice_total" })
        #expect(total.value == .money(7.5, currency: "USD") && total.raw == "7.50" && total.confidence == 0.97)
        #expect(total.grounding.map { result.document.text(of: $0.region.span) } == ["7.50"])
        let items = try #require(document.fields.first { $0.name == "items" })
        guard case .table(let rows) = items.value else { throw ExtractionError(.invalidAnswer, "no table") }
        #expect(rows.map { $0["amount"]?.value } == [.number(7.5, unit: nil)])
        #expect(result.keyValuePairs.map(\.key) == ["Total"] && result.keyValuePairs.map(\.value) == ["7.50"])
        #expect(
            result.usage.amounts == Usage(pages: 1, calls: 1, cost: Decimal(string: "0.01") ?? 0)
                && fixture.ledger.total == result.usage.amounts && result.usage.ledger == fixture.ledger.records)
        #expect(result.document.usage == result.usage)
        #expect(fixture.transport.requests.map(\.method) == [.post, .get, .get])
        #expect(fixture.transport.requests[1].url.absolute == location)
    }

    @Test func `gives its fields to an extractor without another call`() async throws {
        let fixture = try Fixture([accepted, status(invoice)])
        let pipeline = Pipeline(reader: fixture.reader, extractor: ReaderFieldExtractor(), schemas: BuiltInSchemas.all)
        let document = Document(bytes: Array("%PDF-1.7 x".utf8), filename: "a.pdf")
        let extraction = try await pipeline.extract(ExtractionRequest(document))
        #expect(fixture.transport.requests.count == 2)
        #expect(extraction.documentType?.id == "invoice" && extraction.documentType?.confidence == 0.99)
        #expect(extraction.fields.map(\.name) == ["currency", "total_amount", "line_items"])
        #expect(extraction["currency"]?.value == .text("USD"))
        let total = try #require(extraction["total_amount"])
        #expect(total.value == .money(7.5, currency: "USD") && total.confidence == 0.97 && total.source == "azure:prebuilt-invoice")
        #expect(total.grounding.map(\.region.span) == [TextSpan(offset: 6, length: 4)])
        guard case .table(let rows) = try #require(extraction["line_items"]).value else {
            throw ExtractionError(.invalidAnswer, "no table")
        }
        #expect(rows.map { $0["amount"]?.value } == [.money(7.5, currency: nil)])
        #expect(extraction.missing.contains(MissingField(name: "due_date", reason: "not_given")))
        #expect(extraction.warnings.map(\.code).contains("azure_partial_result") && extraction.usage.ledger.count == 1)
        // Keys and values, where nobody knows a field of that name.
        let named = try await pipeline.extractor.fields(
            for: FieldRequest(target: .schema(RecordSchema(fieldNames: ["total", "invoice total"]))),
            in: Fixture([accepted, status(invoice)]).analyze().document)
        #expect(named.fields.map(\.source) == ["azure:prebuilt-invoice:key-value", "azure:prebuilt-invoice"])
    }

    @Test func `has what failed in the result's costs, too`() async throws {
        // Two calls of the model that fails the document, beside the reader's.
        let fixture = try Fixture([accepted, status(invoice)]) { configuration in
            var price = Price(model: "*")
            price.perCall = 1
            configuration.service.prices = PriceTable([price])
        }
        var settings = ServiceSettings()
        var price = Price(model: "m")
        price.perCall = 3
        settings.prices = PriceTable([price])
        let client = try ServiceClient(
            engine: "failing", service: "The model", endpoint: ServiceURL("https://m.example"), settings: settings,
            transport: ReplayingHTTPTransport((0..<2).map { _ in .answer(HTTPAnswer(status: 200)) }), ledger: fixture.ledger,
            credentials: { [] })
        let failing = ClosureFieldExtractor { _, _ in
            for _ in 0..<2 {
                _ = try await client.metered("ask", model: "m", expecting: Consumption()) { meter in
                    _ = try await client.send(HTTPRequest(.get, client.endpoint), repeatability: .always, until: .never, meter: meter)
                    meter.consumed(Consumption(promptTokens: 5, completionTokens: 1))
                }
            }
            throw ExtractionError(.lowQuality, "It makes no sense.")
        }
        let pipeline = Pipeline(
            reader: fixture.reader, extractor: ReaderFieldExtractor().agreeing(with: failing), schemas: BuiltInSchemas.all)
        let extraction = try await pipeline.extract(
            ExtractionRequest(Document(bytes: Array("%PDF-1.7 x".utf8), filename: "a.pdf")))
        #expect(extraction.warnings.map(\.code).contains("extractor_failed"))
        #expect(extraction.usage.ledger.map(\.engine) == ["azure-document-intelligence", "failing", "failing"])
        #expect(extraction.usage.amounts == fixture.ledger.total && extraction.usage.cost == 7 && extraction.usage.calls == 3)
        #expect(Set(extraction.usage.ledger) == Set(fixture.ledger.records))
    }

    @Test func `asks no other host for a result`() async throws {
        for other in [
            "https://evil.example/x", "http://r.example/x", "https://r.example:444/x", "//r.example", "https://r.example@evil.example/",
        ] {
            let fixture = try Fixture([.answer(HTTPAnswer(status: 202, fields: ["Operation-Location": other])), status(invoice)])
            let error = await #expect(throws: ExtractionError.self) { _ = try await fixture.analyze() }
            #expect(error?.code == .invalidAnswer)
            #expect(fixture.transport.requests.count == 1)
        }
    }

    @Test(arguments: [
        ("InvalidContent", ExtractionError.Code.corrupt), ("UnsupportedContent", .unsupportedMediaType),
        ("InvalidContentLength", .tooLarge),
        ("SomethingNew", .engineFailure),
    ])
    func `says why an analysis failed`(code: String, expected: ExtractionError.Code) async throws {
        let failed = #"{"status": "failed", "error": {"code": "InvalidRequest", "innererror": {"code": "\#(code)", "message": "CANARY"}}}"#
        let fixture = try Fixture([accepted, status(failed)])
        let error = await #expect(throws: ExtractionError.self) { _ = try await fixture.analyze() }
        #expect(error?.code == expected && error?.message.contains("CANARY") == false)
    }

    @Test func `isn't asked for ever for an analysis that never ends`() async throws {
        let fixture = try Fixture([accepted] + (0..<5).map { _ in status(#"{"status": "running"}"#) })
        let request = ReadRequest(
            document: Document(bytes: Array("%PDF-1.7 x".utf8), filename: "a.pdf"), deadline: .after(.milliseconds(300)))
        let error = await #expect(throws: ExtractionError.self) { _ = try await fixture.reader.analyze(request) }
        #expect(error?.code == .deadlineExceeded)
    }

    @Test(arguments: [
        "", "{", "[]", #"{"status": 7}"#, #"{"status": "succeeded"}"#, #"{"status": "dancing"}"#,
        #"{"status": "succeeded", "analyzeResult": {"pages": [{"pageNumber": "one"}]}}"#,
    ])
    func `takes no nonsense for a result`(body: String) async throws {
        let fixture = try Fixture([accepted, status(body)])
        let error = await #expect(throws: ExtractionError.self) { _ = try await fixture.analyze() }
        #expect(error?.code == .invalidAnswer)
    }

    @Test func `is never sent a document again that it may have taken`() async throws {
        for step: ReplayingHTTPTransport.Step in [.failure(.brokenOff), .failure(.silence), .answer(HTTPAnswer(status: 500))] {
            let fixture = try Fixture([step, accepted, status(invoice)])
            await #expect(throws: ExtractionError.self) { _ = try await fixture.analyze() }
            #expect(fixture.transport.requests.count == 1)
        }
        let throttled = try Fixture([.answer(HTTPAnswer(status: 429, fields: ["Retry-After": "1"])), accepted, status(invoice)])
        _ = try await throttled.analyze()
    }

    @Test func `is asked after a crash for the result of what it has accepted`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "operations-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        // The service accepts, and then nothing is heard of it.
        let first = try Fixture([accepted]) { $0.operations = folder.path }
        await #expect(throws: ExtractionError.self) { _ = try await first.analyze() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
        let second = try Fixture([status(invoice)]) { $0.operations = folder.path }
        _ = try await second.analyze()
        #expect(second.transport.requests.map(\.method) == [.get])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `that reads two pages of many is found out`() async throws {
        let pages = (1...2).map { #"{"pageNumber": \#($0), "width": 8.5, "height": 11, "unit": "inch", "spans": []}"# }.joined(
            separator: ",")
        let body = #"{"status": "succeeded", "analyzeResult": {"apiVersion": "2024-11-30", "content": "", "pages": [\#(pages)]}}"#
        let transport = ReplayingHTTPTransport([accepted, status(body)])
        let reader = try AzureDocumentIntelligence(
            .init(endpoint: "https://r.example"), transport: transport, loader: FivePages(),
            credentials: { AzureDocumentIntelligence.key(Secret("k")) })
        let request = try ReadRequest(document: Document(bytes: Array("%PDF-1.7 x".utf8), filename: "a.pdf"), pages: PageSelection("1-3,5"))
        let result = try await reader.analyze(request)
        #expect(transport.requests.first?.url.query?.contains("pages=1-3,5") == true)
        #expect(result.document.pages.map(\.page.number) == [1, 2] && result.document.pageCount == 5)
        #expect(result.document.failures.map(\.page) == [3, 5] && result.document.failures.allSatisfy { $0.error.code == .truncated })
    }

    @Test func `fetches a document by its address only where that is allowed`() async throws {
        let url = try ServiceURL("https://files.example/a.pdf")
        let fixture = try Fixture([])
        let error = await #expect(throws: ExtractionError.self) { _ = try await fixture.reader.analyze(url: url) }
        #expect(error?.code == .invalidRequest)
    }
}

/// Five empty pages.
private struct FivePages: DocumentLoader, OpenDocument {
    var identity: PluginIdentity { PluginIdentity(id: "five", version: "1") }
    var mediaTypes: Set<MediaType> { [.pdf] }
    var pageCount: Int { 5 }
    var concurrentPages: Int { 1 }
    func withDocument<R: Sendable>(_ request: LoadRequest, _ body: (any OpenDocument) async throws -> R) async throws -> R {
        try await body(self)
    }
    func page(_ request: PageRequest) async throws -> Page { Page(number: request.page, size: Size(width: 612, height: 792)) }
    func textLayer(_ request: PageRequest) async throws -> TextLayer? { nil }
    func raster(_ request: RasterRequest) async throws -> Raster { try Raster(width: 1, height: 1, pixels: [255], dpi: 72) }
}

@Suite(.enabled(if: RepositoryFiles.shared("azure_di") != nil, "\(RepositoryFiles.sharedAreMissing)"))
struct `Every real answer of Azure` {
    /// The fields at the top of a recorded analysis that have a value, counted without the reader's types.
    private func fieldCount(_ json: JSONValue) -> Int {
        let analysis = json["analyzeResult"] ?? json
        let documents = analysis["documents"]?.array ?? analysis["documentResults"]?.array ?? []
        return documents.reduce(0) { sum, document in
            sum
                + (document["fields"]?.object ?? [:]).values.count { field in
                    field.object?.keys.contains { $0.hasPrefix("value") } ?? false || !(field["text"]?.string ?? "").isEmpty
                }
        }
    }

    @Test func `gives its pages, words and fields`() async throws {
        let folder = try #require(RepositoryFiles.shared("azure_di"))
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(".azure.json") }
        #expect(!files.isEmpty)
        for file in files {
            let data = try Data(contentsOf: file)
            let json = try JSONValue(json: Array(data))
            let body = json["status"] == nil ? try JSONValue.object(["status": "succeeded", "analyzeResult": json]).encoded() : Array(data)
            let fixture = try Fixture([accepted, .answer(HTTPAnswer(status: 200, body: body))])
            let result = try await fixture.analyze()
            let found = result.documents.reduce(0) { $0 + $1.fields.count }
            #expect(found == fieldCount(json), "\(file.lastPathComponent)")
            // What an extractor gets of it: as many fields, and more where they have another name besides.
            let findings = result.document.pages.flatMap(\.findings)
            #expect(findings.count == result.documents.count, "\(file.lastPathComponent)")
            let names = Set(findings.flatMap { $0.fields.map(\.name) })
            #expect(names.isSuperset(of: result.documents.flatMap { $0.fields.map(\.name) }), "\(file.lastPathComponent)")
        }
    }
}
