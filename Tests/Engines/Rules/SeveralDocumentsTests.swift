import ExtractionKit
import ExtractionRules
import ExtractionSchemas
import ExtractionTesting
import Foundation
import Testing

private func invoice(_ number: String, on date: String, of sum: String, note: String = "") -> String {
    """
    # Larkspur Fencing Ltd
    3 Foundry Lane
    Hull HU1 2AA

    INVOICE

    Invoice no.:     \(number)
    Invoice date:    \(date)

    Description              Qty     Unit price      Amount
    Panel, 6 ft                1         \(sum)      \(sum)

                                     Total        £  \(sum)
    \(note)
    """
}

private let receipt = """
    CORNER GREENS LTD
    14 Market St
    Tel: 01632 960001

    RECEIPT
    2026-04-02  14:05

    Apples              2.40
    Bread               3.10
    TOTAL               5.50
    CASH               10.00
    CHANGE              4.50
    """

private func extracted(_ pages: [String]) async throws -> FieldResult {
    let document = ReadDocument(typeset: pages.joined(separator: "\u{c}"))
    return try await RulesFieldExtractor().fields(for: FieldRequest(target: .anyOf(BuiltInSchemas.all)), in: document)
}

@Suite struct `A file of several documents` {
    @Test func `gives the fields of each with its pages`() async throws {
        let result = try await extracted([
            invoice("LF-1001", on: "2026-03-02", of: "40.00"), "Terms and conditions\n\nGoods stay ours until they are paid.",
            invoice("LF-1002", on: "2026-03-09", of: "55.00"), receipt,
        ])
        #expect(result.documentType?.id == DocumentTypeFinding.several)
        #expect(result.fields.isEmpty)
        #expect(result.parts.map(\.pages) == [1...2, 3...3, 4...4])
        #expect(result.parts.map(\.documentType.id) == ["invoice", "invoice", "receipt"])
        #expect(result.parts.prefix(2).map { $0["invoice_number"]?.value } == [.text("LF-1001"), .text("LF-1002")])
        #expect(result.parts.last?["total"]?.value == .money(5.5, currency: "GBP") || result.parts.last?["total"]?.raw == "5.50")
        for part in result.parts {
            #expect(part.fields.allSatisfy { $0.grounding.allSatisfy { part.pages.contains($0.region.page) } })
        }
    }

    @Test func `is one document where pages repeat its number`() async throws {
        let page = invoice("LF-1001", on: "2026-03-02", of: "40.00")
        #expect(try await extracted([page, page]).parts.isEmpty)
    }

    @Test func `is one document where pages count on`() async throws {
        let result = try await extracted([
            invoice("LF-1001", on: "2026-03-02", of: "40.00", note: "Page 1 of 2"),
            invoice("LF-1002", on: "2026-03-09", of: "55.00", note: "Page 2 of 2"),
        ])
        #expect(result.parts.isEmpty)
        #expect(result.documentType?.id == "invoice")
    }

    @Test func `isn't parted when a schema is asked for`() async throws {
        let document = ReadDocument(
            typeset: [invoice("LF-1001", on: "2026-03-02", of: "40.00"), receipt].joined(separator: "\u{c}"))
        let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(.invoice)), in: document)
        #expect(result.parts.isEmpty)
        #expect(result.fields.contains { $0.name == "invoice_number" })
    }
}

@Suite struct `A document of no known kind` {
    @Test func `gives its pairs and its tables`() async throws {
        let document = try await ReadDocument(monospacedPages: [
            """
            Greenhouse log

            Keeper:     Ada Winter

            Bed        Plant       Height      Leaves
            North      Basil       12          40
            South      Mint        18          66
            West       Thyme        9          81
            """
        ])
        let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .anyOf(BuiltInSchemas.all)), in: document)
        #expect(result.documentType?.id == DocumentTypeFinding.unknown)
        #expect(result.fields.first { $0.name == "keeper" }?.value == .text("Ada Winter"))
        guard case .table(let rows) = result.fields.first(where: { $0.name == "table" })?.value else {
            Issue.record("no table")
            return
        }
        #expect(rows.contains { $0.cells.map(\.raw) == ["South", "Mint", "18", "66"] })
        let cells = rows.flatMap(\.cells)
        #expect(cells.allSatisfy { cell in cell.grounding.map { document.text(of: $0.region.span) }.joined(separator: " ") == cell.raw })
    }
}
