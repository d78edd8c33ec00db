import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The roles of paragraphs` {
    private static let body = "Running text of the usual size that goes on\nfor a line or two, as text does."

    private static func page(_ number: Int, _ pieces: [(text: String, y: Double, pitch: Double)]) async throws -> ReadPage {
        let page = Page(number: number, size: Size(width: 612, height: 792))
        let lines = pieces.flatMap { PageText(monospaced: $0.text, pitch: $0.pitch, origin: Point(x: 36, y: $0.y)).lines }
        let layout = try await GeometricLayoutAnalyzer().layout(for: LayoutRequest(page: page, text: PageText(lines: lines)))
        return ReadPage(page: page, route: PageRouter().route(nil), layout: layout)
    }

    @Test(arguments: ["7", "- 7 -", "Page 3 of 12", "Seite 4", "3/12", "iv"]) func `a number at the foot of the page is its number`(
        _ text: String
    ) async throws {
        let page = try await Self.page(2, [(Self.body, 300, 6), (text, 760, 6)])
        #expect(page.layout.paragraphs.map(\.role) == [.body, .pageNumber])
    }

    @Test(arguments: ["Room 7 is closed on Mondays and Fridays", "Total: 12", "12 May 2024 at 10"])
    func `other words at the foot are none`(_ text: String) async throws {
        let page = try await Self.page(2, [(Self.body, 300, 6), (text, 760, 6)])
        #expect(page.layout.paragraphs.last?.role == .body)
    }

    @Test func `what names and numbers a table is its caption`() async throws {
        let table = "Item    Count   Price\nBolt    12      3.40\nNut     7       1.20\nPin     9       0.10"
        let page = try await Self.page(2, [(Self.body, 100, 6), ("Table 3: Parts in stock", 300, 6), (table, 322, 6)])
        #expect(page.layout.paragraphs.contains { $0.role == .caption })
        let plain = try await Self.page(2, [(Self.body, 100, 6), ("Table 3: Parts in stock", 300, 6)])
        #expect(!plain.layout.paragraphs.contains { $0.role == .caption })
    }

    @Test func `small type below that begins with a mark is a footnote`() async throws {
        let page = try await Self.page(2, [(Self.body, 300, 6), (Self.body, 400, 6), ("1 As the register has it.", 700, 4)])
        #expect(page.layout.paragraphs.map(\.role) == [.body, .body, .footnote])
    }

    @Test func `what stands on every page is its header or footer`() async throws {
        var outcomes: [PageOutcome] = []
        for number in 1...3 {
            outcomes.append(
                .read(
                    try await Self.page(
                        number,
                        [("Annual report 2024", 30, 6), ("\(Self.body) \(number)", 300, 6), ("Printed in Spain, copy \(number)", 765, 6)])))
        }
        let document = ReadDocument(pageCount: 3, outcomes: outcomes)
        for page in document.pages { #expect(page.layout.paragraphs.map(\.role) == [.pageHeader, .body, .pageFooter]) }
    }

    @Test func `a line on one page of several is no header`() async throws {
        var outcomes: [PageOutcome] = []
        for number in 1...4 {
            outcomes.append(
                .read(
                    try await Self.page(
                        number,
                        [
                            (number == 1 ? "Annual report" : "Chapter of another name \(String(repeating: "x", count: number))", 30, 6),
                            (Self.body, 300, 6),
                        ])))
        }
        #expect(ReadDocument(pageCount: 4, outcomes: outcomes).pages[0].layout.paragraphs[0].role == .body)
    }

    @Test func `a table at the head of a page goes on from one with its columns at the foot of the last`() async throws {
        let rows = (0..<8).map { "name\($0)    1\($0).50   2\($0)" }.joined(separator: "\n")
        let upper = try await Self.page(1, [(Self.body, 300, 6), ("Item     Price   Count\n" + rows, 600, 6)])
        let lower = try await Self.page(2, [(rows, 40, 6), (Self.body, 300, 6)])
        let document = ReadDocument(pageCount: 2, outcomes: [.read(upper), .read(lower)])
        #expect(document.pages.map { $0.layout.tables.map(\.continuesPrevious) } == [[false], [true]])
    }

    @Test func `characters that show boxes are selection marks`() async throws {
        let page = try await Self.page(1, [("☐ new   ☒ used   □ lent", 100, 6)])
        #expect(page.layout.selectionMarks.map(\.isSelected) == [false, true, false])
    }
}
