import ExtractionKit
import ExtractionRules
import ExtractionSchemas
import ExtractionTesting
import Foundation
import Testing

/// Extracts with a schema and gives the fields by name.
func fields(_ schema: RecordSchema, _ text: String, confidence: Double? = nil) async throws -> [String: ExtractedField] {
    let document = ReadDocument(typeset: text, confidence: confidence)
    let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(schema)), in: document)
    return Dictionary(uniqueKeysWithValues: result.fields.map { ($0.name, $0) })
}

let sampleInvoice = """
    Northwind Tools Ltd                                          # 
    14 Harbour Road
    Leeds LS1 4AB

    INVOICE

    Bill to                            Invoice no.:   NW-20871
    Orchard Supplies                   Invoice date:  03/04/2026
    8 Mill Lane                        Due date:      30/04/2026
    York YO1 7HH

    Description              Qty     Unit price      Amount

    Claw hammer               2          12.50       25.00
    with ash handle
    Tape measure              4           5.00       20.00

                                     Subtotal     £  45.00
                                     VAT 20%      £   9.00
                                     Total        £  54.00

    VAT no. GB123456789
    """

@Suite struct `An invoice` {
    @Test func `keeps the contract of a field extractor`() async throws {
        try await FieldExtractorConformance(RulesFieldExtractor()).check()
    }

    @Test func `gives its fields`() async throws {
        let found = try await fields(.invoice, sampleInvoice)
        #expect(found["vendor_name"]?.value == .text("Northwind Tools Ltd"))
        #expect(found["customer_name"]?.value == .text("Orchard Supplies"))
        #expect(found["invoice_number"]?.value == .text("NW-20871"))
        #expect(found["invoice_date"]?.value == .date(try #require(CalendarDate("2026-04-03"))))
        #expect(found["due_date"]?.value == .date(try #require(CalendarDate("2026-04-30"))))
        #expect(found["subtotal"]?.value == .money(45, currency: "GBP"))
        #expect(found["tax"]?.value == .money(9, currency: "GBP"))
        #expect(found["total_amount"]?.value == .money(54, currency: "GBP"))
        #expect(found["currency"]?.value == .text("GBP"))
        #expect(found["vendor_tax_id"]?.value == .text("GB123456789"))
    }

    @Test func `gives its lines, with descriptions of several rows joined`() async throws {
        let found = try await fields(.invoice, sampleInvoice)
        guard case .table(let rows) = found["line_items"]?.value else {
            Issue.record("no table")
            return
        }
        #expect(rows.count == 2)
        #expect(rows.first?["description"]?.value == .text("Claw hammer with ash handle"))
        #expect(rows.first?["quantity"]?.value == .number(2, unit: nil))
        #expect(rows.first?["unit_price"]?.value.currency == "GBP")
        #expect(rows.last?["amount"]?.value == .money(20, currency: "GBP"))
    }

    @Test func `is more certain of sums that add up`() async throws {
        let right = try await fields(.invoice, sampleInvoice)
        let wrong = try await fields(.invoice, sampleInvoice.replacingOccurrences(of: "54.00", with: "58.00"))
        #expect(try #require(right["total_amount"]).confidence > (try #require(wrong["total_amount"]).confidence))
    }

    @Test func `names every field once, found or missing`() async throws {
        let document = ReadDocument(typeset: sampleInvoice)
        let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(.invoice)), in: document)
        let names = result.fields.map(\.name) + result.missing.map(\.name)
        #expect(names.sorted() == RecordSchema.invoice.fields.map(\.name).sorted())
        #expect(result.missing.first { $0.name == "purchase_order" }?.reason == "no_label_found")
        #expect(result.fields.allSatisfy { (0...1).contains($0.confidence) && !$0.grounding.isEmpty })
    }
}

