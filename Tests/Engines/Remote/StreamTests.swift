import ExtractionKit
import Foundation
import Synchronization
import Testing

@testable import ExtractionRemote

private func event(_ json: String) -> String { "data: \(json)\n\n" }

private func words(_ text: String, finish: String? = nil) -> String {
    let end = finish.map { "\"\($0)\"" } ?? "null"
    return event(#"{"choices": [{"index": 0, "delta": {"content": "\#(text)"}, "finish_reason": \#(end)}], "usage": null}"#)
}

private let usage = event(#"{"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 4}}"#)
private let done = "data: [DONE]\n\n"
private let failing = event(#"{"error": {"message": "CANARY", "type": "server_error", "code": null}}"#)

private func stream(_ events: String...) -> ReplayingHTTPTransport.Step {
    .answer(HTTPAnswer(status: 200, fields: ["Content-Type": "text/event-stream; charset=utf-8"], body: Array(events.joined().utf8)))
}

private func service(_ transport: any HTTPTransport, ledger: CallLedger = CallLedger()) throws -> ChatService {
    var settings = ServiceSettings()
    var price = Price(model: "m")
    price.perMillionCompletionTokens = 1_000_000
    settings.prices = PriceTable([price])
    return try ChatService(
        client: ServiceClient(
            engine: "test", service: "The service", endpoint: ServiceURL("https://service.example/v1"), settings: settings,
            transport: transport, ledger: ledger, clock: TestClock().clock(), credentials: { [] }))
}

private var question: ChatRequest {
    var chat = ChatRequest(model: "m", messages: [.init("user", [.text("Say it.")])])
    chat.streams = true
    return chat
}

@Suite struct `Server-sent events` {
    private static let text = ": ping\r\n\r\ndata: one\n\nevent: x\r\ndata: two\rdata:three\r\r\nid: 7\n\ndata:\n\ndata: cut off"

    @Test(arguments: [1, 2, 3, 7, 1_000]) func `are found however the bytes are cut`(size: Int) {
        var events = ServerSentEvents()
        let bytes = Array(Self.text.utf8)
        let found = stride(from: 0, to: bytes.count, by: size).flatMap { events.events(endedBy: bytes[$0..<min(bytes.count, $0 + size)]) }
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == ["one", "two\nthree", ""])
    }
}

@Suite struct `An answer that arrives in pieces` {
    @Test func `is put together, with what it cost`() async throws {
        let transport = ReplayingHTTPTransport([stream(": ping\n\n", words("Gr"), words("üße"), words("", finish: "stop"), usage, done)])
        let (answer, record) = try await service(transport).complete(question, until: .never)
        #expect(answer.content == "Grüße" && answer.finish == "stop" && !answer.wasLeft)
        #expect(record.consumption == Consumption(promptTokens: 5, completionTokens: 4) && record.cost == 4)
        let sent = try JSONValue(json: #require(transport.requests.first).body)
        #expect(sent["stream"] == true && sent["stream_options"] == ["include_usage": true])
    }

    @Test func `is asked for again where the service fails in its middle`() async throws {
        let transport = ReplayingHTTPTransport([stream(words("a"), failing), stream(words("ab", finish: "stop"), done)])
        let (answer, record) = try await service(transport).complete(question, until: .never)
        #expect(answer.content == "ab" && record.retries == 1)
    }

    @Test(arguments: [
        (#"{"type": "server_error"}"#, ExtractionError.Code.serviceUnavailable, 3), (#"{"code": 502}"#, .serviceUnavailable, 3),
        (#"{"code": "rate_limit_exceeded"}"#, .rateLimited, 3), (#"{"code": "insufficient_quota"}"#, .quotaExhausted, 1),
        (#"{"code": "context_length_exceeded"}"#, .tooLarge, 1), (#"{"code": "content_filter"}"#, .lowQuality, 1),
        (#"{"message": "CANARY"}"#, .invalidRequest, 1), (#""CANARY""#, .invalidRequest, 1),
    ])
    func `with an error of status 200 fails with a type`(error: String, code: ExtractionError.Code, attempts: Int) async throws {
        let body = #"{"error": \#(error)}"#
        let whole = ReplayingHTTPTransport.Step.answer(HTTPAnswer(status: 200, body: Array(body.utf8)))
        for step in [stream(words("a"), event(body)), whole] {
            let transport = ReplayingHTTPTransport([step, step, step, step])
            let thrown = await #expect(throws: ExtractionError.self) {
                _ = try await service(transport).complete(question, until: .never)
            }
            #expect(thrown?.code == code && transport.requests.count == attempts)
            #expect(thrown.map { "\($0)" }?.contains("CANARY") == false)
        }
    }

    @Test func `that breaks off isn't taken for whole`() async throws {
        let cut = stream(words("a"))
        let transport = ReplayingHTTPTransport([cut, cut, cut])
        let error = await #expect(throws: ExtractionError.self) { _ = try await service(transport).complete(question, until: .never) }
        #expect(error?.code == .serviceUnavailable && transport.requests.count == 3)
    }

    @Test(arguments: ["data: {\n\n", "data: []\n\n", "data: 7\n\n", "data: {\"choices\": 7}\n\n"])
    func `of something else isn't believed`(body: String) async throws {
        let error = await #expect(throws: ExtractionError.self) {
            _ = try await service(ReplayingHTTPTransport([stream(body, done)])).complete(question, until: .never)
        }
        #expect(error?.code == .invalidAnswer)
    }

    @Test func `is left when it is known, and counted by what was said`() async throws {
        let pieces = (0..<50).map { _ in words(String(repeating: "again ", count: 50)) }
        let transport = EndlessTransport(pieces)
        let ledger = CallLedger()
        let (answer, record) = try await service(transport, ledger: ledger).complete(question, until: .never) { $0.utf8.count > 1_000 }
        #expect(answer.wasLeft && answer.finish.isEmpty)
        #expect((1_001...3_000).contains(answer.content?.utf8.count ?? 0))
        #expect(record.consumption.completionTokens > 300 && record.cost == Decimal(record.consumption.completionTokens))
    }
}

/// A service that says its pieces, and then waits for ever.
private struct EndlessTransport: HTTPTransport {
    let pieces: [String]
    init(_ pieces: [String]) { self.pieces = pieces }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
        for piece in pieces { continuation.yield(Array(piece.utf8)) }
        return HTTPResponse(status: 200, fields: ["Content-Type": "text/event-stream"], body: HTTPBody(stream) { $0 })
    }
}

@Suite struct `A ledger of a tenant` {
    private func price(_ settings: inout ServiceSettings) {
        var price = Price(model: "m")
        price.perCall = 1
        settings.prices = PriceTable([price])
    }

    private func client(_ ledger: CallLedger) throws -> ServiceClient {
        var settings = ServiceSettings()
        price(&settings)
        return try ServiceClient(
            engine: "test", service: "The service", endpoint: ServiceURL("https://service.example"), settings: settings,
            transport: ReplayingHTTPTransport((0..<9).map { _ in .answer(HTTPAnswer(status: 200)) }), ledger: ledger,
            clock: TestClock().clock(), credentials: { [] })
    }

    private func call(_ client: ServiceClient) async throws {
        _ = try await client.metered("ask", model: "m", expecting: Consumption()) { meter in
            try await client.send(HTTPRequest(.get, client.endpoint), repeatability: .always, until: .never, meter: meter)
        }
    }

    @Test func `counts what is done for the tenant by engines that all share`() async throws {
        let process = CallLedger(), client = try client(process)
        let tenants = [CallLedger(budget: .init(cost: 2)), CallLedger(budget: .init(cost: 5), spent: Usage(pages: 0, calls: 3, cost: 3))]
        try await tenants[0].counting { for _ in 0..<2 { try await call(client) } }
        try await tenants[1].counting {
            // Tasks of the task are the tenant's too.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 { group.addTask { try await call(client) } }
                try await group.waitForAll()
            }
        }
        #expect(tenants.map(\.total.cost) == [2, 5] && process.total.cost == 4)
        for tenant in tenants {
            let error = await #expect(throws: ExtractionError.self) { try await tenant.counting { try await call(client) } }
            #expect(error?.code == .budgetExceeded)
        }
        try await call(client)
        #expect(tenants.map(\.total.cost) == [2, 5] && process.total.cost == 5)
    }

    @Test func `counts a call once, however the ledgers stand in each other`() async throws {
        let tenant = CallLedger(), run = CallLedger(parent: tenant)
        let client = try client(run)
        try await tenant.counting { try await run.counting { try await call(client) } }
        #expect(tenant.total.calls == 1 && run.total.calls == 1)
    }

    @Test func `that is full keeps nothing set aside elsewhere`() async throws {
        let full = CallLedger(budget: .init(calls: 0)), own = CallLedger(budget: .init(calls: 1))
        let client = try client(own)
        await #expect(throws: ExtractionError.self) { try await full.counting { try await call(client) } }
        try await call(client)
        #expect(own.total.calls == 1)
    }
}
