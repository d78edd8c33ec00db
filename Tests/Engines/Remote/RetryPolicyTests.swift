import ExtractionKit
import ExtractionRemote
import Testing

private func failure(_ status: Int, _ fields: HTTPFields = [:], body: String = "") -> ServiceFailure? {
    ServiceFailure(HTTPAnswer(status: status, fields: fields, body: Array(body.utf8)), date: TestClock.date)
}

@Suite struct `Another attempt` {
    private let policy = RetryPolicy()

    private func decision(
        _ failure: ServiceFailure?, attempt: Int = 1, _ repeatability: RetryPolicy.Repeatability = .always, remaining: Duration? = nil,
        random: Double = 0.5
    ) throws -> RetryPolicy.Decision {
        try policy.decision(
            after: #require(failure), attempt: attempt, repeatability: repeatability, remaining: remaining, random: random)
    }

    @Test(arguments: [408, 409, 429, 500, 502, 503, 504])
    func `follows a failure that may pass`(status: Int) throws {
        #expect(try decision(failure(status)) == .retry(after: .milliseconds(250)))
    }

    @Test(arguments: [301, 302, 307, 400, 401, 403, 404, 413, 415, 422])
    func `doesn't follow one that won't`(status: Int) throws {
        #expect(try decision(failure(status)) == .stop)
    }

    @Test(arguments: [(429, true), (503, true), (500, false), (502, false), (504, false), (408, false), (409, false)])
    func `of what is paid for only comes when nothing was done`(status: Int, isRepeated: Bool) throws {
        #expect(try (decision(failure(status), .whenNothingWasDone) != .stop) == isRepeated)
        #expect(try decision(ServiceFailure(.silence), .whenNothingWasDone) == .stop)
        #expect(try decision(ServiceFailure(.brokenOff), .whenNothingWasDone) == .stop)
        #expect(try decision(ServiceFailure(.cannotConnect), .whenNothingWasDone) != .stop)
    }

    @Test func `comes after a delay that doubles and is drawn from zero up`() throws {
        var patient = RetryPolicy()
        patient.attempts = 10
        let delays = try (1...8).map { attempt in
            try patient.decision(
                after: #require(failure(500)), attempt: attempt, repeatability: .always, remaining: nil, random: 0.999)
        }
        #expect(delays.first == .retry(after: .milliseconds(499)))
        #expect(delays[2] == .retry(after: .milliseconds(1_998)))
        #expect(delays.last == .retry(after: .milliseconds(19_980)))
        #expect(try decision(failure(500), random: 0) == .retry(after: .zero))
    }

    @Test(arguments: [
        ("Retry-After", "7", Duration.seconds(7)), ("retry-after-ms", "1500", .milliseconds(1_500)),
        ("x-ms-retry-after-ms", "20", .milliseconds(20)), ("Retry-After", "Sat, 21 Nov 2026 12:00:30 GMT", .seconds(30)),
        ("Retry-After", "Sat, 21 Nov 2026 11:00:00 GMT", .zero), ("Retry-After", "0.25", .milliseconds(250)),
    ])
    func `comes when the service asks for it`(name: String, value: String, delay: Duration) throws {
        #expect(try decision(failure(429, HTTPFields(dictionaryLiteral: (name, value)))) == .retry(after: delay))
    }

    @Test func `comes by the finer of two delays`() throws {
        #expect(try decision(failure(429, ["retry-after": "9", "retry-after-ms": "1500"])) == .retry(after: .milliseconds(1_500)))
    }

    @Test(arguments: ["", "-1", "soon", "nan", "inf", "1e99", "Sat, 99 Foo 2026 12:00:30 GMT", "Sat, 21 Nov 2026 12:00 GMT"])
    func `comes as usual where that can't be understood`(value: String) throws {
        #expect(try decision(failure(429, ["Retry-After": value])) == .retry(after: .milliseconds(250)))
    }

    @Test func `doesn't come where the service asks for more than is waited or left`() throws {
        #expect(try decision(failure(429, ["Retry-After": "121"])) == .stop)
        #expect(try decision(failure(429, ["Retry-After": "10"]), remaining: .seconds(5)) == .stop)
        #expect(try decision(failure(503), attempt: 3) == .stop)
    }

    @Test func `never comes when the money is used up, and not where the service says so`() throws {
        let empty = failure(429, ["Retry-After": "1", "x-should-retry": "true"], body: #"{"error":{"code":"insufficient_quota"}}"#)
        #expect(try decision(empty) == .stop)
        #expect(try #require(empty).error(of: "S", attempts: 1).code == .quotaExhausted)
        #expect(try decision(failure(500, ["x-should-retry": "false"])) == .stop)
        #expect(try decision(failure(400, ["x-should-retry": "true"])) != .stop)
    }

    @Test func `is paid from a quota that successes fill up`() {
        var quota = RetryQuota(capacity: 20)
        let taken = [true, false, false, false].map { quota.take(afterTimeout: $0) }
        #expect(taken == [true, true, true, false])
        for _ in 0..<4 { quota.succeeded(attempts: 1) }
        let tooEarly = quota.take(afterTimeout: false)
        #expect(!tooEarly)
        quota.succeeded(attempts: 2)
        #expect(quota.available == 9)
        for _ in 0..<100 { quota.succeeded(attempts: 1) }
        #expect(quota.available == 20)
    }
}

@Suite struct `What a service calls its failure` {
    @Test func `is the innermost code, without anything harmful`() {
        let body = #"{"error":{"code":"InvalidRequest","message":"m","innererror":{"code":"InvalidContent<b>","innererror":{}}}}"#
        #expect(failure(400, body: body)?.code == "InvalidContentb")
        #expect(failure(400, body: "[1")?.code == nil)
        #expect(failure(400, body: #"{"error":"text"}"#)?.code == nil)
    }

    @Test func `never brings text of the answer into the error`() throws {
        let body = #"{"error":{"code":"invalid_prompt","message":"CANARY of the document"}}"#
        let error = try #require(failure(400, body: body)).error(of: "The service", attempts: 1)
        #expect(error.code == .invalidRequest)
        #expect(!String(reflecting: error).contains("CANARY"))
    }
}
