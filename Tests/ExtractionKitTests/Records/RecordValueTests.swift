import ExtractionKit
import Foundation
import Testing

@Suite struct `Values of records` {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (1_774_996_200_125, "2026-03-31T22:30:00.125Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
            (Int64.min, "0001-01-01T00:00:00.000Z"),
        ])
    func `write and read moments`(milliseconds: Int64, text: String) throws {
        let moment = Timestamp(milliseconds: milliseconds)
        #expect(moment.description == text)
        #expect(Timestamp(text) == moment)
        #expect(try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode([moment])) == [moment])
    }

    @Test func `write days of seven centuries as the calendar does, from its reform on`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for day in stride(from: -140_000, through: 146_097, by: 13) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let expected = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            #expect(Timestamp(date).description.hasPrefix(expected))
        }
    }

    @Test(arguments: ["", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00+01:00"])
    func `refuse what isn't a moment`(text: String) { #expect(Timestamp(text) == nil) }

    @Test(
        arguments: [
            ("Europe/Vienna", "2026-03-31T21:59:59.999Z", "2026-03"), ("Europe/Vienna", "2026-03-31T22:00:00.000Z", "2026-04"),
            ("Europe/Vienna", "2025-12-31T23:00:00.000Z", "2026-01"), ("GMT", "2026-03-31T23:59:59.999Z", "2026-03"),
            ("America/Los_Angeles", "2026-04-01T06:59:59.999Z", "2026-03"), ("Pacific/Kiritimati", "2026-03-31T10:00:00.000Z", "2026-04"),
        ])
    func `begin months by the clocks of a time zone`(zone: String, moment: String, month: String) throws {
        let tenant = Tenant(id: .local, name: "", timeZoneName: zone)
        #expect(try tenant.month(of: #require(Timestamp(moment))).description == month)
    }

    @Test(arguments: ["", "-a", ".a", "a/b", "a b", "ä", "a\u{0}", String(repeating: "a", count: 65)])
    func `refuse ids of tenants that would have to be escaped`(id: String) {
        #expect(throws: ExtractionError.self) { try TenantID(id) }
    }

    @Test func `have tiers of 5, 1,000 and 5,000 documents a month`() {
        #expect([Tier.free, .starter, .professional].map(\.limits.documents) == [5, 1_000, 5_000])
    }

    @Test func `hold a key's digest and not the key`() throws {
        let (record, key) = try APIKey.generate(named: "mine", for: TenantID("a.b-c_d"))
        let other = try APIKey.generate(named: "mine", for: TenantID("a.b-c_d")).key
        #expect(record.accepts(key))
        #expect(!record.accepts(other))
        #expect(!record.accepts(Secret("")))
        let json = try String(decoding: JSONEncoder().encode(record), as: UTF8.self)
        #expect(!json.contains(key.reveal().suffix(64)))
        #expect("\(key)" == "<redacted>")
    }

    @Test(
        arguments: [
            (FieldValue.text("  ACME\tGmbH "), "acme gmbh"), (.money(Decimal(25) / 2, currency: "EUR"), "12.5"), (.percentage(5), "5"),
            (.boolean(true), "true"), (.text(" "), nil), (.table([]), nil),
            (.text(String(repeating: "é", count: 500)), String(repeating: "é", count: 100)),
        ] as [(FieldValue, String?)])
    func `have keys to be looked up by`(value: FieldValue, key: String?) { #expect(value.lookupKey == key) }

    @Test(arguments: DocumentStatus.State.allCases) func `have a status that is written and read`(state: DocumentStatus.State) throws {
        let status = DocumentStatus(state, error: ErrorSummary(ExtractionError(.corrupt, "Broken.")))
        #expect(try JSONDecoder().decode(DocumentStatus.self, from: JSONEncoder().encode(status)) == status)
    }
}
