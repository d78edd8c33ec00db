import ExtractionKit
import ExtractionOpenAI
import ExtractionRemote
import Foundation
import Testing

private func request() throws -> OCRRequest {
    let raster = try Raster(width: 400, height: 200, pixels: [UInt8](repeating: 255, count: 80_000), dpi: 144)
    return OCRRequest(page: Page(number: 3, size: Size(width: 200, height: 100)), raster: raster)
}

private func engine(
    _ steps: [ReplayingHTTPTransport.Step], ledger: CallLedger = CallLedger(),
    _ change: (inout OpenAIOCREngine.Configuration) -> Void = { _ in }
) throws -> (OpenAIOCREngine, ReplayingHTTPTransport) {
    let transport = ReplayingHTTPTransport(steps)
    var configuration = OpenAIOCREngine.Configuration()
    configuration.connection = OpenAIConfiguration(model: "m")
    change(&configuration)
    return (try OpenAIOCREngine(configuration, transport: transport, key: Secret("k"), ledger: ledger), transport)
}

private func step(_ json: JSONValue) throws -> ReplayingHTTPTransport.Step {
    try .answer(HTTPAnswer(status: 200, body: json.encoded()))
}

@Suite struct `A model that sees` {
    @Test func `gives lines, places on the page, and what it cost`() async throws {
        let ledger = CallLedger()
        let (engine, transport) = try engine([step(completion("Invoice 1042\n\nNut  3\n"))], ledger: ledger)
        let text = try await engine.recognize(request())
        #expect(text.lines.map(\.plainText) == ["Invoice 1042", "Nut 3"])
        let page = Rect(minX: 0, minY: 0, maxX: 200, maxY: 100)
        for word in text.words {
            let box = word.polygon.bounds
            #expect(box.minX >= 0 && box.minY >= 0 && box.maxX <= page.maxX && box.maxY <= page.maxY && word.confidence == nil)
        }
        #expect(text.warnings.map(\.code) == ["positions_made_up"] && text.warnings.map(\.page) == [3])
        #expect(text.usage.pages == 1 && text.usage.ledger == ledger.records)
        let body = try JSONValue(json: #require(transport.requests.first).body)
        let parts = try #require(body["messages"]?.array?.first?["content"]?.array)
        #expect(parts.map { $0["type"] } == ["text", "image_url"] && parts.last?["image_url"]?["detail"] == "high")
        #expect(parts.last?["image_url"]?["url"]?.string?.hasPrefix("data:image/png;base64,iVBOR") == true)
        #expect(body["stream"] == true && engine.capabilities.residency == .remote(host: "api.openai.com"))
    }

    @Test func `is as sure of a word as of its least likely token`() async throws {
        let tokens = [("Inv", -0.0), ("oice ", -0.7), ("10", -0.1), ("42", 0.0)]
        let (engine, _) = try engine([step(completion("Invoice 1042", tokens: tokens))])
        let words = try await engine.recognize(request()).words
        #expect(words.compactMap(\.confidence).map { ($0 * 100).rounded() } == [50, 90])
    }

    @Test(arguments: [("", [String]()), (" \n\n", []), ("```\nA b\n```", ["A b"]), ("A\u{0C}b", ["A b"])])
    func `may put its copy between fences, or find nothing`(content: String, lines: [String]) async throws {
        let (engine, _) = try engine([step(completion(content))])
        #expect(try await engine.recognize(request()).lines.map(\.plainText) == lines)
    }

    @Test func `that repeats itself, refuses or doesn't come to an end fails with a type`() async throws {
        let loop = String(repeating: "again and ", count: 120)
        for answer in [completion(loop), completion("x", finish: "length"), completion("x", finish: "content_filter")] {
            let (engine, _) = try engine([step(answer)])
            let error = await #expect(throws: ExtractionError.self) { _ = try await engine.recognize(request()) }
            #expect(error?.code == .lowQuality)
        }
    }

    @Test func `has settings that are checked`() {
        #expect(throws: ExtractionError.self) { try engine([]) { $0.connection.model = "" } }
        #expect(throws: ExtractionError.self) { try engine([]) { $0.detail = "medium" } }
        #expect(throws: ExtractionError.self) { try engine([]) { $0.longestSide = 10 } }
    }
}
