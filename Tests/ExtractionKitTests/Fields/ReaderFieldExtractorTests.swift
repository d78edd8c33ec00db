import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

private func place(_ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double, page: Int = 1) -> [Grounding] {
    [
        Grounding(
            region: PageRegion(
                page: page, polygon: Polygon(Rect(minX: minX, minY: minY, maxX: maxX, maxY: maxY)), span: TextSpan(offset: 0, length: 0)),
            status: .normalised)
    ]
}

private func field(_ name: String, _ type: FieldType, _ value: FieldValue, raw: String, _ grounding: [Grounding]) -> ExtractedField {
    ExtractedField(name: name, type: type, value: value, raw: raw, confidence: 0.9, grounding: grounding, source: "service")
}

/// A document of one line a page, `Total 7.50 EUR`, whose reader found fields.
private func document(_ findings: [ExtractedPart], pages: Int = 1) -> ReadDocument {
    ReadDocument(
        pageCount: pages,
        outcomes: (1...pages).map { number in
            var builder = LayoutBuilder()
            builder.beginParagraph(role: .body)
            builder.addLine(
                ["Total", "7.50", "EUR"].enumerated().map { column, word in
                    TextWord(text: word, polygon: Polygon(Rect(x: Double(column) * 50, y: 10, width: 45, height: 12)))
                })
            return .read(
                ReadPage(
                    page: Page(number: number, size: Size(width: 200, height: 100)),
                    route: PageRoute(method: .service, reason: .service, signals: RoutingSignals()), layout: builder.finish(),
                    findings: findings.filter { $0.pages.lowerBound == number }))
        })
}

private let total = field("total_amount", .money, .money(7.5, currency: "EUR"), raw: "7.50 EUR", place(48, 8, 146, 24))

private func part(_ type: String, _ fields: [ExtractedField], pages: ClosedRange<Int> = 1...1) -> ExtractedPart {
    ExtractedPart(pages: pages, documentType: DocumentTypeFinding(id: type, confidence: 0.95), fields: fields)
}

private let invoice = RecordSchema(
    id: "invoice", title: "Invoice",
    fields: [
        FieldSchema(name: "total_amount", type: .money), FieldSchema(name: "due_date", type: .date),
        FieldSchema(name: "line_items", type: .table, columns: [FieldSchema(name: "amount", type: .money)]),
    ])

@Suite struct `What a reader found` {
    private func find(_ target: FieldRequest.Target, in document: ReadDocument) async throws -> FieldResult {
        try await ReaderFieldExtractor().fields(for: FieldRequest(target: target), in: document)
    }

    @Test func `is given with the words that stand at its place`() async throws {
        let items = field(
            "LineItems", .table,
            .table([FieldRow(cells: [field("Amount", .number, .number(7.5, unit: nil), raw: "7.50", place(50, 9, 95, 23))])]),
            raw: "", [])
        let read = document([part("invoice", [total, items])])
        let result = try await find(.schema(invoice), in: read)
        #expect(result.fields.map(\.name) == ["total_amount", "line_items"] && result.documentType == nil)
        #expect(result.missing == [MissingField(name: "due_date", reason: "not_given")] && result.usage == Usage())
        let found = try #require(result.fields.first)
        #expect(found.value == total.value && found.source == "service" && found.confidence == 0.9)
        #expect(found.grounding.map { read.text(of: $0.region.span) } == ["7.50 EUR"] && found.grounding.map(\.status) == [.normalised])
        guard case .table(let rows) = result.fields[1].value else { throw ExtractionError(.invalidAnswer, "no table") }
        #expect(rows.map { $0["amount"]?.value } == [.money(7.5, currency: nil)])
        #expect(result.fields[1].grounding.map { read.text(of: $0.region.span) } == ["7.50"])
    }

