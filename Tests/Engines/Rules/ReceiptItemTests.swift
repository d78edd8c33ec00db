import ExtractionKit
import ExtractionRules
import ExtractionSchemas
import ExtractionTesting
import Foundation
import Testing

@Suite struct `Articles of a receipt without a head` {
    func rows(_ text: String) async throws -> [FieldRow] {
        guard case .table(let rows) = try await fields(.receipt, text)["items"]?.value else { return [] }
        return rows
    }

    @Test func `are the rows that end in an amount, with counts before, behind and below them`() async throws {
        let rows = try await rows(
            """
            Green Door Market
            12 Harbour Road

            2 Rye bread       6.40
            Oat milk x2       7.00
            Sandpaper         9.75
              5 @ 1.95
            Soap             3.10 T

            TOTAL            26.25
            CASH             30.00
            CHANGE            3.75
            """)
        #expect(rows.map { $0["description"]?.raw } == ["2 Rye bread", "Oat milk", "Sandpaper", "Soap"])
        #expect(rows.map { $0["amount"]?.value } == [6.4, 7, 9.75, 3.1].map { .money($0, currency: nil) })
        #expect(rows.map { $0["quantity"]?.value } == [nil, .number(2, unit: nil), .number(5, unit: nil), nil])
    }

    @Test func `take a whole number for the count where most rows have one`() async throws {
        let rows = try await rows("Café\n\n2 Tea       6.40\n1 Cake      7.00\n3 Rolls     3.00\n\nTotal     16.40")
        #expect(rows.map { $0["description"]?.raw } == ["Tea", "Cake", "Rolls"])
        #expect(rows.map { $0["quantity"]?.value } == [2, 1, 3].map { .number($0, unit: nil) })
    }

    @Test func `have their name in the row above where the row only counts`() async throws {
        let rows = try await rows("Shop\n\nTea\n2 x 3.20    6.40\nCake\n1 x 7.00    7.00\n\nTotal     13.40")
        #expect(rows.map { $0["description"]?.raw } == ["Tea", "Cake"])
    }

    @Test func `are less certain if they don't add up`() async throws {
        let text = "Shop\n\nTea       6.40\nCake      7.00\n\nTotal     13.40"
        let right = try #require(try await rows(text).first?["amount"]?.confidence)
        let wrong = try #require(try await rows(text.replacingOccurrences(of: "13.40", with: "14.90")).first?["amount"]?.confidence)
        #expect(right > wrong + 0.2)
    }

    @Test func `are missing if they contradict the total`() async throws {
        let document = ReadDocument(typeset: "Shop\n\nTea       640.00\nCake      700.00\n\nTotal     13.40")
        let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(.receipt)), in: document)
        #expect(result.missing.first { $0.name == "items" }?.reason == "rows_do_not_add_up")
    }
}

@Suite struct `Rows of positions` {
    @Test(arguments: ["zzgl. 19 % USt.", "plus 20% VAT", "inkl. 7 % MwSt."])
    func `end at a tax whose rate stands before its label`(tax: String) async throws {
        let padded = tax + String(repeating: " ", count: 20 - tax.count)
        let text = """
            Rechnung

            Bezeichnung          Menge     Einzelpreis    Gesamt
            Luftfilter           2         10,00          20,00
            Dichtung             1         80,00          80,00
                                           Nettobetrag    100,00
                                 \(padded)     19,00

            Zahlbar ohne Abzug bis zum Ende des Monats
            """
        guard case .table(let rows) = try await fields(.invoice, text)["line_items"]?.value else {
            Issue.record("There is no table.")
            return
        }
        #expect(rows.map { $0["description"]?.raw } == ["Luftfilter", "Dichtung"])
    }
}

@Suite struct `A sender line` {
    @Test func `gives the vendor's address, and the block below the customer`() async throws {
        let found = try await fields(
            .invoice,
            """
            Muster Pumpen GmbH · Feldweg 7 · 12345 Altdorf
            Hofladen Sonnental
            Lindenallee 3
            54321 Neustadt

            Rechnung
            Rechnungsnummer: 4711
            """)
        #expect(found["vendor_address"]?.value == .text("Feldweg 7 12345 Altdorf"))
        #expect(found["customer_name"]?.value == .text("Hofladen Sonnental"))
    }
}

@Suite struct `A tax number` {
    @Test(arguments: [
        ("ABN 51 824 753 556", "51 824 753 556"), ("VAT Reg No GB 123 4567 82", "GB 123 4567 82"),
        ("N° TVA : FR 40 303265045", "FR 40 303265045"), ("USt-IdNr.: DE136695976", "DE136695976"), ("NIF: B00417729", "B00417729"),
    ])
    func `is read whole`(_ line: String, _ number: String) async throws {
        #expect(try await fields(.invoice, "Invoice\n\n\(line)")["vendor_tax_id"]?.value == .text(number))
    }

    @Test(arguments: [("ABN 51 824 753 556", "ABN 51 824 753 557"), ("USt-IdNr.: DE136695976", "USt-IdNr.: DE136695975")])
    func `is less certain if its check digits are wrong`(_ right: String, _ wrong: String) async throws {
        let certain = try #require(try await fields(.invoice, "Invoice\n\n\(right)")["vendor_tax_id"])
        let doubtful = try #require(try await fields(.invoice, "Invoice\n\n\(wrong)")["vendor_tax_id"])
        #expect(certain.confidence > doubtful.confidence)
    }
}
