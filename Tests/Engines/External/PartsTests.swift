import ExtractionEngineSupport
import ExtractionKit
import Testing

@testable import ExtractionExternal

@Suite struct `A line buffer` {
    @Test func `gives lines however the bytes are cut`() throws {
        let text = Array("one\ntwo\r\n\nthree".utf8)
        for size in 1...text.count {
            var buffer = LineBuffer(limit: 100)
            var lines: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                buffer.append(text[start..<min(start + size, text.count)])
                while let line = try buffer.next() { lines.append(String(decoding: line, as: UTF8.self)) }
            }
            #expect(lines == ["one", "two", ""])
        }
    }

    @Test(arguments: ["12345", "12345\n"]) func `refuses a line above its limit, complete or not`(text: String) {
        var buffer = LineBuffer(limit: 4)
        buffer.append(Array(text.utf8)[...])
        #expect(throws: LineBuffer.TooLong.self) { try buffer.next() }
    }
}

@Suite struct `A restart policy` {
    @Test func `restarts at once so many times, and then after a pause`() {
        let start = ContinuousClock.now
        var policy = RestartPolicy(restarts: 2, pause: .seconds(30))
        for _ in 0..<2 {
            policy.failed(at: start)
            #expect(policy.refusal(at: start) == nil)
        }
        policy.failed(at: start)
        #expect(policy.refusal(at: start) == 3)
        #expect(policy.refusal(at: start + .seconds(29)) == 3)
        #expect(policy.refusal(at: start + .seconds(30)) == nil)
        policy.failed(at: start + .seconds(30))
        #expect(policy.refusal(at: start + .seconds(31)) == 4)
        policy.answered()
        #expect(policy.refusal(at: start + .seconds(31)) == nil)
    }
}

@Suite struct `Copies of a program` {
    @Test func `must say the same as the first`() {
        let supervisor = ProgramSupervisor(RestartPolicy(restarts: 0, pause: .zero))
        #expect(supervisor.accepts(Greeting(role: "ocr", id: "a", version: "1")))
        #expect(supervisor.accepts(Greeting(role: "ocr", id: "a", version: "1")))
        #expect(!supervisor.accepts(Greeting(role: "ocr", id: "a", version: "2")))
    }
}

@Suite struct `A quote` {
    private let content = "Invoice 15.00\n\nTotal  due:\n5.00\nÄRGER ACME GmbH, acme"

    @Test(
        arguments: [
            ("5.00", "5.00", true), ("Total due:", "Total  due:", true), ("ärger", "ÄRGER", false), ("acme", "acme", true),
            ("due: 5.00", "due:\n5.00", true),
        ])
    func `is found where it stands best`(quote: String, text: String, isVerbatim: Bool) throws {
        let match = try #require(QuoteFinder(content).find(quote, within: nil))
        #expect(match.text == text)
        #expect(match.isVerbatim == isVerbatim)
        #expect(content[match.span].map(String.init) == text)
        if quote == "5.00" { #expect(match.span.offset == 27) }
    }

    @Test(arguments: ["", "  ", "6.00", "Invoice 15.000", "Total of"]) func `that isn't there isn't found`(quote: String) {
        #expect(QuoteFinder(content).find(quote, within: nil) == nil)
    }
}