    @Test func `says the kind of document in the auto mode`() async throws {
        let known = try await find(.anyOf([invoice]), in: document([part("invoice", [total])]))
        #expect(
            known.documentType?.id == "invoice" && known.documentType?.confidence == 0.95 && known.fields.map(\.name) == ["total_amount"])
        let other = try await find(.anyOf([invoice]), in: document([part("passport", [total])]))
        #expect(other.documentType?.id == DocumentTypeFinding.unknown && other.documentType?.evidence == ["passport"])
        #expect(other.fields.map(\.name) == ["total_amount"])
        let none = try await find(.anyOf([invoice]), in: document([]))
        #expect(none.documentType?.id == DocumentTypeFinding.unknown && none.fields.isEmpty)
    }

    @Test func `may be several documents of a file`() async throws {
        let other = field("total_amount", .money, .money(7.5, currency: "EUR"), raw: "7.50 EUR", place(48, 8, 146, 24, page: 2))
        let read = document([part("invoice", [total]), part("invoice", [other], pages: 2...2)], pages: 2)
        let result = try await find(.anyOf([invoice]), in: read)
        #expect(result.documentType?.id == DocumentTypeFinding.several && result.fields.isEmpty)
        #expect(result.parts.map(\.pages) == [1...1, 2...2])
        #expect(result.parts.flatMap { $0.fields.flatMap(\.grounding) }.map(\.region.page) == [1, 2])
    }

    @Test func `of another type than the schema's isn't its value`() async throws {
        let schema = RecordSchema(id: "x", title: "x", fields: [FieldSchema(name: "Total Amount", type: .date)])
        let result = try await find(.schema(schema), in: document([part("invoice", [total])]))
        #expect(result.missing == [MissingField(name: "Total Amount", reason: "invalid_value")])
    }

    @Test func `at a place without its words isn't grounded there`() async throws {
        let elsewhere = field("total_amount", .money, .money(7.5, currency: nil), raw: "7.50", place(0, 60, 90, 90))
        let between = field("total_amount", .money, .money(7.5, currency: nil), raw: "7.50", place(0, 8, 95, 24))
        let first = try await find(.schema(invoice), in: document([part("invoice", [elsewhere])]))
        #expect(first.fields.map(\.grounding) == [[]])
        let second = try await find(.schema(invoice), in: document([part("invoice", [between])]))
        #expect(second.fields.flatMap { $0.grounding.map(\.status) } == [.fuzzy])
    }

    @Test func `stays with the document when it is written down`() async throws {
        let read = document([part("invoice", [total])])
        let again = try ReadDocument(json: Array(read.json().utf8))
        #expect(again.pages.map(\.findings) == read.pages.map(\.findings) && !again.pages.flatMap(\.findings).isEmpty)
        let stored = try JSONDecoder().decode(ReadPage.self, from: JSONEncoder().encode(read.pages[0]))
        #expect(stored == read.pages[0])
        #expect(try !document([]).json().contains("findings"))
    }
}

@Suite struct `The calls behind a usage` {
    @Test func `are added up, written down and read back`() throws {
        var first = CallRecord(engine: "a", operation: "ask", model: "m", began: 1, outcome: .succeeded)
        first.consumption = Consumption(pages: 2, promptTokens: 10, completionTokens: 3)
        (first.cost, first.requestID, first.retries) = (Decimal(string: "0.25"), "r-1", 1)
        let second = CallRecord(engine: "b", operation: "embed", model: "n", began: 2, outcome: .failed(.rateLimited))
        let usage = first.usage + second.usage
        #expect(usage.amounts == Usage(pages: 2, calls: 2, promptTokens: 10, completionTokens: 3, cost: Decimal(string: "0.25") ?? 0))
        #expect(usage.ledger == [first, second])
        let json = try JSONEncoder().encode(usage)
        #expect(try JSONDecoder().decode(Usage.self, from: json) == usage)
        let text = String(decoding: json, as: UTF8.self)
        #expect(text.contains(#""error":"rate_limited""#) && text.contains(#""request_id":"r-1""#) && text.contains(#""prompt_tokens":10"#))
        #expect(try !String(decoding: JSONEncoder().encode(Usage()), as: UTF8.self).contains("ledger"))
    }
}
