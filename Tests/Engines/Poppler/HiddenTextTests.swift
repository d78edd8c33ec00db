import ExtractionKit
import ExtractionPoppler
import Testing

@Suite struct `Text that nobody sees` {
    private static let seen = HandmadePDF.text("seen", x: 20, y: 170)
    private static let word = HandmadePDF.text("Ladder", x: 100, y: 100)

    private func layer(_ content: String) async throws -> TextLayer {
        let file = HandmadePDF(.init(drawing: Self.seen + content))
        let layer = try await PopplerDocumentLoader().withDocument(LoadRequest(document: file.document)) {
            try await $0.textLayer(PageRequest(page: 1))
        }
        return try #require(layer)
    }

    @Test(
        arguments: [
            ("3 Tr " + word, .unpainted), ("1 1 1 rg " + word, .paperColour), ("1 g " + word, .paperColour),
            ("0 0 0 0 k " + word, .paperColour), ("1 0 0 1 0 500 cm " + word, .offPage),
            ("0 0 50 50 re W n " + word, .clipped), (word + "0 0 1 rg 90 90 80 30 re f ", .covered),
            (word + "1 g 90 90 80 30 re f ", .covered), (word + HandmadePDF.image(x: 90, y: 90, width: 80, height: 30), .covered),
            ("0 0 1 rg 90 20 80 30 re f 1 g " + word, .paperColour),
        ] as [(String, HiddenText.Reason)])
    func `is kept apart`(content: String, reason: HiddenText.Reason) async throws {
        let layer = try await layer("q " + content + "Q ")
        #expect(layer.text.plainText == "seen")
        #expect(layer.hidden.map(\.line.plainText) == ["Ladder"])
        #expect(layer.hidden.map(\.reason) == [reason])
    }

    @Test(arguments: [
        word, "0 0 1 rg 90 90 80 30 re f 1 g " + word, HandmadePDF.image(x: 90, y: 90, width: 80, height: 30) + "1 g " + word,
        "0 0 1 rg 90 90 80 30 re f 0 g " + word, word + "0.5 w 90 98 80 0 re S ", word + "90 98 80 0.5 re f ",
        word + "90 90 20 30 re f ", "1 g 0 G 2 Tr " + word, "1 Tr " + word, "0.9 g " + word,
        "q 90 90 80 30 re W n 90 90 80 30 re f 1 g " + word + "Q ", word + "q 0 0 20 20 re W n 90 90 80 30 re f Q ",
    ])
    func `isn't what shows against what lies below it`(content: String) async throws {
        let layer = try await layer("q " + content + "Q ")
        #expect(layer.text.words.map(\.text).sorted() == ["Ladder", "seen"])
        #expect(layer.hidden.isEmpty)
    }

    @Test func `counts as read from a scan over or under a large image`() async throws {
        let image = HandmadePDF.image(x: 0, y: 0, width: 300, height: 160)
        for content in ["3 Tr " + Self.word + image, image + "3 Tr " + Self.word, Self.word + image] {
            let layer = try await layer("q " + content + "Q ")
            #expect(layer.text.plainText == "seen\nLadder")
            #expect(layer.scannedWords == 1)
            #expect(layer.hidden.isEmpty)
        }
    }

    @Test func `keeps its words and lines`() async throws {
        let layer = try await layer("1 g BT /Helvetica 12 Tf 20 100 Td (Invoice No: 417) Tj 0 -14 Td (Due in May) Tj ET ")
        #expect(layer.hidden.map(\.line.plainText) == ["Invoice No: 417", "Due in May"])
        let box = try #require(layer.hidden.first?.line.words.first).polygon.bounds
        #expect(abs(box.minX - 20) < 0.1 && abs(box.maxY - 100) < 4 && box.width > 30)
    }

    @Test func `takes a bold or slanted type from its font`() async throws {
        let words = try await layer("").text.words
        #expect(words.map(\.fontName) == ["Helvetica"])
        #expect(words.map(\.isBold) == [false])
        #expect(words.map(\.isItalic) == [false])
    }
}
