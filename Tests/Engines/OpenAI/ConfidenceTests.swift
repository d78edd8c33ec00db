import ExtractionKit
import ExtractionRemote
import Foundation
import Testing

@testable import ExtractionOpenAI

private func step(_ json: JSONValue) throws -> ReplayingHTTPTransport.Step {
    try .answer(HTTPAnswer(status: 200, body: json.encoded()))
}

private func quoted(_ value: String, _ quote: String? = nil) -> String { #"{"value":"\#(value)","quote":"\#(quote ?? value)"}"# }

private let schema = RecordSchema(
    id: "bill", title: "Bill",
    fields: [
        FieldSchema(name: "number", type: .identifier), FieldSchema(name: "subtotal", type: .money), FieldSchema(name: "tax", type: .money),
        FieldSchema(name: "total", type: .money), FieldSchema(name: "currency", type: .currency),
        FieldSchema(name: "invoice_date", type: .date), FieldSchema(name: "due_date", type: .date),
        FieldSchema(name: "account", type: .identifier),
    ])

@Suite struct `The confidence in a model's value` {
    private let bill = document(["Bill 1042", "Net 100.00 EUR", "Tax 19.00 EUR", "Total 119.00 EUR"])

    private func extractor(
        _ steps: [ReplayingHTTPTransport.Step], _ change: (inout OpenAIConfiguration) -> Void = { _ in }
    ) throws -> (OpenAIFieldExtractor, ReplayingHTTPTransport) {
        let transport = ReplayingHTTPTransport(steps)
        var configuration = OpenAIConfiguration(model: "m")
        change(&configuration)
        return (try OpenAIFieldExtractor(configuration, transport: transport, key: Secret("k")), transport)
    }

    private func confidence(_ tokens: [(String, Double)], text: String) async throws -> Double {
        let (extractor, transport) = try extractor([step(completion(text, tokens: tokens))])
        let result = try await extractor.fields(for: FieldRequest(target: .schema(schema)), in: bill)
        #expect(try JSONValue(json: #require(transport.requests.first).body)["logprobs"] == true)
        return try #require(result.fields.first { $0.name == "number" }).confidence
    }

    @Test func `follows the likelihood of its least likely token`() async throws {
        let text = #"{"number":{"value":"1042","quote":"1042"}}"#
        let before = #"{"number":{"value":""#, after = #"","quote":"1042"}}"#
        let sure = try await confidence([(before, 0), ("10", -0.001), ("42", -0.001), (after, 0)], text: text)
        let unsure = try await confidence([(before, 0), ("10", 0), ("42", -2), (after, 0)], text: text)
        let elsewhere = try await confidence([(before, -3), ("1042", -0.001), (after, -3)], text: text)
        let unknown = try await confidence([], text: text)
        let others = try await confidence([("something", -9), ("else", -9)], text: text)
        #expect(sure > unknown && unknown > unsure && abs(elsewhere - sure) < 0.001 && others == unknown)
        #expect(unknown == ConfidenceModel.openAI.confidence(["exact": 1]))
    }

    @Test func `isn't asked of a model that reasons`() async throws {
        let (extractor, transport) = try extractor([step(completion("{}"))]) { $0.temperature = nil }
        _ = try await extractor.fields(for: FieldRequest(target: .schema(schema)), in: bill)
        #expect(try JSONValue(json: #require(transport.requests.first).body)["logprobs"] == nil)
    }

    @Test func `follows how many passes give the value`() async throws {
        let one = completion(#"{"number":\#(quoted("1042")),"total":\#(quoted("119.00", "Total 119.00 EUR"))}"#)
        let other = completion(#"{"number":\#(quoted("1042")),"total":\#(quoted("19.00", "Tax 19.00 EUR")),"tax":\#(quoted("19.00"))}"#)
        let (extractor, transport) = try extractor([step(other), step(one), step(one)]) { ($0.passes, $0.temperature) = (3, 0.5) }
        let result = try await extractor.fields(for: FieldRequest(target: .schema(schema)), in: bill)
        func field(_ name: String) -> ExtractedField? { result.fields.first { $0.name == name } }
        #expect(transport.requests.count == 3 && result.usage.calls == 3)
        #expect(field("total")?.value == .money(119, currency: nil))
        let number = try #require(field("number")), total = try #require(field("total")), tax = try #require(field("tax"))
        #expect(number.confidence > total.confidence && total.confidence > tax.confidence)
        #expect(result.fields.map(\.name) == ["number", "tax", "total"])
        #expect(throws: ExtractionError.self) { try self.extractor([]) { $0.passes = 2 } }
    }

    @Test func `follows sums`() async throws {
        func total(_ subtotal: String) async throws -> Double {
            let text =
                #"{"subtotal":\#(quoted(subtotal, subtotal)),"tax":\#(quoted("19.00")),"total":\#(quoted("119.00", "Total 119.00"))}"#
            let (extractor, _) = try extractor([step(completion(text))])
            let found = try await extractor.fields(for: FieldRequest(target: .schema(schema)), in: bill)
            return try #require(found.fields.first { $0.name == "total" }).confidence
        }
        #expect(try await total("100.00") > total("1042") + 0.2)
    }

    @Test func `of a table is that of its cells, whatever they add up to`() async throws {
        let lines = RecordSchema(
            id: "bill", title: "Bill",
            fields: [
                FieldSchema(name: "total", type: .money),
                FieldSchema(name: "lines", type: .table, columns: [FieldSchema(name: "amount", type: .money)]),
            ])
        func find(_ total: String) async throws -> [ExtractedField] {
            let rows = [quoted("100.00", "Net 100.00"), quoted("19.00")].map { #"{"amount":\#($0)}"# }.joined(separator: ",")
            let text = #"{"total":\#(quoted(total)),"lines":[\#(rows)]}"#
            let (extractor, _) = try extractor([step(completion(text))])
            return try await extractor.fields(for: FieldRequest(target: .schema(lines)), in: bill).fields
        }
        let good = try await find("119.00"), other = try await find("1042")
        #expect(good.map(\.name) == ["total", "lines"] && good[0].confidence > other[0].confidence)
        #expect(good[1].confidence == other[1].confidence && good[1].confidence > 0.8)
    }

    @Test func `follows dates, codes and check digits`() throws {
        func field(_ name: String, _ value: FieldValue) -> ExtractedField {
            ExtractedField(
                name: name, type: schema[name]?.type ?? .any, value: value, raw: "", confidence: 1, grounding: [], source: "test")
        }
        func day(_ text: String) throws -> FieldValue { .date(try #require(CalendarDate(text))) }
        let good = try FieldChecks(
            [
                field("currency", .text("EUR")), field("invoice_date", day("2026-01-15")), field("due_date", day("2026-02-15")),
                field("account", .text("DE89 3704 0044 0532 0130 00")), field("number", .text("1042")),
            ], of: schema
        ).verdicts
        #expect(good == ["currency": 1, "invoice_date": 1, "due_date": 1, "account": 1])
        let bad = try FieldChecks(
            [
                field("currency", .text("EUX")), field("invoice_date", day("2026-01-15")), field("due_date", day("2025-02-15")),
                field("account", .text("DE89 3704 0044 0532 0130 01")),
            ], of: schema
        ).verdicts
        #expect(bad == ["currency": -1, "invoice_date": -1, "due_date": -1, "account": -1])
    }

    @Test func `comes from a model that can be fitted`() async throws {
        let text = #"{"number":\#(quoted("1042")),"total":\#(quoted("119.00", "Total 119.00 EUR"))}"#
        let (extractor, _) = try extractor([step(completion(text)), step(completion(text))])
        let request = FieldRequest(target: .schema(schema))
        let evidence = try await extractor.evidence(for: request, in: bill)
        #expect(evidence.map(\.evidence) == [["exact": 1], ["normalised": 1]])
        var fitted = ConfidenceModel.openAI
        fitted.weights = ["exact": -5]
        let other = extractor.with(fitted)
        let result = try await other.fields(for: request, in: bill)
        #expect(result.fields.map { $0.confidence < 0.1 } == [true, false] && other.identity != extractor.identity)
    }
}

@Suite struct `Places in an answer` {
    @Test(arguments: [
        (
            #"{"a": {"value": "x\"y"}, "b": [{"c": 12.5}, {"c": null}]}"#,
            [["a", "value"]: #"x\"y"#, ["b", "0", "c"]: "12.5", ["b", "1", "c"]: "null"]
        ),
        (#"  [ ] "#, [:]), (#"{"a": tru"#, [["a"]: "tru"]), (#"{"a": "never ends"#, [:]), ("", [:]), (#"{"a" "b"}"#, [:]),
    ])
    func `are those of its strings and numbers`(text: String, expected: [[String]: String]) {
        let bytes = Array(text.utf8)
        let found = JSONPlaces(text).places.filter { !$0.value.isEmpty }.mapValues { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(found == expected)
    }

    @Test func `are looked for no deeper than sensible`() {
        #expect(JSONPlaces(String(repeating: "[", count: 100_000)).places.isEmpty)
    }
}
