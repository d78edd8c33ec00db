import ExtractionAsyncHTTPClient
import ExtractionKit
import ExtractionRemote
import FaultServer
import Foundation
import Glibc
import Testing

/// A way in which a service fails, and what is to become of it.
struct Fault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var behaviours: [FaultServer.Behaviour]
    /// `nil` where it succeeds in the end.
    var code: ExtractionError.Code?
    var attempts: Int
    /// Whether the request is one that mustn't be sent twice.
    var isPaidFor = false
    /// Whether a model is asked for words that arrive as they are written.
    var isStream = false

    static func status(_ status: Int, _ fields: String = "", body: String = "{}") -> FaultServer.Behaviour {
        .bytes("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\(fields)\r\n\(body)")
    }

    static let good = status(200)
    static let redirect = "Location: http://169.254.169.254/latest/meta-data\r\n"
    static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

    static let stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    static let words = #"data: {"choices": [{"delta": {"content": "CANARY "}}]}"# + "\n\n"
    static let done = #"data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}"# + "\n\ndata: [DONE]\n\n"
    static let giveUp = #"data: {"error": {"message": "CANARY", "type": "server_error"}}"# + "\n\n"

    static let streams: [Fault] = [
        Fault(
            testDescription: "an error in the middle of a stream", behaviours: [.bytes(stream + words + giveUp)],
            code: .serviceUnavailable, attempts: 3, isStream: true),
        Fault(
            testDescription: "an error in the middle of a stream, once",
            behaviours: [.bytes(stream + words + giveUp), .bytes(stream + words + done)], attempts: 2, isStream: true),
        Fault(
            testDescription: "a refusal in the middle of a stream",
            behaviours: [.bytes(stream + words + #"data: {"error": {"message": "CANARY", "code": "content_filter"}}"# + "\n\n")],
            code: .lowQuality, attempts: 1, isStream: true),
        Fault(
            testDescription: "a stream that is closed early", behaviours: [.bytes(stream + words)], code: .serviceUnavailable, attempts: 3,
            isStream: true),
        Fault(
            testDescription: "a stream that is reset", behaviours: [.reset(stream + words)], code: .serviceUnavailable, attempts: 3,
            isStream: true),
        Fault(
            testDescription: "a stream that falls silent", behaviours: [.drip(stream + words + ":", milliseconds: 60_000)],
            code: .deadlineExceeded, attempts: 3, isStream: true),
        Fault(
            testDescription: "a stream that never ends", behaviours: [.endless(stream + words + ":")], code: .invalidAnswer, attempts: 1,
            isStream: true),
        Fault(
            testDescription: "a stream of something else", behaviours: [.bytes(stream + "data: {\"choices\": \"CANARY\"}\n\n" + done)],
            code: .invalidAnswer, attempts: 1, isStream: true),
        Fault(
            testDescription: "an error of status 200",
            behaviours: [status(200, body: #"{"error": {"message": "CANARY", "type": "server_error"}}"#)], code: .serviceUnavailable,
            attempts: 3, isStream: true),
        Fault(
            testDescription: "truncated JSON", behaviours: [status(200, body: #"{"choices": [{"message": {"content": "CANA"#)],
            code: .invalidAnswer, attempts: 1, isStream: true),
        Fault(
            testDescription: "JSON of wrong types", behaviours: [status(200, body: #"{"choices": [{"message": "CANARY"}]}"#)],
            code: .invalidAnswer, attempts: 1, isStream: true),
    ]

    static let all: [Fault] = [
        Fault(testDescription: "429 with seconds", behaviours: [status(429, "Retry-After: 0\r\n"), good], attempts: 2),
        Fault(
            testDescription: "429 with a date", behaviours: [status(429, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n"), good],
            attempts: 2),
        Fault(testDescription: "429 with milliseconds", behaviours: [status(429, "retry-after-ms: 5\r\n"), good], attempts: 2),
        Fault(testDescription: "429 without a time", behaviours: [status(429)], code: .rateLimited, attempts: 3),
        Fault(
            testDescription: "429 for longer than is waited", behaviours: [status(429, "Retry-After: 9999\r\n")], code: .rateLimited,
            attempts: 1),
        Fault(
            testDescription: "429 for money", behaviours: [status(429, body: #"{"error":{"code":"insufficient_quota"}}"#)],
            code: .quotaExhausted, attempts: 1),
        Fault(testDescription: "500", behaviours: [status(500)], code: .serviceUnavailable, attempts: 3),
        Fault(testDescription: "502", behaviours: [status(502)], code: .serviceUnavailable, attempts: 3),
        Fault(testDescription: "503 once", behaviours: [status(503), good], attempts: 2),
        Fault(testDescription: "504", behaviours: [status(504)], code: .serviceUnavailable, attempts: 3),
        Fault(
            testDescription: "500 to what is paid for", behaviours: [status(500)], code: .serviceUnavailable, attempts: 1, isPaidFor: true),
        Fault(testDescription: "503 to what is paid for", behaviours: [status(503), good], attempts: 2, isPaidFor: true),
        Fault(testDescription: "closed without an answer", behaviours: [.bytes("")], code: .serviceUnavailable, attempts: 3),
        Fault(testDescription: "reset without an answer", behaviours: [.reset("")], code: .serviceUnavailable, attempts: 3),
        Fault(
            testDescription: "reset in the middle", behaviours: [.reset(head + "Content-Length: 100\r\n\r\n{\"a\":")],
            code: .serviceUnavailable, attempts: 3),
        Fault(
            testDescription: "closed in the middle", behaviours: [.bytes(head + "Content-Length: 100\r\n\r\n{\"a\":")],
            code: .serviceUnavailable, attempts: 3),
        Fault(
            testDescription: "closed in the middle of what is paid for", behaviours: [.bytes(head + "Content-Length: 100\r\n\r\n{")],
            code: .serviceUnavailable, attempts: 1, isPaidFor: true),
        Fault(testDescription: "flapping", behaviours: [.reset(""), status(502), good], attempts: 3),
        Fault(testDescription: "no HTTP at all", behaviours: [.bytes("SSH-2.0-OpenSSH_9.2\r\n")], code: .serviceUnavailable, attempts: 3),
        Fault(testDescription: "a silent one", behaviours: [.silent], code: .deadlineExceeded, attempts: 3),
        Fault(
            testDescription: "silent after the header", behaviours: [.drip(head + "Content-Length: 9\r\n\r\n", milliseconds: 60_000)],
            code: .deadlineExceeded, attempts: 3),
        Fault(
            testDescription: "a slow drip", behaviours: [.drip(head + "Content-Length: 100000\r\n\r\n", milliseconds: 30)],
            code: .deadlineExceeded, attempts: 3),
        Fault(testDescription: "an endless answer", behaviours: [.endless(head + "\r\n")], code: .invalidAnswer, attempts: 1),
        Fault(
            testDescription: "an answer that says it is huge", behaviours: [.bytes(head + "Content-Length: 99999999999\r\n\r\n{")],
            code: .invalidAnswer, attempts: 1),
        Fault(
            testDescription: "an endless header", behaviours: [.endless("HTTP/1.1 200 OK\r\nX: ")], code: .serviceUnavailable, attempts: 3),
        Fault(
            testDescription: "a packed answer", behaviours: [status(200, "Content-Encoding: gzip\r\n", body: "\u{1F}bomb")],
            code: .invalidAnswer,
            attempts: 1),
        Fault(testDescription: "a redirect", behaviours: [status(302, redirect)], code: .invalidAnswer, attempts: 1),
        Fault(testDescription: "a permanent redirect", behaviours: [status(308, redirect)], code: .invalidAnswer, attempts: 1),
        Fault(testDescription: "401", behaviours: [status(401)], code: .unauthorized, attempts: 1),
        Fault(testDescription: "413", behaviours: [status(413)], code: .tooLarge, attempts: 1),
        Fault(
            testDescription: "400 with words of the document", behaviours: [status(400, body: #"{"error": {"message": "CANARY"}}"#)],
            code: .invalidRequest, attempts: 1),
    ]
}

@Suite(.timeLimit(.minutes(30))) struct `A service that fails` {
    private let key = "CANARY-0815"

    private func client(_ port: UInt16, _ transport: AsyncHTTPTransport, isSilent: Bool = false) throws -> ServiceClient {
        var settings = ServiceSettings()
        settings.retries.firstDelaySeconds = 0.01
        // Short where the service is to be waited for in vain; elsewhere a busy machine must not look like a silent service.
        settings.silenceSeconds = isSilent ? 0.4 : 3_600
        settings.attemptSeconds = isSilent ? 0.8 : 3_600
        settings.answerBytes = 1 << 20
        return try ServiceClient(
            engine: "test", service: "The service", endpoint: ServiceURL("http://127.0.0.1:\(port)"), settings: settings,
            transport: transport,
            credentials: { [.bearer(Secret(key))] })
    }

    private func call(_ client: ServiceClient, isPaidFor: Bool, until deadline: Deadline = .never) async throws {
        _ = try await client.metered("ask", model: "m", expecting: Consumption()) { meter in
            try await client.send(
                HTTPRequest(.post, client.endpoint.appending("ask"), body: [1, 2, 3]),
                repeatability: isPaidFor ? .whenNothingWasDone : .always, until: deadline, meter: meter)
        }
    }

    private func ask(_ client: ServiceClient) async throws {
        var chat = ChatRequest(model: "m", messages: [.init("user", [.text("CANARY")])])
        chat.streams = true
        _ = try await ChatService(client: client).complete(chat, until: .never)
    }

    @Test(arguments: Fault.all + Fault.streams) func `is asked a bounded number of times, for a bounded time, and named`(fault: Fault)
        async throws
    {
        let runs = ProcessInfo.processInfo.environment["EXTRACTION_FAULT_RUNS"].flatMap { Int($0) } ?? 1
        for _ in 0..<runs {
            let server = try FaultServer(fault.behaviours)
            defer { server.stop() }
            let transport = AsyncHTTPTransport()
            let client = try client(server.port, transport, isSilent: fault.code == .deadlineExceeded)
            let start = ContinuousClock.now
            var shown = ""
            do {
                if fault.isStream { try await ask(client) } else { try await call(client, isPaidFor: fault.isPaidFor) }
                #expect(fault.code == nil)
            } catch {
                let error = try #require(error as? ExtractionError)
                #expect(error.code == fault.code, "\(error)")
                shown = "\(error) \(String(reflecting: error)) \(client.ledger.records)"
            }
            // An attempt may be out of time before it has reached the server.
            #expect(fault.code == .deadlineExceeded ? server.requests.count <= fault.attempts : server.requests.count == fault.attempts)
            // Among other tests the time says nothing; alone, with the variable set, it is that of three attempts.
            #expect(runs == 1 || start.duration(to: .now) < .seconds(5))
            #expect(!shown.contains("CANARY"))
            #expect(client.ledger.records.map(\.retries) == [fault.attempts - 1])
            // No connection is left behind, whatever became of the answer.
            while server.openConnections > 0 { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    @Test func `by being refused, or not there, is named`() async throws {
        let server = try FaultServer([Fault.good])
        let port = server.port
        server.stop()
        let error = await #expect(throws: ExtractionError.self) { try await call(client(port, AsyncHTTPTransport()), isPaidFor: true) }
        #expect(error?.code == .serviceUnavailable)
        // Nothing was sent, so that even what is paid for may be tried again.
        await #expect(throws: HTTPFailure.cannotConnect) {
            _ = try await AsyncHTTPTransport().send(HTTPRequest(.get, ServiceURL("http://127.0.0.1:\(port)")))
        }
    }

    @Test func `by not taking connections is given up`() async throws {
        // Whoever listens and takes none has a queue; what comes after it is full isn't answered at all.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var waiting: [Int32] = []
        defer { for connection in waiting { close(connection) } }
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                #expect(bind(listener, address, size) == 0 && getsockname(listener, address, &size) == 0 && listen(listener, 0) == 0)
                for _ in 0..<4 {
                    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
                    connect(connection, address, size)
                    waiting.append(connection)
                }
            }
        }
        var configuration = AsyncHTTPTransport.Configuration()
        configuration.connecting = .milliseconds(200)
        let transport = AsyncHTTPTransport(configuration)
        let url = try ServiceURL("http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))")
        await #expect(throws: HTTPFailure.cannotConnect) { _ = try await transport.send(HTTPRequest(.get, url)) }
    }

    @Test func `isn't waited for beyond the deadline`() async throws {
        let server = try FaultServer([.silent])
        defer { server.stop() }
        let error = await #expect(throws: ExtractionError.self) {
            try await call(client(server.port, AsyncHTTPTransport()), isPaidFor: false, until: .after(.milliseconds(200)))
        }
        #expect(error?.code == .deadlineExceeded)
    }

    @Test func `is left as soon as nobody waits any more, and holds no connection`() async throws {
        let server = try FaultServer([.silent])
        defer { server.stop() }
        let transport = AsyncHTTPTransport()
        let client = try client(server.port, transport)
        let task = Task { try await call(client, isPaidFor: false) }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(client.ledger.records.map(\.outcome) == [.cancelled])
        while server.openConnections > 0 { await Task.yield() }
    }

    @Test func `behind a proxy sees no key on the way`() async throws {
        let proxy = try FaultServer([.bytes("HTTP/1.1 502 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")])
        let here = try FaultServer([Fault.good])
        defer {
            proxy.stop()
            here.stop()
        }
        var configuration = AsyncHTTPTransport.Configuration()
        configuration.proxy = .init(host: "127.0.0.1", port: Int(proxy.port))
        let transport = AsyncHTTPTransport(configuration)
        let request = try HTTPRequest(.get, ServiceURL("https://service.example/x"), credentials: [.bearer(Secret(key))])
        await #expect(throws: HTTPFailure.cannotConnect) { _ = try await transport.send(request) }
        #expect(proxy.requests.count == 1 && proxy.requests[0].hasPrefix("CONNECT service.example:443 HTTP/1.1\r\n"))
        #expect(!proxy.requests[0].contains("CANARY"))
        // What is on this machine needs no proxy, and must not be seen by one: it is sent in plain text.
        try await call(client(here.port, transport), isPaidFor: false)
        #expect(here.requests.count == 1 && proxy.requests.count == 1)
    }

    @Test func `gets the key in the header, once`() async throws {
        let server = try FaultServer([Fault.good])
        defer { server.stop() }
        try await call(client(server.port, AsyncHTTPTransport()), isPaidFor: false)
        let head = try #require(server.requests.first)
        #expect(head.contains("Authorization: Bearer \(key)\r\n") && head.hasPrefix("POST /ask HTTP/1.1\r\n"))
        #expect(!head.lowercased().contains("accept-encoding"))
    }
}
