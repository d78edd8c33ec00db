import ExtractionEvaluation
import ExtractionKit
import Foundation
import Testing

@Suite struct `A comparison of values` {
    static let equal: [(JSONValue, JSONValue)] = [
        (.number(12.5), .number(12.50)), (.number(1234.5), "1,234.50"), (.number(1234.5), "€ 1.234,50"), ("$8.60", .number(8.6)),
        ("RM 1 234.00", .number(1234)), ("(5.00)", .number(-5)), (.number(1_234_567), "1.234.567"),
        (.number(Decimal(253) / 1000), "0.253 %"),
        ("2026-03-31", "31/03/2026"), ("31 MAR 2026", "2026-03-31"), ("31-03-26", "2026-03-31"), ("20260331", "2026-03-31"),
        ("March 31, 2026", "2026-03-31"), ("12/28/2017", "2017-12-28"), ("31st March 2026", "2026-03-31"),
        ("ACME Ltd.", "acme ltd"), ("12 High Street,\nYork", "12 high street, york"), ("Cafe\u{301}", "CAF\u{C9}"), ("—", "—"),
        (true, "yes"), (.null, ""), (.null, []), ([1, 2], ["1.00", 2]), (["a": 1, "b": .null], ["a": "1"]),
    ]
    static let different: [(JSONValue, JSONValue)] = [
        (.number(12.5), .number(12.51)), (.number(1234), "1,23.4"), ("2026-03-31", "2026-03-30"), ("INV-7", "INV-8"), ("00123", "123"),
        (.number(12), "A1B2"), (.number(12), "1 2"), (.number(12), "Room number 12"), ("03/04/2026", "2026-03-04"), ("a", .null),
        (.null, .number(0)), ([1, 2], [2, 1]), (["a": 1], ["a": 1, "b": 2]), ("—", "+"), (true, "no"), (.number(1), true),
    ]

    @Test(arguments: equal) func `sees what says the same`(truth: JSONValue, found: JSONValue) {
        #expect(ValueComparison().areEqual(truth, found))
        #expect(ValueComparison().areEqual(found, truth))
    }

    @Test(arguments: different) func `sees what doesn't`(truth: JSONValue, found: JSONValue) {
        #expect(!ValueComparison().areEqual(truth, found))
        #expect(!ValueComparison().areEqual(found, truth))
    }

    @Test func `reads ambiguous dates in the order that is stated`() {
        #expect(ValueComparison(dateOrder: .monthFirst).areEqual("03/04/2026", "2026-03-04"))
        #expect(ValueComparison(dateOrder: .dayFirst).areEqual("03/04/2026", "2026-04-03"))
        #expect(ValueComparison(dateOrder: .monthFirst).areEqual("31/03/2026", "2026-03-31"))
    }

    @Test(arguments: ["2026-02-30", "31/31/2026", "1.2.3", "2026", "12 34", "May", "1 Foo 2026", "2026-03-31 10:00"])
    func `doesn't take for a date what is none`(text: String) { #expect(PrintedDate(text) == nil) }
}