@Suite struct `Grounding` {
    @Test func `of every value and cell is the text it was read from`() async throws {
        let document = ReadDocument(typeset: sampleInvoice)
        let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(.invoice)), in: document)
        var all = result.fields
        for field in result.fields {
            if case .table(let rows) = field.value { all += rows.flatMap(\.cells) }
        }
        #expect(all.count > 15)
        for field in all {
            let text = field.grounding.map { document.text(of: $0.region.span) }.joined(separator: " ")
            #expect(text == field.raw, "\(field.name)")
            if case .text(let value) = field.value, value == field.raw { #expect(field.grounding.allSatisfy { $0.status == .exact }) }
        }
        let date = try #require(result.fields.first { $0.name == "invoice_date" })
        #expect(date.raw == "03/04/2026")
        #expect(date.grounding.first?.status == .normalised)
        let region = try #require(date.grounding.first?.region)
        #expect(document.grounding(of: region.span, status: .normalised) == date.grounding)
    }

    @Test func `of a value glued to its label is the value alone`() async throws {
        let found = try await fields(.invoice, "INVOICE\n\nInvoice No:4711-A\nDate:2026-03-31")
        #expect(found["invoice_number"]?.raw == "4711-A")
        #expect(found["invoice_date"]?.raw == "2026-03-31")
    }
}

@Suite struct `A receipt` {
    let text = """
        CORNER BAKERY SDN BHD
        (123456-X)
        12, JALAN MERAH 3, TAMAN BUNGA
        50100 KUALA LUMPUR
        TEL: 03-1234 5678

        TAX INVOICE
        DATE: 14/02/2026      TIME: 09:41

        ITEM                    QTY    AMOUNT
        CHEESE BUN                2      7.00
        COFFEE                    1      5.30

        TOTAL QTY:    3
        SUB TOTAL              12.30
        TOTAL (RM)             12.30
        CASH                   20.00
        CHANGE                  7.70
        """

    @Test func `gives its fields`() async throws {
        let found = try await fields(.receipt, text)
        #expect(found["merchant_name"]?.value == .text("CORNER BAKERY SDN BHD"))
        #expect(found["merchant_address"]?.value == .text("12, JALAN MERAH 3, TAMAN BUNGA 50100 KUALA LUMPUR"))
        #expect(found["date"]?.value == .date(try #require(CalendarDate("2026-02-14"))))
        #expect(found["time"]?.value == .time("09:41"))
        #expect(found["total"]?.value == .money(12.3, currency: "MYR"))
    }

    @Test func `is understood from bare names too`() async throws {
        let schema = try RecordSchema(fieldNames: ["company", "date", "address", "total", "loyalty points"])
        let document = ReadDocument(typeset: text)
        let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(schema)), in: document)
        #expect(result.fields.map(\.name) == ["company", "date", "address", "total"])
        #expect(result.fields.map(\.type) == [.name, .date, .address, .money])
        #expect(result.missing == [MissingField(name: "loyalty points", reason: "no_label_found")])
    }
}

@Suite struct `A certificate of analysis` {
    @Test func `gives its analytes, and no value where none was measured`() async throws {
        let found = try await fields(
            .labReport,
            """
            CERTIFICATE OF ANALYSIS

            Sample ID: L-2207        Batch No: B77
            Collected on: 2026-01-05

            Cannabinoids
            Analyte       LOQ      Result %     Status

            THCA          0.01       20.00      Pass
            d9-THC        0.01        1.00      Pass
            CBD           0.01          ND      Pass
            CBN           0.01      <0.01

            Total THC: 18.54 %
            """)
        #expect(found["sample_id"]?.value == .text("L-2207"))
        #expect(found["batch_number"]?.value == .text("B77"))
        #expect(found["thc_total_pct"]?.value == .percentage(try #require(Decimal(string: "18.54"))))
        guard case .table(let rows) = found["analytes"]?.value else {
            Issue.record("no table")
            return
        }
        #expect(rows.map { $0["name"]?.raw } == ["THCA", "d9-THC", "CBD", "CBN"])
        #expect(rows[0]["value"]?.value == .number(20, unit: "%"))
        #expect(rows[0]["unit"]?.value == .text("%"))
        #expect(rows[0]["panel"]?.value == .text("Cannabinoids"))
        #expect(rows[2]["value"] == nil && rows[3]["value"] == nil)
        #expect(rows[3]["status"]?.raw == "<0.01")
    }
}

@Suite struct `The kind of a document` {
    func finding(_ text: String) async throws -> FieldResult {
        try await RulesFieldExtractor().fields(
            for: FieldRequest(target: .anyOf(BuiltInSchemas.all)), in: ReadDocument(typeset: text))
    }

