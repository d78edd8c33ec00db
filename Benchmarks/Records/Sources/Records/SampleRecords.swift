import ExtractionKit
import Foundation

/// Documents and extractions like those of invoices: 12 fields with places, as many different vendors as a busy office has.
struct SampleRecords: Sendable {
    static let start = Timestamp(milliseconds: 1_767_225_600_000)

    static func document(_ number: Int, prefix: String = "document") -> DocumentRecord {
        let source = Document(bytes: Array("\(prefix) \(number)".utf8), filename: "invoice-\(number).pdf", id: "\(prefix)-\(number)")
        return DocumentRecord(source, mode: .auto, folder: "folder-\(number % 20)", at: start.adding(seconds: Double(number)))
    }

    static func extraction(of document: DocumentRecord, number: Int, seconds: Double = 0) -> ExtractionRecord {
        func field(_ name: String, _ type: FieldType, _ value: FieldValue, _ raw: String, line: Int) -> ExtractedField {
            let y = 40 + Double(line) * 14
            let polygon = Polygon(Rect(minX: 120, minY: y, maxX: 120 + Double(raw.count) * 5, maxY: y + 10))
            let region = PageRegion(page: 1, polygon: polygon, span: TextSpan(offset: line * 40, length: raw.utf8.count))
            return ExtractedField(
                name: name, type: type, value: value, raw: raw, confidence: 0.5 + Double((number + line) % 50) / 100,
                grounding: [Grounding(region: region, status: .normalised)], source: "rules:label-right")
        }
        func text(_ name: String, _ value: String, line: Int) -> ExtractedField { field(name, .text, .text(value), value, line: line) }
        func date(_ number: Int, day: Int) -> FieldValue {
            CalendarDate(year: 2026, month: 1 + number % 12, day: day).map { .date($0) } ?? .text("none")
        }
        let cents = 1_000 + number * 37 % 900_000
        let amount = Decimal(cents) / 100
        let fields = [
            text("vendor_name", "Vendor \(number % 500) GmbH", line: 1),
            text("vendor_address", "\(number % 90) Main Street, Vienna", line: 2),
            text("vendor_tax_id", "ATU\(10_000_000 + number % 500)", line: 3), text("customer_name", "Customer \(number % 50)", line: 4),
            text("invoice_number", "R-\(number)", line: 5),
            field("invoice_date", .date, date(number, day: 1 + number % 28), "1.1.26", line: 6),
            field("due_date", .date, date(number, day: 28), "28.1.26", line: 7),
            text("purchase_order", "PO-\(number % 10_000)", line: 8), text("currency", "EUR", line: 9),
            field("subtotal", .money, .money(amount, currency: "EUR"), "\(amount) EUR", line: 10),
            field("tax", .money, .money(amount / 5, currency: "EUR"), "\(amount / 5) EUR", line: 11),
            field("total_amount", .money, .money(amount * 6 / 5, currency: "EUR"), "\(amount * 6 / 5) EUR", line: 12),
        ]
        let extraction = Extraction(
            document: DocumentSummary(document, pageCount: 1), mode: .auto,
            documentType: DocumentTypeFinding(id: "invoice", confidence: 0.9, evidence: ["invoice"]), fields: fields, missing: [],
            pages: [],
            usage: Usage(pages: 1, calls: 1),
            timings: Extraction.Timings(reading: 400, fields: 3, total: Double(300 + number * 7 % 20_000)), warnings: [], errors: [])
        return ExtractionRecord(
            extraction, extractor: PluginIdentity(id: "rules", version: "1"), createdAt: document.createdAt.adding(seconds: seconds))
    }
}
