import ExtractionDeepSeek
import ExtractionKit
import ExtractionRemote
import Foundation
import Testing

private let grounded =
    "<|ref|>title<|/ref|><|det|>[[0, 0, 999, 500]]<|/det|>\\n# Invoice 1042\\n\\n"
    + "<|ref|>table<|/ref|><|det|>[[0, 500, 999, 999]]<|/det|>\\n<table><tr><td>Nut</td><td>3</td></tr></table>"

private func answer(_ content: String, finish: String = "stop", cost: String = "1.5e-05") -> ReplayingHTTPTransport.Step {
    let json = #"""
        {"choices": [{"message": {"content": "\#(content)"}, "finish_reason": "\#(finish)"}],
        "usage": {"prompt_tokens": 280, "completion_tokens": 60, "estimated_cost": \#(cost)}}
        """#
    return .answer(HTTPAnswer(status: 200, fields: ["x-request-id": "R1"], body: Array(json.utf8)))
}

private func request() throws -> OCRRequest {
    let raster = try Raster(width: 400, height: 200, pixels: [UInt8](repeating: 255, count: 80_000), dpi: 144)
    return OCRRequest(page: Page(number: 3, size: Size(width: 200, height: 100)), raster: raster)
}

private func engine(_ steps: [ReplayingHTTPTransport.Step], ledger: CallLedger = CallLedger()) throws -> (
    DeepSeekOCREngine, ReplayingHTTPTransport
) {
    let transport = ReplayingHTTPTransport(steps)
    return (try DeepSeekOCREngine(transport: transport, key: Secret("CANARY"), ledger: ledger), transport)
}

@Suite struct `DeepSeek-OCR` {
    @Test func `gives words in the page's points, and what they cost`() async throws {
        let ledger = CallLedger()
        let (engine, transport) = try engine([answer(grounded)], ledger: ledger)
        let text = try await engine.recognize(request())
        #expect(text.lines.map(\.plainText) == ["Invoice 1042", "Nut 3"])
        let title = try #require(text.lines.first?.words.first)
        #expect(title.polygon.bounds.minX == 0 && (1...51).contains(title.polygon.bounds.maxY) && title.polygon.bounds.maxX < 200.1)
        #expect(
            text.usage.amounts == Usage(pages: 1, calls: 1, promptTokens: 280, completionTokens: 60, cost: Decimal(string: "0.000015") ?? 0)
        )
        #expect(ledger.records.map(\.requestID) == ["R1"] && ledger.total == text.usage.amounts && text.usage.ledger == ledger.records)
        let body = try JSONValue(json: #require(transport.requests.first).body)
        let parts = try #require(body["messages"]?.array?.first?["content"]?.array)
        #expect(parts.map { $0["type"] } == ["image_url", "text"])
        #expect(parts.last?["text"] == "<image>\n<|grounding|>Convert the document to markdown.")
        #expect(parts.first?["image_url"]?["url"]?.string?.hasPrefix("data:image/png;base64,iVBOR") == true)
        #expect(body["max_tokens"] == 8192 && body["temperature"] == 0 && body["model"] == "deepseek-ai/DeepSeek-OCR")
    }

    @Test func `is asked for plain text when it didn't come to an end`() async throws {
        let loop = String(repeating: "again and ", count: 120)
        for first in [answer(grounded, finish: "length"), answer("<|ref|>text<|/ref|><|det|>[[0,0,9,9]]<|/det|>\\n" + loop)] {
            let (engine, transport) = try engine([first, answer("Invoice 1042")])
            let text = try await engine.recognize(request())
            #expect(text.lines.map(\.plainText) == ["Invoice 1042"])
            #expect(text.warnings.contains { $0.code == "read_as_free_ocr" && $0.page == 3 })
            #expect(text.usage.calls == 2 && text.usage.pages == 1 && text.usage.promptTokens == 560)
            let second = try JSONValue(json: transport.requests[1].body)["messages"]?.array?.first?["content"]?.array
            #expect(second?.last?["text"] == "<image>\nFree OCR.")
        }
    }

    @Test func `fails with a type when that doesn't help, and stays in the ledger`() async throws {
        let ledger = CallLedger()
        let (engine, _) = try engine([answer(grounded, finish: "length"), answer("x", finish: "length")], ledger: ledger)
        let error = await #expect(throws: ExtractionError.self) { _ = try await engine.recognize(request()) }
        #expect(error?.code == .lowQuality)
        #expect(ledger.total.calls == 2)
        #expect(FallbackPolicy().errors.contains(.lowQuality))
    }

    @Test(arguments: ["", "{}", #"{"choices": []}"#, #"{"choices": [{"message": {"content": 5}}]}"#])
    func `that answers something else isn't believed`(body: String) async throws {
        let (engine, _) = try engine([.answer(HTTPAnswer(status: 200, body: Array(body.utf8)))])
        let error = await #expect(throws: ExtractionError.self) { _ = try await engine.recognize(request()) }
        #expect(error?.code == .invalidAnswer)
    }

    @Test func `says that pages leave the machine`() throws {
        #expect(try engine([]).0.capabilities.residency == .remote(host: "api.deepinfra.com"))
        var local = DeepSeekConfiguration()
        local.endpoint = "http://127.0.0.1:8000/v1"
        let here = try DeepSeekOCREngine(local, transport: ReplayingHTTPTransport([ReplayingHTTPTransport.Step]()), key: nil)
        #expect(here.capabilities.residency == .local)
    }
}

@Suite struct `The reader of DeepSeek-OCR` {
    @Test func `keeps the model's headings and tables`() async throws {
        let reader = try DeepSeekReader(
            loader: OnePage(), transport: ReplayingHTTPTransport([answer(grounded)]), key: Secret("k"))
        let document = Document(bytes: Array("%PDF-1.7 x".utf8), filename: "a.pdf")
        let read = try await reader.withPages(of: ReadRequest(document: document)) { pages in
            var outcomes: [PageOutcome] = []
            for try await outcome in pages { outcomes.append(outcome) }
            return ReadDocument(pageCount: pages.pageCount, outcomes: outcomes)
        }
        let layout = try #require(read.pages.first?.layout)
        #expect(layout.paragraphs.first?.role == .title)
        #expect(layout.tables.map(\.columnCount) == [2])
        #expect(read.usage.calls == 1)
    }
}

private struct OnePage: DocumentLoader, OpenDocument {
    var identity: PluginIdentity { PluginIdentity(id: "one", version: "1") }
    var mediaTypes: Set<MediaType> { [.pdf] }
    var pageCount: Int { 1 }
    var concurrentPages: Int { 1 }
    func withDocument<R: Sendable>(_ request: LoadRequest, _ body: (any OpenDocument) async throws -> R) async throws -> R {
        try await body(self)
    }
    func page(_ request: PageRequest) async throws -> Page { Page(number: request.page, size: Size(width: 200, height: 100)) }
    func textLayer(_ request: PageRequest) async throws -> TextLayer? { nil }
    func raster(_ request: RasterRequest) async throws -> Raster {
        try Raster(width: 400, height: 200, pixels: [UInt8](repeating: 255, count: 80_000), dpi: 144)
    }
}