    @Test func `is found with its evidence and what else it could be`() async throws {
        let type = try #require(try await finding(sampleInvoice).documentType)
        #expect(type.id == "invoice")
        #expect(type.confidence > 0.6)
        #expect(type.evidence.contains("invoice date"))
        #expect(type.runnerUp != nil)
    }

    @Test func `is unknown for another, which gives its pairs`() async throws {
        let result = try await finding(
            """
            Boarding pass

            Passenger: Ada Byron       Gate: B12
            Departure: 2026-05-01
            Seat      : 14C
            See http://example.com/help
            Seat      : 15C
            """)
        #expect(result.documentType?.id == "unknown")
        try #require(result.fields.map(\.name) == ["passenger", "gate", "departure", "seat", "seat_2"])
        #expect(result.fields[2].value == .date(try #require(CalendarDate("2026-05-01"))))
        #expect(result.fields[3].raw == "14C")
    }
}

@Suite struct `An extraction` {
    @Test func `of an empty document finds nothing and says so`() async throws {
        let result = try await RulesFieldExtractor().fields(
            for: FieldRequest(target: .schema(.receipt)), in: ReadDocument(pageCount: 1, outcomes: []))
        #expect(result.fields.isEmpty)
        #expect(Set(result.missing.map(\.reason)) == ["no_text"])
        #expect(result.missing.count == RecordSchema.receipt.fields.count)
    }

    @Test func `ends at its deadline`() async throws {
        let error = await #expect(throws: ExtractionError.self) {
            try await RulesFieldExtractor().fields(
                for: FieldRequest(target: .schema(.invoice), deadline: .after(seconds: 0)), in: ReadDocument(typeset: sampleInvoice))
        }
        #expect(error?.code == .deadlineExceeded)
    }

    @Test func `mends digits of an OCR engine, at the price of confidence`() async throws {
        let clean = try await fields(.receipt, "TOTAL   10.50", confidence: 0.9)
        let mended = try await fields(.receipt, "TOTAL   1O.5O", confidence: 0.9)
        #expect(mended["total"]?.value == .money(10.5, currency: nil))
        #expect(mended["total"]?.raw == "1O.5O")
        #expect(mended["total"]?.grounding.first?.status == .fuzzy)
        #expect(try #require(mended["total"]).confidence < (try #require(clean["total"]).confidence))
        #expect(try await fields(.receipt, "TOTAL   1O.5O")["total"] == nil)
    }

    @Test func `survives text without order`() async throws {
        let words = [
            "total", "1,2,3", ":", "((", "99/99/9999", "%", "$", "invoice", "-", "€5", "#", "12.", "…", "٣", "no", "\u{301}x",
            "9999999999999999999",
        ]
        for seed in 0..<40 {
            let text = (0..<120).map {
                words[($0 * 7 + seed * 13 + $0 * $0 * seed) % words.count] + ($0 % 9 == 0 ? "\n" : $0 % 5 == 0 ? "    " : " ")
            }
            let document = ReadDocument(typeset: text.joined())
            for schema in BuiltInSchemas.all {
                let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(schema)), in: document)
                #expect(result.fields.count + result.missing.count == schema.fields.count)
            }
        }
    }

    @Test func `of fifty thousand words takes time in proportion`() async throws {
        func document(_ rows: Int) -> ReadDocument {
            var lines = ["Invoice no. 1", "Description    Qty    Unit price     Amount"]
            for row in 0..<rows { lines.append("Widget\(10_000 + row) blue    2     1\(row % 10).00     2\(row % 10).00") }
            return ReadDocument(typeset: lines.joined(separator: "\n"))
        }
        func rows(of document: ReadDocument) async throws -> Int? {
            let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(.invoice)), in: document)
            guard case .table(let rows) = result.fields.first(where: { $0.name == "line_items" })?.value else { return nil }
            return rows.count
        }
        let whole = document(10_000), quarter = document(2_500)
        var found: [Int: Int?] = [:]
        let ratio = try await timesAsLong(below: 10) {
            found[10_000] = try await rows(of: whole)
        } as: {
            found[2_500] = try await rows(of: quarter)
        }
        #expect(found == [10_000: 10_000, 2_500: 2_500])
        #expect(ratio < 10)
    }
}
