import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@testable import ExtractionRules

@Suite struct `A label` {
    private func hits(_ text: String, _ labels: [[String]]) throws -> [(owner: Int, text: String, quality: Double)] {
        let row = try #require(DocumentView(ReadDocument(typeset: text)).rows.first)
        var matcher = LabelMatcher(labels)
        return matcher.hits(in: row, at: 0).map { ($0.owner, row.text($0.range), $0.quality) }
    }

    @Test(
        arguments: [
            ("Invoice no.: 12", "invoice number"), ("INVOICE # 12", "invoice number"), ("Invoice-Nr 12", "invoice number"),
            ("lnvoice number 12", "invoice number"),
            ("InvoiceNo:12", "invoice number"), ("Rechnungsnummer 12", "rechnungs nr"), ("Rechnungs-Nr. 12", "rechnungsnummer"),
            ("n°12 Facture", "facture"), ("Handelsrechnung 12", "rechnung"),
            ("Br uttosumme 12", "bruttosumme"), ("FÄLLIGKEIT", "fälligkeit"), ("facture n°562044387 du 2", "facture n°"),
            ("Total (VAT) 12", "total vat"),
        ])
    func `is found however it is written`(text: String, label: String) throws {
        #expect(try hits(text, [[label]]).count == 1)
    }

    @Test(arguments: [
        ("invoice: number", "invoice number"), ("involved number", "invoice number"), ("data", "date"), ("totally", "total"),
        ("taxi", "tax"), ("Total (VAT included) 12", "total vat"),
    ])
    func `isn't found in other words`(text: String, label: String) throws { #expect(try hits(text, [[label]]).isEmpty) }

    @Test func `that is longer wins`() throws {
        let found = try hits("Invoice date", [["date"], ["invoice date"], ["invoice"]])
        #expect(found.map(\.owner) == [1])
    }

    @Test func `with an error counts less`() throws {
        let exact = try #require(try hits("subtotal", [["subtotal"]]).first)
        let wrong = try #require(try hits("subt0tal", [["subtotal"]]).first)
        #expect(exact.quality == 1)
        #expect(wrong.quality < 1)
    }
}

@Suite struct `Rows` {
    @Test func `join words of one baseline across columns`() throws {
        let left = TextLine(words: [word("Total", x: 10, y: 100)])
        let other = TextLine(words: [word("Below", x: 10, y: 120)])
        let right = TextLine(words: [word("9.99", x: 300, y: 101)])
        var builder = LayoutBuilder()
        for line in [left, other, right] { builder.addLine(line.words) }
        let page = Page(number: 1, size: Size(width: 600, height: 800))
        let read = ReadPage(
            page: page, route: PageRoute(method: .textLayer, reason: .goodText, signals: RoutingSignals()), layout: builder.finish())
        let rows = DocumentView(ReadDocument(pageCount: 1, outcomes: [.read(read)])).rows
        #expect(rows.map { $0.text(0..<$0.scalars.count) } == ["total\t9.99", "below"])
        #expect(rows[0].segments.count == 2)
    }

    private func word(_ text: String, x: Double, y: Double) -> TextWord {
        TextWord(text: text, polygon: Polygon(Rect(x: x, y: y, width: Double(text.count) * 6, height: 10)))
    }
}

@Suite struct `Sums` {
    private func candidate(_ amount: Double, _ confidence: Double) -> Candidate {
        Candidate(value: .money(.init(amount), currency: nil), places: [], confidence: confidence, rule: "test")
    }

    @Test func `that add up are chosen over likelier ones that don't`() {
        let choice = SumValidator.choose(
            subtotals: [candidate(90, 0.8), candidate(100, 0.75)], taxes: [candidate(20, 0.7)],
            totals: [candidate(100, 0.85), candidate(120, 0.8)])
        #expect(choice.total?.amount == 120)
        #expect(choice.subtotal?.amount == 100)
        #expect((choice.total?.confidence ?? 0) > 0.8)
    }

    @Test func `paid at a till speak for their total`() {
        let choice = SumValidator.choose(subtotals: [], taxes: [], totals: [candidate(12, 0.7), candidate(11.9, 0.7)], paid: [11.9])
        #expect(choice.total?.amount == 11.9)
    }

    @Test func `that were paid or rounded are totals, whatever they are called`() {
        let subtotals = [candidate(41.43, 0.8), candidate(41.45, 0.8)]
        #expect(SumValidator.choose(subtotals: subtotals, taxes: [], totals: [], roundings: [0.02]).total?.amount == 41.45)
        #expect(SumValidator.choose(subtotals: subtotals, taxes: [], totals: [], paid: [41.43]).total?.amount == 41.43)
        #expect(SumValidator.choose(subtotals: subtotals, taxes: [], totals: []).total == nil)
    }

    @Test func `that equal themselves prove less than those that add up`() {
        let choice = SumValidator.choose(
            subtotals: [candidate(100, 0.9)], taxes: [candidate(0, 0.9), candidate(6, 0.5)],
            totals: [candidate(100, 0.77), candidate(106, 0.9)])
        #expect(choice.total?.amount == 106)
    }
}

@Suite struct `A field's name` {
    @Test(
        arguments: [
            ("total", FieldType.money), ("invoice_date", .date), ("dueDate", .date), ("Customer Email", .email), ("phone", .phone),
            ("shipping address", .address), ("order no", .identifier),
            ("qty", .number), ("vat_rate", .percentage), ("serial_number", .identifier), ("remarks", .any), ("company", .name),
        ])
    func `tells its type`(name: String, type: FieldType) {
        #expect(FieldNameInference.completed(FieldSchema(name: name, type: .any)).type == type)
    }

    @Test func `of a schema with labels stays as it is`() {
        let field = FieldSchema(name: "total", type: .text, labels: ["sum of all"])
        #expect(FieldNameInference.completed(field) == field)
    }
}
