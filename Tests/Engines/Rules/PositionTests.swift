import ExtractionKit
import ExtractionRules
import ExtractionSchemas
import ExtractionTesting
import Foundation
import Testing

/// The positions as `quantity x description at price = amount`.
private func positions(_ text: String) async throws -> [String] {
    guard case .table(let rows) = try await fields(.invoice, text)["line_items"]?.value else { return [] }
    return rows.map { row in
        func text(_ name: String) -> String {
            switch row[name]?.value {
            case .text(let text): text
            case .number(let number, _): "\(number)"
            case .money(let amount, _): "\(amount)"
            default: "?"
            }
        }
        return "\(text("quantity")) x \(text("description")) at \(text("unit_price")) = \(text("amount"))"
    }
}

@Suite struct `Positions of an invoice` {
    @Test func `are found by their arithmetic where no label is known`() async throws {
        let found = try await positions(
            """
            Invoice 4711

            Ref      Stuff          Zork    Blip     Wumm
            A-17     Oak board         4   12.50    50.00
            B-2      Steel screws    200    0.11    22.00
            C-90     Wood glue         1    8.00     8.00

            Total                                   80.00
            """)
        #expect(found == ["4 x Oak board at 12.5 = 50", "200 x Steel screws at 0.11 = 22", "1 x Wood glue at 8 = 8"])
    }

    @Test func `may have the price before the quantity`() async throws {
        let found = try await positions(
            """
            Rechnung 4711

            Ware             Je     Zahl      Wert
            Eichenbrett   12,50      4 m     50,00
            Schrauben      0,11  200 Stk     22,00
            """)
        #expect(found == ["4 x Eichenbrett at 12.5 = 50", "200 x Schrauben at 0.11 = 22"])
    }

    @Test func `may be cheaper by a rebate in percent`() async throws {
        let found = try await positions(
            """
            Facture 4711

            Chose              Nb    Tarif   Rabais    Valeur
            Planche de chêne    4    12,50      10%     45,00
            Colle à bois        3     8,00              24,00
            """)
        #expect(found == ["4 x Planche de chêne at 12.5 = 45", "3 x Colle à bois at 8 = 24"])
    }

    @Test func `have names that go on in the next line only where the first was full`() async throws {
        let found = try await positions(
            """
            Invoice 4711

            Description              Qty   Price    Amount
            Oak board, planed on       4   12.50     50.00
            both sides
            Wood glue                  2    8.00     16.00
            does not contain solvent
            """)
        #expect(found == ["4 x Oak board, planed on both sides at 12.5 = 50", "2 x Wood glue at 8 = 16"])
    }

    @Test func `have a wide column of names and a narrow one of numbers`() async throws {
        let found = try await positions(
            """
            Invoice 4711

            Item      Description             Qty   Price    Amount
            E1001     Oak board, planed         4   12.50     50.00
            E2002     Wood glue                 2    8.00     16.00
            """)
        #expect(found == ["4 x Oak board, planed at 12.5 = 50", "2 x Wood glue at 8 = 16"])
    }

    @Test func `are not made of a number of positions and an amount printed twice`() async throws {
        let found = try await positions(
            """
            Invoice 4711

            1     Alpha      12.50     12.50
            2     Beta       17.00     17.00
            """)
        #expect(!found.contains { $0.hasPrefix("1 x") })
    }

    @Test func `may be one of one, if that is the total`() async throws {
        let text = """
            Invoice 4711

            Stuff          Zork    Blip     Wumm
            Oak board         1   12.50    12.50

            Total                          12.50
            """
        #expect(try await positions(text) == ["1 x Oak board at 12.5 = 12.5"])
    }
}
