import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

private struct Bill: Decodable, Equatable {
    var invoiceNumber: String
    var dueDate: CalendarDate?
    var isPaid: Bool?
    var totalAmount: Decimal
    var state: State?
    var lineItems: [Line]

    enum State: String, Decodable, CaseIterable { case open, closed }

    struct Line: Decodable, Equatable {
        var description: String
        var quantity: Double?
        var count: Int?
    }
}

private let twelveFifty = Decimal(125) / 10

private func field(_ name: String, _ type: FieldType, _ value: FieldValue) -> ExtractedField {
    let place = Grounding(
        region: PageRegion(page: 2, polygon: Polygon(Rect(x: 1, y: 2, width: 3, height: 4)), span: TextSpan(offset: 5, length: 6)),
        status: .normalised)
    return ExtractedField(name: name, type: type, value: value, raw: "as printed", confidence: 0.9, grounding: [place], source: "test:x")
}

private func extraction(_ fields: [ExtractedField]) -> Extraction {
    Extraction(
        document: DocumentSummary(Document(bytes: [1], filename: "a.pdf"), pageCount: 1), mode: .custom, documentType: nil, fields: fields,
        missing: [], pages: [], usage: Usage(), timings: Extraction.Timings(reading: 0, fields: 0, total: 0), warnings: [], errors: [])
}

@Suite struct `A schema of a Swift type` {
    @Test func `has a field for every property`() throws {
        let schema = try RecordSchema(of: Bill.self)
        #expect(schema.id == "bill")
        #expect(
            schema.fields.map { "\($0.name) \($0.type.rawValue)" } == [
                "invoice_number any", "due_date date", "is_paid boolean", "total_amount money", "state choice", "line_items table",
            ])
        #expect(schema["state"]?.choices == ["open", "closed"])
        #expect(
            schema["line_items"]?.columns.map { "\($0.name) \($0.type.rawValue)" } == [
                "description any", "quantity number", "count number",
            ])
    }

    @Test func `is refused for properties that no field can be`() {
        struct Nested: Decodable {
            var bill: Bill
        }
        struct Nothing: Decodable {}
        for type in [Nested.self, Nothing.self, [Bill].self] as [any Decodable.Type] {
            let error = #expect(throws: ExtractionError.self) { try RecordSchema(of: type) }
            #expect(error?.code == .invalidRequest)
        }
    }

    @Test(arguments: [("dueDate", "due_date"), ("vendorVATNumber", "vendor_vat_number"), ("total", "total"), ("snake_case", "snake_case")])
    func `names fields in snake case`(property: String, field: String) throws {
        struct Key: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
        struct Record: Decodable {
            @TaskLocal static var name = ""
            init(from decoder: any Decoder) throws {
                _ = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: Key(stringValue: Self.name))
            }
        }
        let schema = try Record.$name.withValue(property) { try RecordSchema(of: Record.self) }
        #expect(schema.fields.map(\.name) == [field])
    }
}

@Suite struct `An extracted value` {
    private var fields: [ExtractedField] {
        [
            field("invoice_number", .identifier, .text("A-7")),
            field("due_date", .date, CalendarDate("2026-03-31").map(FieldValue.date) ?? .text("")),
            field("total_amount", .money, .money(twelveFifty, currency: "EUR")), field("state", .choice, .text("Open")),
            field(
                "line_items", .table,
                .table([
                    FieldRow(cells: [
                        field("description", .text, .text("Bolt")), field("quantity", .number, .number(1.5, unit: nil)),
                        field("count", .number, .number(3, unit: nil)),
                    ])
                ])),
        ]
    }

    @Test func `has the document's values, and what is known of each`() throws {
        let bill = try Extracted<Bill>(extraction(fields))
        #expect(
            bill.value
                == Bill(
                    invoiceNumber: "A-7", dueDate: CalendarDate("2026-03-31"), isPaid: nil, totalAmount: twelveFifty,
                    state: .open, lineItems: [Bill.Line(description: "Bolt", quantity: 1.5, count: 3)]))
        #expect(bill.totalAmount == Decimal(string: "12.50"))
        let total = try #require(bill["totalAmount"])
        #expect(total.value == .money(twelveFifty, currency: "EUR"))
        #expect(total.raw == "as printed")
        #expect(total.confidence == 0.9)
        #expect(total.regions.map(\.page) == [2])
        #expect(total.status == .normalised)
        #expect(bill["isPaid"] == nil)
    }

    @Test func `needs a value for what isn't optional`() {
        let error = #expect(throws: ExtractionError.self) {
            try Extracted<Bill>(extraction(fields.filter { $0.name != "total_amount" }))
        }
        #expect(error?.code == .incompleteRecord)
        #expect(error?.message.contains("total_amount") == true)
    }

    @Test func `has no rows where there is no table`() throws {
        #expect(try Extracted<Bill>(extraction(fields.filter { $0.name != "line_items" })).lineItems.isEmpty)
    }

    @Test func `refuses a value that doesn't fit`() {
        struct Counted: Decodable {
            var totalAmount: Int
        }
        let error = #expect(throws: ExtractionError.self) { try Extracted<Counted>(extraction(fields)) }
        #expect(error?.code == .incompleteRecord)
    }

    @Test func `gives dates of Foundation at midnight in UTC`() throws {
        struct Dated: Decodable {
            var dueDate: Date
        }
        #expect(try Extracted<Dated>(extraction(fields)).dueDate == Date(timeIntervalSince1970: 1_774_915_200))
    }
}
