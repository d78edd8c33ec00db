import ExtractionKit
import ExtractionRules
import ExtractionSchemas
import ExtractionTesting
import Foundation
import Testing

@Suite struct `The address of a shop` {
    private func address(_ head: String, confidence: Double? = nil) async throws -> FieldValue? {
        let text =
            head
            + "\n\nRye bread        6.40\nOat milk         7.00\n\nTOTAL           13.40\nCASH            20.00\nCHANGE           6.60\n"
        return try await fields(.receipt, text, confidence: confidence)["merchant_address"]?.value
    }

    @Test(arguments: [
        // Lines that follow it.
        ("Green Door Ltd\n12, Harbour Road,\nLeeds LS1 4AB\nServed by: Robin", "12, Harbour Road, Leeds LS1 4AB"),
        ("Green Door Ltd\n12, Harbour Road,\nLeeds LS1 4AB\nTAXINVOICE", "12, Harbour Road, Leeds LS1 4AB"),
        ("Green Door Ltd\n12, Harbour Road,\n50200 Johor, Malaysia\nCITY MALL", "12, Harbour Road, 50200 Johor, Malaysia"),
        ("Green Door Ltd\n12, Harbour Road,\n50200 Johor\n(CITY MALL)", "12, Harbour Road, 50200 Johor"),
        ("Green Door Ltd\n12, Harbour Road, Leeds\n\n27 cm basin", "12, Harbour Road, Leeds"),
        // Lines that stand before it.
        ("Green Door Ltd\n(81234-A)\nNo 12, Harbour Road,\n50200 Johor", "No 12, Harbour Road, 50200 Johor"),
        ("Green Door Ltd\nGREEN DOOR HILL PLAZA\nNo. 37-1, Hill Plaza,\n50200 Johor", "No. 37-1, Hill Plaza, 50200 Johor"),
        ("Green Door Ltd\nTax no. 123456\nAddress: 12, Harbour Road,\n50200 Johor", "12, Harbour Road, 50200 Johor"),
        ("Green Door Ltd\nNO.19 & 21\nJalan Pantai 23/9\n50200 Johor", "NO.19 & 21 Jalan Pantai 23/9 50200 Johor"),
        // A company is no person to whom the document is addressed.
        ("Mr. B.R.K. Sdn Bhd\n12, Harbour Road,\n50200 Johor", "12, Harbour Road, 50200 Johor"),
        ("Green Door Ltd\nHILL PLAZA, SOUTH", "HILL PLAZA, SOUTH"),
    ])
    func `begins with its house and ends with its place`(head: String, expected: String) async throws {
        #expect(try await address(head) == .text(expected))
    }

    @Test func `is never made of articles`() async throws {
        let found = try await fields(
            .receipt,
            """
            Green Door Ltd
            22241 Paper scissors, 4 road   18.00
            64542 Street map, 12           17.90
            TOTAL                          35.90
            CASH                           35.90
            """)
        #expect(found["merchant_address"] == nil)
    }

    @Test func `is found below a name that can't be read`() async throws {
        #expect(try await address("~,. .\n\n\n\n12, Harbour Road,\n50200 Johor", confidence: 0.7) == .text("12, Harbour Road, 50200 Johor"))
    }
}

@Suite struct `A name` {
    @Test func `goes on with the form of the company in the next line`() async throws {
        let found = try await fields(.receipt, "   GREEN DOOR MARKET\n      SDN BHD\n12, Harbour Road, Leeds LS1 4AB\n\nTOTAL   3.00\n")
        #expect(found["merchant_name"]?.value == .text("GREEN DOOR MARKET SDN BHD"))
        #expect(found["merchant_name"]?.raw == "GREEN DOOR MARKET SDN BHD")
    }

    @Test func `is no rubble of a picture above it`() async throws {
        let found = try await fields(
            .receipt, "1g Fyo\nGREEN DOOR MARKET\n12, Harbour Road, Leeds LS1 4AB\n\nTOTAL   3.00\n", confidence: 0.5)
        #expect(found["merchant_name"]?.value == .text("GREEN DOOR MARKET"))
    }

    @Test func `may be what a label says`() async throws {
        let found = try await fields(
            .invoice,
            """
            Buchungshilfe - KEINE Rechnung Nr. 4711 vom 12.03.2026
            Vorlage 2.1 vom 24.03.2020
            Verkäufer:
            Lieferant GmbH
            Feldweg 7
            12345 Altdorf
            Käufer:
            Hofladen Sonnental AG
            """)
        #expect(found["vendor_name"]?.value == .text("Lieferant GmbH"))
        #expect(found["invoice_date"]?.value == .date(try #require(CalendarDate("2026-03-12"))))
    }

    @Test func `of a laboratory is found within a disclaimer`() async throws {
        let found = try await fields(
            .labReport,
            """
            Certificate of Analysis
            Sample ID: X-1
            This report may not be reproduced without the consent of Green Valley Laboratories. The
            results are those of Green Valley Laboratories alone.
            """)
        #expect(found["lab_name"]?.value == .text("Green Valley Laboratories"))
    }
}

@Suite struct `What a label says` {
    @Test func `is something else where it goes on before its colon`() async throws {
        let found = try await fields(
            .invoice, "Facture n°: 17\nDate de facture du contrat : 30/11/2025\n\nDate : 15/01/2026\n\nTotal TTC   12,00 €\n")
        #expect(found["invoice_date"]?.value == .date(try #require(CalendarDate("2026-01-15"))))
    }

    @Test(arguments: ["Total THC   THCA × 0.877 + THC", "Total THC   0.877 x THCA + THC", "Total THC   THC + (THCA (0.877 * THCA))"])
    func `is no factor of a formula`(line: String) async throws {
        let found = try await fields(.labReport, "Certificate of Analysis\n\n\(line)\n")
        #expect(found["thc_total_pct"] == nil)
    }

    @Test func `is no amount in its name`() async throws {
        let found = try await fields(.receipt, "Green Door Ltd\n\nTOTAL (GST INCL)    12.00\nCASH       12.00\n")
        #expect(found["total"]?.value == .money(12, currency: nil))
    }

    @Test func `may be what was paid less the change, where its amount can't be read`() async throws {
        let found = try await fields(
            .receipt, "Green Door Ltd\n\nBread     9.50\nTotal:    $,S#\nCASH     10.50\nCHANGE    1.00\n", confidence: 0.8)
        #expect(found["total"]?.value == .money(9.5, currency: nil))
    }
}
