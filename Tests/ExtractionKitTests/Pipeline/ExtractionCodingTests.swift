import ExtractionKit
import Foundation
import Testing

@Suite struct `An extraction as JSON` {
    private func extraction() throws -> Extraction {
        let document = Document(bytes: Array("%PDF-1.7".utf8), filename: "a.pdf")
        let place = Grounding(
            region: PageRegion(page: 1, polygon: Polygon(Rect(x: 1, y: 2, width: 3, height: 4)), span: TextSpan(offset: 5, length: 6)),
            status: .normalised)
        func field(_ name: String, _ type: FieldType, _ value: FieldValue, _ raw: String) -> ExtractedField {
            ExtractedField(name: name, type: type, value: value, raw: raw, confidence: 0.875, grounding: [place], source: "rules:test")
        }
        let page = ReadPage(
            page: Page(number: 1, size: Size(width: 612, height: 792)),
            route: PageRoute(method: .textLayer, reason: .goodText, signals: RoutingSignals()), layout: .empty)
        return try Extraction(
            document: DocumentSummary(document, pageCount: 2), mode: .auto,
            documentType: DocumentTypeFinding(
                id: "invoice", confidence: 0.9, runnerUp: DocumentTypeFinding.RunnerUp(id: "receipt", confidence: 0.1),
                evidence: ["invoice"]),
            fields: [
                field("vendor_name", .name, .text("Gårdens Bröd AB"), "Gårdens Bröd AB"),
                field("invoice_date", .date, .date(#require(CalendarDate(year: 2026, month: 3, day: 1))), "1 Mar 2026"),
                field("time", .time, .time("14:05"), "2:05 pm"),
                field("total_amount", .money, .money(Decimal(string: "1234.10") ?? 0, currency: "EUR"), "1.234,10 €"),
                field("rate", .percentage, .percentage(Decimal(19)), "19 %"),
                field("weight", .number, .number(Decimal(3), unit: "kg"), "3 kg"),
                field("paid", .boolean, .boolean(true), "yes"),
                field(
                    "line_items", .table,
                    .table([
                        FieldRow(cells: [
                            field("description", .text, .text("Bolt"), "Bolt"), field("quantity", .number, .number(12, unit: nil), "12"),
                        ])
                    ]),
                    ""),
            ], missing: [MissingField(name: "due_date", reason: "no_label_found")], pages: [PageSummary(page)],
            usage: Usage(pages: 1, calls: 2, promptTokens: 3, completionTokens: 4, cost: Decimal(string: "0.05") ?? 0),
            timings: Extraction.Timings(reading: 1, fields: 2, total: 3), warnings: [Warning(code: "w", message: "m", page: 1)],
            errors: [ErrorSummary(ExtractionError(.corrupt, "The page can't be parsed.").scoped(page: 2))])
    }

    @Test func `is read back as it was written`() throws {
        let json = try JSONEncoder().encode(extraction())
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let again = try encoder.encode(JSONDecoder().decode(Extraction.self, from: json))
        #expect(try String(decoding: again, as: UTF8.self) == String(decoding: encoder.encode(extraction()), as: UTF8.self))
        let copy = try JSONDecoder().decode(Extraction.self, from: json)
        #expect(try copy.fields == extraction().fields)
        #expect(try copy.documentType == extraction().documentType)
    }

    @Test func `has the members that scripts depend on`() throws {
        let json = try JSONValue(json: Array(JSONEncoder().encode(extraction())))
        for key in ["id", "filename", "media_type", "byte_count", "sha256", "page_count"] {
            #expect(json["document"]?[key] != nil, "\(key)")
        }
        for key in ["id", "confidence", "runner_up", "evidence"] { #expect(json["document_type"]?[key] != nil, "\(key)") }
        for key in ["pages", "calls", "prompt_tokens", "completion_tokens", "cost"] { #expect(json["usage"]?[key] != nil, "\(key)") }
        for key in ["mode", "timings_ms", "warnings", "errors"] { #expect(json[key] != nil, "\(key)") }
        let page = try #require(json["pages"]?.array?.first)
        for key in ["number", "reader", "reason", "signals"] { #expect(page[key] != nil, "\(key)") }
        let total = try #require(json["fields"]?["total_amount"])
        #expect(total["value"] == .number(Decimal(string: "1234.1") ?? 0))
        #expect(total["currency"] == "EUR")
        #expect(total["raw"] == "1.234,10 €")
        #expect(total["type"] == "money")
        #expect(total["source"] == "rules:test")
        let place = try #require(total["grounding"]?.array?.first)
        #expect(place["polygon"]?.array?.count == 8)
        #expect(place["page"] == 1)
        #expect(place["offset"] == 5)
        #expect(place["length"] == 6)
        #expect(place["status"] == "normalised")
        #expect(json["fields"]?["weight"]?["unit"] == "kg")
        #expect(json["extracted_fields"]?["invoice_date"] == "2026-03-01")
        #expect(json["extracted_fields"]?["line_items"] == [["description": "Bolt", "quantity": 12]])
        #expect(json["confidence_scores"]?["total_amount"] == .number(Decimal(string: "0.875") ?? 0))
        #expect(json["fields"]?["line_items"]?["rows"]?.array?.first?["quantity"]?["grounding"]?.array?.count == 1)
    }
}

@Suite struct `An error` {
    private struct Leaky: Error { let text = "the patient's name" }

    @Test func `shows neither its cause nor text of the document`() {
        let error = ExtractionError(.engineFailure, "The engine failed; try another.", cause: Leaky()).scoped(
            document: "7f3a", page: 41, stage: .recognition, plugin: "azure")
        #expect("\(error)" == "engine_failure: The engine failed; try another. (document 7f3a, page 41, recognition, azure)")
        #expect(!String(describing: error).contains("patient"))
        #expect(String(reflecting: error).contains("patient"))
    }

    @Test func `keeps what is already known of its place`() {
        let error = ExtractionError(.corrupt, "m").scoped(page: 2).scoped(document: "d", page: 9)
        #expect(error.scope == ExtractionError.Scope(document: "d", page: 2))
    }
}

@Suite struct `A calendar date` {
    @Test(arguments: ["2026-02-28", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
    func `that exists is read and written`(text: String) { #expect(CalendarDate(text)?.description == text) }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-30", "2026-4-30", "", "2026-04-30T00:00",
    ])
    func `that does not exist is none`(text: String) { #expect(CalendarDate(text) == nil) }
}
