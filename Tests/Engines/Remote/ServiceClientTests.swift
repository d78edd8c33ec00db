import ExtractionKit
import ExtractionRemote
import Foundation
import Synchronization
import Testing

private let key = Secret("CANARY-4711")

private struct Fixture {
    let clock = TestClock()
    let transport: ReplayingHTTPTransport
    let client: ServiceClient

    init(
        _ steps: [ReplayingHTTPTransport.Step], ledger: CallLedger = CallLedger(), settings: (inout ServiceSettings) -> Void = { _ in }
    ) throws {
        transport = ReplayingHTTPTransport(steps)
        var own = ServiceSettings()
        settings(&own)
        client = try ServiceClient(
            engine: "test", service: "The service", endpoint: ServiceURL("https://service.example/v1"), settings: own,
            transport: transport, ledger: ledger, clock: clock.clock(), credentials: { [.bearer(key)] })
    }

    @discardableResult func call(
        _ url: String? = nil, deadline: Deadline = .never, expecting: Consumption = Consumption(pages: 1),
        consumed: Consumption = Consumption(pages: 1)
    ) async throws -> CallRecord {
        try await client.metered("ask", model: "m", expecting: expecting) { meter in
            let address = try url.map { try ServiceURL($0) } ?? client.endpoint.appending("ask")
            _ = try await client.send(HTTPRequest(.post, address), repeatability: .always, until: deadline, meter: meter)
            meter.consumed(consumed)
        }.record
    }
}

private func status(_ status: Int, _ fields: HTTPFields = [:]) -> ReplayingHTTPTransport.Step {
    .answer(HTTPAnswer(status: status, fields: fields))
}

@Suite struct `A client of a service` {
    @Test func `tries again as the service asks, and records it`() async throws {
        let fixture = try Fixture([status(429, ["Retry-After": "3"]), status(503), status(200, ["x-request-id": "r-1"])])
        let record = try await fixture.call()
        #expect(fixture.clock.sleeps == [.seconds(3), .milliseconds(500)])
        #expect(record.retries == 2 && record.requestID == "r-1" && record.outcome == .succeeded && record.seconds == 3.5)
        #expect(fixture.client.ledger.records == [record])
    }

    @Test func `gives up after three attempts with a typed error`() async throws {
        let fixture = try Fixture((0..<9).map { _ in status(500) })
        let error = await #expect(throws: ExtractionError.self) { try await fixture.call() }
        #expect(error?.code == .serviceUnavailable)
        #expect(fixture.transport.requests.count == 3)
        #expect(fixture.client.ledger.records.map(\.outcome) == [.failed(.serviceUnavailable)])
    }

    @Test func `leaves a service in trouble alone`() async throws {
        let fixture = try Fixture((0..<20).map { _ in status(503) }) { $0.failuresUntilPause = 4 }
        for _ in 0..<5 { await #expect(throws: ExtractionError.self) { try await fixture.call() } }
        #expect(fixture.transport.requests.count == 4)
        fixture.clock.advance(by: .seconds(31))
        await #expect(throws: ExtractionError.self) { try await fixture.call() }
        #expect(fixture.transport.requests.count == 5)
    }

    @Test func `sends neither content nor key to another host`() async throws {
        let fixture = try Fixture([status(200)])
        for url in ["https://service.example:8443/v1/ask", "https://service.example.evil.org/v1/ask", "http://127.0.0.1/ask"] {
            let error = await #expect(throws: ExtractionError.self) { try await fixture.call(url) }
            #expect(error?.code == .invalidAnswer)
        }
        #expect(fixture.transport.requests.isEmpty)
    }

    @Test(arguments: [301, 302, 307, 308]) func `follows no redirect`(code: Int) async throws {
        let fixture = try Fixture([status(code, ["Location": "http://169.254.169.254/latest"]), status(200)])
        let error = await #expect(throws: ExtractionError.self) { try await fixture.call() }
        #expect(error?.code == .invalidAnswer)
        #expect(fixture.transport.requests.count == 1)
    }

    @Test func `takes nothing that is packed`() async throws {
        let fixture = try Fixture([status(200, ["Content-Encoding": "gzip"])])
        let error = await #expect(throws: ExtractionError.self) { try await fixture.call() }
        #expect(error?.code == .invalidAnswer)
    }

    @Test func `keeps to the rate`() async throws {
        let fixture = try Fixture((0..<3).map { _ in status(200) }) { $0.callsPerSecond = 2 }
        for _ in 0..<3 { try await fixture.call() }
        #expect(fixture.clock.sleeps == [.milliseconds(500), .milliseconds(500)])
    }

    @Test func `shows its key nowhere`() async throws {
        let transport = ReplayingHTTPTransport([status(401)])
        let recording = RecordingHTTPTransport(transport)
        let ledger = CallLedger()
        let client = try ServiceClient(
            engine: "test", service: "The service", endpoint: ServiceURL("https://service.example"), transport: recording,
            ledger: ledger, credentials: { [.bearer(key)] })
        var shown = "\(client) \(String(reflecting: client))"
        dump(client, to: &shown)
        do {
            _ = try await client.metered("ask", model: "m", expecting: Consumption()) { meter in
                try await client.send(HTTPRequest(.get, client.endpoint), repeatability: .always, until: .never, meter: meter)
            }
        } catch { shown += "\(error) \(String(reflecting: error))" }
        let request = try #require(transport.requests.first)
        #expect(request.credentials == [.bearer(key)])
        shown += "\(request) \(String(reflecting: request)) \(recording.exchanges) \(ledger.records)"
        dump(transport.requests, to: &shown)
        #expect(!shown.contains("CANARY") && !shown.contains("4711"))
    }
}

@Suite struct `A ledger` {
    private static func prices(_ settings: inout ServiceSettings) {
        var price = Price(model: "m")
        price.perThousandPages = 10
        settings.prices = PriceTable([price])
    }

