internal import ExtractionKit
internal import Foundation

/// What an invoice in the syntax Cross Industry Invoice says, by the names of the built-in schema `invoice`: Factur-X, ZUGFeRD 1 and 2, and
/// XRechnung in a PDF.
struct ElectronicInvoice {
    /// The values by the names of fields.
    let values: [String: FieldValue]
    /// The rows of `line_items`.
    let lines: [[String: FieldValue]]

    /// Reads an invoice; `nil` for XML that is something else.
    ///
    /// - Throws: ``ExtractionError`` with the code `tooLarge` or `corrupt`.
    init?(_ bytes: [UInt8]) throws {
        let root = try XMLElement.document(bytes)
        guard ["CrossIndustryInvoice", "CrossIndustryDocument"].contains(root.name) else { return nil }
        let document = root.all("ExchangedDocument|HeaderExchangedDocument")
        let trade = root.all("SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction")
        func inside(_ elements: [XMLElement], _ step: String) -> [XMLElement] { elements.flatMap { $0.all(step) } }
        let agreement = inside(trade, "ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement")
        let settlement = inside(trade, "ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement")
        let sums = inside(
            settlement, "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation")
        let seller = inside(agreement, "SellerTradeParty"), buyer = inside(agreement, "BuyerTradeParty")
        let currency = inside(settlement, "InvoiceCurrencyCode").first?.word
        func amount(_ name: String) -> FieldValue? {
            // The tax may be stated in a second currency, too.
            let amounts = inside(sums, name)
            let own = amounts.first { $0.attributes["currencyID"] == currency } ?? amounts.first
            return own.flatMap(Self.number).map { .money($0, currency: currency) }
        }
        let registrations = seller.flatMap { $0.all("SpecifiedTaxRegistration", "ID") }
        let taxID = registrations.first { $0.attributes["schemeID"] == "VA" } ?? registrations.first
        let address = seller.flatMap { $0.all("PostalTradeAddress") }.first
        let town = ["PostcodeCode", "CityName"].compactMap { address?.all($0).first?.word }.joined(separator: " ")
        let lines = ["LineOne", "LineTwo", "LineThree"].compactMap { address?.all($0).first?.word } + (town.isEmpty ? [] : [town])
        let order = agreement.flatMap { $0.all("BuyerOrderReferencedDocument", "IssuerAssignedID|ID") }
        values = [
            "vendor_name": inside(seller, "Name").first?.word.map(FieldValue.text),
            "vendor_address": lines.isEmpty ? nil : .text(lines.joined(separator: ", ")),
            "vendor_tax_id": taxID?.word.map(FieldValue.text), "customer_name": inside(buyer, "Name").first?.word.map(FieldValue.text),
            "invoice_number": inside(document, "ID").first?.word.map(FieldValue.text),
            "invoice_date": document.flatMap { $0.all("IssueDateTime", "DateTimeString") }.first.flatMap(Self.date),
            "due_date": settlement.flatMap { $0.all("SpecifiedTradePaymentTerms", "DueDateDateTime", "DateTimeString") }.first
                .flatMap(Self.date),
            "purchase_order": order.first?.word.map(FieldValue.text), "currency": currency.map(FieldValue.text),
            "subtotal": amount("TaxBasisTotalAmount"), "tax": amount("TaxTotalAmount"), "total_amount": amount("GrandTotalAmount"),
        ].compactMapValues(\.self)
        self.lines = inside(trade, "IncludedSupplyChainTradeLineItem").compactMap { Self.line($0, currency: currency) }
    }

    private static func line(_ item: XMLElement, currency: String?) -> [String: FieldValue]? {
        let agreement = "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement"
        let delivery = "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery"
        let settlement = "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement"
        let sum = "SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
        func money(_ elements: [XMLElement]) -> FieldValue? { elements.first.flatMap(number).map { .money($0, currency: currency) } }
        let values = [
            "description": item.all("SpecifiedTradeProduct", "Name").first?.word.map(FieldValue.text),
            "quantity": item.all(delivery, "BilledQuantity").first.flatMap(number).map { .number($0, unit: nil) },
            "unit_price": money(item.all(agreement, "NetPriceProductTradePrice", "ChargeAmount")),
            "amount": money(item.all(settlement, sum, "LineTotalAmount")),
        ].compactMapValues(\.self)
        return values.isEmpty ? nil : values
    }

    /// A decimal of the form that XML Schema has.
    private static func number(_ element: XMLElement) -> Decimal? {
        guard let word = element.word, word.utf8.count <= 30, word.wholeMatch(of: /[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)/) != nil else {
            return nil
        }
        return Decimal(string: word, locale: Locale(identifier: "en_US_POSIX"))
    }

    /// A date of format 102, `YYYYMMDD`, the only one that the standard allows.
    private static func date(_ element: XMLElement) -> FieldValue? {
        guard let word = element.word, word.utf8.count == 8, element.attributes["format"] ?? "102" == "102", let number = Int(word) else {
            return nil
        }
        return CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100).map(FieldValue.date)
    }
}
