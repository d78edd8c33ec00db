import ExtractionFacturX
import ExtractionKit
import ExtractionRules
import ExtractionSchemas
import ExtractionTesting
import Foundation
import Testing

private let page = """
    # Birchwood Audio GmbH
    Am Anger 9
    04109 Leipzig

    INVOICE

    Invoice no.:     BA-2207
    Invoice date:    2026-03-05
    Order no.:       4500012

    Description              Qty     Unit price      Amount
    Loudspeaker                2         120.00      240.00
    Cable                      1          10.00       10.00

                                     Subtotal     EUR 250.00
                                     VAT 19%      EUR  47.50
                                     Total        EUR 297.50
    """

private func crossIndustryInvoice(number: String = "BA-2207", total: String = "297.50") -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:ram" xmlns:udt="urn:udt">
    <rsm:ExchangedDocument><ram:ID>\(number)</ram:ID><ram:TypeCode>380</ram:TypeCode>
    <ram:IssueDateTime><udt:DateTimeString format="102">20260305</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
    <rsm:SupplyChainTradeTransaction>
    <ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedTradeProduct><ram:Name>Loudspeaker</ram:Name></ram:SpecifiedTradeProduct>
    <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>120.00</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
    <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">2</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
    <ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>240.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>
    <ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedTradeProduct><ram:Name>Cable</ram:Name></ram:SpecifiedTradeProduct>
    <ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>10.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>
    <ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Birchwood Audio GmbH</ram:Name>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE123456789</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty></ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
    <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>250.00</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">47.50</ram:TaxTotalAmount><ram:GrandTotalAmount>\(total)</ram:GrandTotalAmount>
    </ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
    </rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
    """
}

/// A PDF of an empty page with a file attached, unpacked.
private func pdf(attaching name: String, _ content: String) -> Document {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(\(name)) 4 0 R] >> >> /AF [4 0 R] >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        "<< /Type /Filespec /F (\(name)) /UF (\(name)) /AFRelationship /Alternative /EF << /F 5 0 R >> >>",
        "<< /Type /EmbeddedFile /Subtype /text#2Fxml /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
    ]
    var text = "%PDF-1.7\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
        offsets.append(text.utf8.count)
        text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets { text += String(repeating: "0", count: 10 - "\(offset)".count) + "\(offset) 00000 n \n" }
    text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Document(bytes: Array(text.utf8), filename: "invoice.pdf")
}

private func extracted(_ source: Document?, target: FieldRequest.Target = .schema(.invoice)) async throws -> FieldResult {
    try await RulesFieldExtractor().checkingElectronicInvoices().fields(
        for: FieldRequest(target: target, source: source), in: ReadDocument(typeset: page))
}

@Suite struct `An electronic invoice` {
    @Test func `keeps the contract of a field extractor`() async throws {
        try await FieldExtractorConformance(RulesFieldExtractor().checkingElectronicInvoices()).check()
    }

    @Test func `agrees with its page`() async throws {
        let result = try await extracted(pdf(attaching: "factur-x.xml", crossIndustryInvoice()), target: .anyOf(BuiltInSchemas.all))
        #expect(result.documentType?.id == "invoice")
        #expect(result.documentType?.evidence == ["factur-x.xml"])
        #expect(result.warnings.isEmpty)
        for name in ["invoice_number", "invoice_date", "vendor_name", "total_amount", "tax", "subtotal"] {
            let field = try #require(result.fields.first { $0.name == name })
            #expect(field.confidence >= 0.99, "\(name)")
            #expect(!field.grounding.isEmpty, "\(name)")
            #expect(field.source.hasPrefix("facturx:agrees"), "\(name)")
        }
        // What the page doesn't say has no place, and what only the page says stays.
        let taxID = try #require(result.fields.first { $0.name == "vendor_tax_id" })
        #expect(taxID.value == .text("DE123456789"))
        #expect(taxID.grounding.isEmpty)
        #expect(result.fields.first { $0.name == "purchase_order" }?.value == .text("4500012"))
        guard case .table(let rows) = result.fields.first(where: { $0.name == "line_items" })?.value else {
            Issue.record("no table")
            return
        }
        #expect(rows.map { $0["description"]?.value } == [.text("Loudspeaker"), .text("Cable")])
        #expect(rows.allSatisfy { $0["amount"]?.grounding.isEmpty == false })
    }

    @Test func `that the page contradicts is flagged, and has the last word`() async throws {
        let result = try await extracted(pdf(attaching: "factur-x.xml", crossIndustryInvoice(number: "BA-2299", total: "250.00")))
        #expect(Set(result.warnings.map(\.code)) == ["facturx_disagrees"])
        #expect(result.warnings.count == 2)
        let number = try #require(result.fields.first { $0.name == "invoice_number" })
        #expect(number.value == .text("BA-2299"))
        #expect(number.confidence == 0.5)
        #expect(number.grounding.isEmpty)
        // The amount stands on the page, as another one.
        let total = try #require(result.fields.first { $0.name == "total_amount" })
        #expect(total.value == .money(250, currency: "EUR"))
        #expect(total.raw == "250.00")
        #expect(total.grounding.count == 1)
    }

    @Test(arguments: [
        "<!DOCTYPE x [<!ENTITY a \"b\">]><CrossIndustryInvoice>&a;</CrossIndustryInvoice>", "<CrossIndustryInvoice><open>",
        String(repeating: "<a>", count: 60) + String(repeating: "</a>", count: 60),
    ])
    func `that isn't strict XML is refused and said to be`(content: String) async throws {
        let result = try await extracted(pdf(attaching: "factur-x.xml", content))
        #expect(result.warnings.map(\.code) == ["facturx_unreadable"])
        #expect(result.fields.contains { $0.name == "total_amount" })
    }

    @Test func `above the limit is refused`() async throws {
        let content = "<a>" + String(repeating: " ", count: 5 << 20) + "</a>"
        #expect(try await extracted(pdf(attaching: "factur-x.xml", content)).warnings.map(\.code) == ["facturx_unreadable"])
    }

    @Test func `is looked for only where there may be one`() async throws {
        let plain = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(.invoice)), in: ReadDocument(typeset: page))
        for source in [nil, pdf(attaching: "notes.txt", "hello"), pdf(attaching: "other.xml", "<order/>")] as [Document?] {
            #expect(try await extracted(source) == plain)
        }
    }

    @Test func `can't be made before itself`() async throws {
        var registry = PluginRegistry()
        registry.register(extractor: FacturXFieldExtractor.self)
        registry.register(extractor: RulesFieldExtractor.self)
        _ = try await registry.extractor("facturx")
        let error = await #expect(throws: ExtractionError.self) {
            try await registry.extractor(PluginChoice("facturx", settings: ["extractor": ["id": "facturx"]]))
        }
        #expect(error?.code == .invalidConfiguration)
    }
}
