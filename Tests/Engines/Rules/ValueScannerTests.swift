import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@testable import ExtractionRules

private func index(_ text: String, confidence: Double? = nil) -> (DocumentView, ValueIndex) {
    let view = DocumentView(ReadDocument(typeset: text, confidence: confidence))
    return (view, ValueIndex(view))
}

@Suite struct `A date` {
    private func dates(_ text: String, confidence: Double? = nil) -> [String] {
        index(text, confidence: confidence).1.values.joined().compactMap {
            if case .date(let date) = $0.content { date.description } else { nil }
        }
    }

    @Test(
        arguments: [
            ("2026-03-12", "2026-03-12"), ("2026/3/2", "2026-03-02"), ("12.03.2026", "2026-03-12"), ("12.3.26", "2026-03-12"),
            ("12/03/2026", "2026-03-12"),
            ("25-03-18", "2018-03-25"), ("12/28/2017", "2017-12-28"), ("12 Mar 2026", "2026-03-12"), ("12-MAR-26", "2026-03-12"),
            ("March 12, 2026", "2026-03-12"),
            ("12th March 2026", "2026-03-12"), ("12. März 2026", "2026-03-12"), ("1er août 2026", "2026-08-01"),
            ("2 de marzo de 2026", "2026-03-02"), ("3 mei 2026", "2026-05-03"),
            ("5 gennaio 2026", "2026-01-05"), ("20180304", "2018-03-04"), ("25032018", "2018-03-25"), ("2026-03-12T10:00", "2026-03-12"),
            ("Date:01/02/99", "1999-02-01"),
        ])
    func `is read`(text: String, expected: String) { #expect(dates(text) == [expected]) }

    @Test(arguments: [
        "31/02/2026", "99/99/9999", "1.2.3.4", "AB-2019-03-01", "03-1234 5678", "12:30:45", "2026", "1/2", "AB12032026", "13 Smarch 2026",
    ])
    func `isn't seen where there is none`(text: String) { #expect(dates(text) == []) }

    @Test(arguments: [
        ("Date 0S/O3/2026", "2026-03-05"), ("Date l2/03/2026", "2026-03-12"), ("Date 02~ “04 “2026", "2026-04-02"),
        ("05~04~2026", "2026-04-05"),
    ])
    func `that an OCR engine misread by a few signs is mended and recorded as such`(text: String, expected: String) throws {
        #expect(dates(text, confidence: 0.8) == [expected])
        #expect(dates(text) == [])
        let found = try #require(index(text, confidence: 0.8).1.values.joined().first { $0.isDateOrTime })
        #expect(found.isRepaired)
        #expect(found.fit < 0.9)
    }

    @Test func `of eight digits is surer before a time`() throws {
        let alone = try #require(index("25032026").1.values.joined().first)
        let timed = try #require(index("25032026 14:05:09").1.values.joined().first)
        #expect(alone.fit < timed.fit)
    }

    @Test func `in numbers follows the document's other dates`() {
        #expect(dates("05/04/2026 and 12/25/2025") == ["2026-05-04", "2025-12-25"])
        #expect(dates("05/04/2026 and 25/12/2025") == ["2026-04-05", "2025-12-25"])
        #expect(dates("05/04/2026 USD 3.00") == ["2026-05-04"])
    }
}

@Suite struct `An amount` {
    private func amounts(_ text: String, confidence: Double? = nil) -> [String] {
        let (_, index) = index(text, confidence: confidence)
        return index.values.joined().compactMap { found in
            guard let value = TypedValue(found, as: .money, conventions: index.conventions),
                case .money(let amount, let currency) = value.value
            else { return nil }
            return "\(amount)" + (currency.map { " " + $0 } ?? "")
        }
    }

    @Test(
        arguments: [
            ("1,234.56", "1234.56"), ("1.234,56", "1234.56"), ("1 234,56", "1234.56"), ("1'234.56", "1234.56"), ("1,234,567.00", "1234567"),
            ("12,50", "12.5"), ("-12.50", "-12.5"),
            ("12.50-", "-12.5"), ("(12.50)", "-12.5"), ("$12.50", "12.5 USD"), ("12,50 €", "12.5 EUR"), ("EUR 12,50", "12.5 EUR"),
            ("RM12.50", "12.5 MYR"), ("RM 12.50", "12.5 MYR"),
            ("-$4.00", "-4 USD"), ("$-4.00", "-4 USD"), ("12.50 USD", "12.5 USD"), ("Rs 1939", "1939 INR"), ("CHF 1'000.00", "1000 CHF"),
            ("£0.99", "0.99 GBP"),
        ])
    func `is read`(text: String, expected: String) { #expect(amounts(text) == [expected]) }

    @Test(arguments: [
        "19%", "A4", "INV-2041", "12:30", "12/03/2026", "1.2.3", "123.45.67", "5 kg", "1234567890123456", "x12y", "CS1801/26821",
    ])
    func `isn't seen where there is none`(text: String) { #expect(amounts(text) == []) }

    @Test func `that an OCR engine tore behind its decimal sign is closed`() {
        #expect(amounts("TOTAL RM 29. 70", confidence: 0.8) == ["29.7 MYR"])
        #expect(amounts("TOTAL 1, 50", confidence: 0.8) == ["1.5"])
        #expect(amounts("1. 10 apples", confidence: 0.8) == ["1", "10"])
        #expect(amounts("TOTAL 29. 70") == ["29", "70"])
    }

    @Test func `of three digits behind its sign follows the document's other amounts`() {
        #expect(amounts("1.234 and 9,99") == ["1234", "9.99"])
        #expect(amounts("1.234 and 9.99") == ["1.234", "9.99"])
        #expect(amounts("1,234 and 9.99") == ["1234", "9.99"])
    }
}

@Suite struct `A time of day` {
    @Test(
        arguments: [
            ("14:05", "14:05"), ("9:05", "09:05"), ("14:05:33", "14:05:33"), ("2:05 pm", "14:05"), ("12:10AM", "00:10"), ("14h05", "14:05"),
            ("14.05 Uhr", "14:05"), ("25:00", nil),
            ("14.05", nil), ("12:60", nil),
        ] as [(String, String?)])
    func `is read or not`(text: String, expected: String?) {
        let times = index(text).1.values.joined().compactMap { if case .time(let time) = $0.content { time } else { nil } }
        #expect(times.first == expected)
    }
}

@Suite struct `Text behind a label` {
    @Test(
        arguments: [
            (FieldType.identifier, ": NW-20871", "NW-20871"), (.identifier, "INV 2041", "INV 2041"),
            (.identifier, "4711 vom 05.03.2018", "4711"), (.identifier, "(380) Nr. 471102", "471102"),
            (.identifier, "pending", nil), (.identifier, "12.03.2026", nil), (.identifier, "$ 12.00", nil),
            (.email, "mail:ada@example.com,", "ada@example.com"), (.email, "ada@com", nil),
            (.phone, "+44 (0)20 7946 0000", "+44 (0)20 7946 0000"), (.phone, "12 34", nil), (.boolean, "Yes", "Yes"),
            (.name, "Ada Byron", "Ada Byron"), (.name, "by hand", nil), (.name, "GmbH", nil),
            (.currency, "(eur)", "eur"),
        ] as [(FieldType, String, String?)])
    func `is read by its type`(type: FieldType, text: String, expected: String?) throws {
        let (view, index) = index(text)
        let row = try #require(view.rows.first)
        let value = TextValue(FieldSchema(name: "x", type: type), in: row, range: 0..<row.scalars.count, values: index.values[0])
        #expect(value.map { row.original($0.range) } == expected)
    }
}
