internal import ExtractionKit
internal import Foundation

/// What the fields of a record say of each other and of themselves: sums, the order of dates, forms of codes, check digits.
struct FieldChecks {
    private let fields: [String: ExtractedField]
    private let schema: RecordSchema

    /// - Parameter fields: Fields of the schema.
    init(_ fields: [ExtractedField], of schema: RecordSchema) {
        self.fields = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.schema = schema
    }

    /// For each field that could be checked 1 where every check speaks for it, and -1 where one speaks against it.
    var verdicts: [String: Double] {
        var verdicts: [String: Double] = [:]
        func judge(_ names: [String], _ holds: Bool) {
            for name in names { verdicts[name] = min(verdicts[name] ?? 1, holds ? 1 : -1) }
        }
        checkSums(judge)
        checkDates(judge)
        for field in fields.values { if let holds = Self.hasForm(field, schema[field.name]) { judge([field.name], holds) } }
        return verdicts
    }

    private func amount(_ names: Set<String>) -> (name: String, amount: Decimal)? {
        for field in schema.fields {
            let plain = field.name.lowercased().filter { $0.isLetter }
            guard names.contains(plain), let found = fields[field.name] else { continue }
            switch found.value {
            case .money(let amount, _), .number(let amount, _): return (field.name, amount)
            default: continue
            }
        }
        return nil
    }

    private func checkSums(_ judge: ([String], Bool) -> Void) {
        let subtotal = amount(["subtotal", "nettotal", "netamount", "totalnet", "net"])
        let tax = amount(["tax", "totaltax", "vat", "vatamount", "taxamount", "gst"])
        let total = amount(["total", "totalamount", "grandtotal", "invoicetotal", "grosstotal", "totaldue", "amountdue"])
        if let subtotal, let tax, let total {
            judge([subtotal.name, tax.name, total.name], abs(subtotal.amount + tax.amount - total.amount) <= Decimal(string: "0.02") ?? 0)
        }
        // Lines that don't add up prove nothing: there are discounts, freight, and lines that were left out.
        for table in fields.values {
            guard case .table(let rows) = table.value else { continue }
            let amounts = rows.compactMap { $0["amount"]?.value }.compactMap { value -> Decimal? in
                switch value {
                case .money(let amount, _), .number(let amount, _): amount
                default: nil
                }
            }
            guard !amounts.isEmpty, amounts.count == rows.count else { continue }
            let sum = amounts.reduce(0, +)
            for found in [subtotal, total].compactMap(\.self) where abs(found.amount - sum) <= Decimal(string: "0.02") ?? 0 {
                judge([found.name, table.name], true)
            }
        }
    }

    private func checkDates(_ judge: ([String], Bool) -> Void) {
        let dates = fields.values.compactMap { field in if case .date(let date) = field.value { (field.name, date) } else { nil } }
        for (name, date) in dates where !(1950...2100).contains(date.year) { judge([name], false) }
        let issued = dates.first { ["date", "invoicedate", "issuedate"].contains($0.0.lowercased().filter(\.isLetter)) }
        let due = dates.first { ["duedate", "paymentdue"].contains($0.0.lowercased().filter(\.isLetter)) }
        if let issued, let due { judge([issued.0, due.0], issued.1 <= due.1 && due.1.year - issued.1.year <= 2) }
    }

    /// Whether a value has the form that its type asks for; `nil` where there is no form to check.
    private static func hasForm(_ field: ExtractedField, _ schema: FieldSchema?) -> Bool? {
        guard case .text(let text) = field.value else { return nil }
        switch schema?.type {
        case .currency: return currencies.contains(text)
        case .choice where schema?.choices.isEmpty == false: return schema?.choices.contains(text)
        case .email: return text.wholeMatch(of: /[^\s@]+@[^\s@]+\.[^\s@]+/) != nil
        case .identifier: return isIBAN(text)
        default: return nil
        }
    }

    private static let currencies = Set(Locale.Currency.isoCurrencies.map { $0.identifier.uppercased() })

    /// Whether the check digits of an account number are right (ISO 13616, 97-10 of ISO 7064); `nil` for what isn't one.
    private static func isIBAN(_ text: String) -> Bool? {
        let plain = Array(text.uppercased().utf8.filter { $0 != UInt8(ascii: " ") })
        guard String(decoding: plain, as: UTF8.self).wholeMatch(of: /[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}/) != nil else { return nil }
        let remainder = (plain[4...] + plain[..<4]).reduce(0) { remainder, byte in
            byte < UInt8(ascii: "A")
                ? (remainder * 10 + Int(byte - UInt8(ascii: "0"))) % 97 : (remainder * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
        }
        return remainder == 1
    }
}