    @Test func `adds up to the sum of its calls, with retries and failures`() async throws {
        let seen = Mutex<[CallRecord]>([])
        let tenant = CallLedger()
        let run = CallLedger(parent: tenant) { record in seen.withLock { $0.append(record) } }
        let steps: [ReplayingHTTPTransport.Step] = [
            status(200), status(500), status(200), status(400), .failure(.brokenOff), .failure(.cannotConnect), status(200),
        ]
        let fixture = try Fixture(steps, ledger: run) { Self.prices(&$0) }
        for _ in 0..<4 { _ = try? await fixture.call(consumed: Consumption(pages: 3)) }
        #expect(run.records.map(\.retries) == [0, 1, 0, 2])
        #expect(run.records.map(\.outcome) == [.succeeded, .succeeded, .failed(.invalidRequest), .succeeded])
        let sum = run.records.reduce(Usage()) { $0 + $1.amounts }
        #expect(run.total == sum && tenant.total == sum && seen.withLock { $0 } == run.records)
        #expect(sum == Usage(pages: 9, calls: 4, cost: Decimal(string: "0.09") ?? 0))
    }

    @Test func `refuses the next call before it is made`() async throws {
        let ledger = CallLedger(budget: .init(cost: Decimal(string: "0.025")))
        let fixture = try Fixture((0..<5).map { _ in status(200) }, ledger: ledger) { Self.prices(&$0) }
        try await fixture.call()
        try await fixture.call()
        let error = await #expect(throws: ExtractionError.self) { try await fixture.call() }
        #expect(error?.code == .budgetExceeded)
        #expect(fixture.transport.requests.count == 2 && ledger.total.calls == 2)
    }

    @Test func `keeps to the budget of the tenant too`() async throws {
        let tenant = CallLedger(budget: .init(pages: 3))
        let fixtures = try (0..<2).map { _ in try Fixture([status(200), status(200)], ledger: CallLedger(parent: tenant)) }
        for fixture in fixtures { try await fixture.call() }
        try await fixtures[0].call()
        let error = await #expect(throws: ExtractionError.self) { try await fixtures[1].call() }
        #expect(error?.code == .budgetExceeded)
        #expect(tenant.total.pages == 3)
    }

    @Test func `with money wants to know prices`() async throws {
        let fixture = try Fixture([status(200)], ledger: CallLedger(budget: .init(cost: 1)))
        let error = await #expect(throws: ExtractionError.self) { try await fixture.call() }
        #expect(error?.code == .invalidConfiguration)
        #expect(fixture.transport.requests.isEmpty)
    }
}

@Suite struct `A table of prices` {
    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    @Test func `knows which price holds on a day`() throws {
        var old = Price(model: "m", effective: "2025-01-01"), new = Price(model: "m", effective: "2026-01-01"), other = Price(model: "*")
        (old.perCall, new.perCall, other.perCall) = (1, 2, 3)
        let table = PriceTable([new, old, other])
        #expect(try table.price(of: "m", on: day("2025-06-01"))?.perCall == 1)
        #expect(try table.price(of: "m", on: day("2026-01-01"))?.perCall == 2)
        #expect(try table.price(of: "m", on: day("2024-12-31"))?.perCall == 3)
        #expect(try PriceTable([new]).price(of: "x", on: day("2026-01-01")) == nil)
    }

    @Test func `counts every kind of token in decimals`() throws {
        let json = #"""
            {"prices": [{"model": "m", "per_million_prompt_tokens": 0.15, "per_million_cached_tokens": 0.075, "per_million_completion_tokens": 0.6}]}
            """#
        let settings = try ConfigurationDecoder.decode(ServiceSettings.self, from: JSONValue(json: Array(json.utf8)), of: "test")
        let consumption = Consumption(promptTokens: 1_000, cachedTokens: 400, completionTokens: 10)
        #expect(settings.prices.prices.first?.cost(of: consumption) == Decimal(string: "0.000126"))
        #expect(Consumption(promptTokens: -5, completionTokens: .max).promptTokens == 0)
    }
}
