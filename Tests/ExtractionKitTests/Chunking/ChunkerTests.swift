import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `Every chunker with a size` {
    @Test(arguments: SizedChunker.all) func `keeps the contract of its role`(chunker: SizedChunker) async throws {
        for size in [1_000, 9] {
            try await ChunkerConformance(chunker.make(size), maximum: size, count: chunker.count).check()
        }
    }

    @Test(arguments: SizedChunker.all)
    func `loses nothing, invents nothing, keeps the order and the size, and cuts no character`(chunker: SizedChunker) async throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            let document = try await ReadDocument(monospacedPages: MadeUpPages.make(seed))
            let size = [1, 7, 40, 200][Int(seed % 4)]
            let chunks = try await chunker.make(size).chunks(of: document)
            for chunk in chunks { #expect(chunker.count(chunk.text) <= size || chunk.text.count == 1, "\(chunk.text)") }
            MadeUpPages.expectSound(chunks, of: document)
        }
    }

    @Test(arguments: SizedChunker.all) func `says no more again than it may`(chunker: SizedChunker) async throws {
        var isOverlapping = false
        for seed in 31...50 as ClosedRange<UInt64> {
            let document = StructuredDocument(seed: seed).document
            let size = [8, 40, 200][Int(seed % 3)]
            let chunks = try await chunker.make(size).chunks(of: document)
            for (chunk, next) in zip(chunks, chunks.dropFirst()) where next.span.offset < chunk.span.end {
                let again = document.text(of: TextSpan(next.span.offset..<chunk.span.end))
                #expect(chunker.count(again) <= chunker.overlap(size), "\(again)")
                isOverlapping = true
            }
        }
        #expect(isOverlapping == (chunker.overlap(200) > 0))
    }

    @Test(arguments: SizedChunker.all, [0, -1, Int.min]) func `refuses a size of nothing`(chunker: SizedChunker, size: Int) {
        let error = #expect(throws: ExtractionError.self) { try chunker.make(size) }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test(arguments: SizedChunker.all) func `is another one with another size`(chunker: SizedChunker) throws {
        #expect(try chunker.make(10).identity != chunker.make(11).identity)
        #expect(try chunker.make(10).identity == chunker.make(10).identity)
    }

    @Test(arguments: SizedChunker.all) func `takes the largest size there is`(chunker: SizedChunker) async throws {
        guard let chunker = try? chunker.make(.max) else { return }
        let document = try await ReadDocument(monospacedPages: ["One. Two.\n\n\nThree.", "Four."])
        #expect(try await chunker.chunks(of: document).map(\.text) == [document.content])
    }
}

@Suite struct `Where chunks end` {
    private func texts(_ chunker: some Chunker, _ pages: String...) async throws -> [String] {
        try await chunker.chunks(of: ReadDocument(monospacedPages: pages)).map(\.text)
    }

    @Test(arguments: [
        ("One two. Three four five.", ["One two.", "Three four five."]),
        ("Ask Dr. Smith of St. Ives now. Yes.", ["Ask Dr. Smith of St. Ives now.", "Yes."]),
        ("On 12. March it rained. Then not.", ["On 12. March it rained.", "Then not."]),
        ("He said “Stop!” Then he left.", ["He said “Stop!”", "Then he left."]),
        ("See p. 4 (fig. 2). Done", ["See p. 4 (fig. 2).", "Done"]),
        ("Costs approx. 20, e.g. for J. S. Bach. End", ["Costs approx. 20, e.g. for J. S. Bach.", "End"]),
        ("Das gilt z.B. hier. Gut", ["Das gilt z.B. hier.", "Gut"]), ("これは文です。次の文です。", ["これは文です。", "次の文です。"]),
        ("Version 1.5 of it. and so on", ["Version 1.5 of it. and so on"]),
        ("Siehe Abschn. 4 bzw. Anm. 2 der Ges. für Bau. Ende", ["Siehe Abschn. 4 bzw. Anm. 2 der Ges. für Bau.", "Ende"]),
        ("Hr. Dipl.-Ing. Maier zahlt 3 Mio. Euro. Ende", ["Hr. Dipl.-Ing. Maier zahlt 3 Mio. Euro.", "Ende"]),
        ("Voir M. Durand, tél. 12 et réf. A4, éd. Seuil. Fin", ["Voir M. Durand, tél. 12 et réf. A4, éd. Seuil.", "Fin"]),
        ("La Sra. Ruiz y Uds. en la Avda. Sol, pág. 3, núm. 700. Fin", ["La Sra. Ruiz y Uds. en la Avda. Sol, pág. 3, núm. 700.", "Fin"]),
        ("Dhr. Bos en mevr. De Wit, d.w.z. Bos, zie blz. 3 enz. Einde", ["Dhr. Bos en mevr. De Wit, d.w.z. Bos, zie blz. 3 enz. Einde"]),
        ("Sent on 3 Sept. (see above). “Éire” is. élan", ["Sent on 3 Sept. (see above).", "“Éire” is. élan"]),
        ("彼は「行く。」と言った。次。", ["彼は「行く。」", "と言った。", "次。"]),
    ])
    func `a sentence is known by more than its full stop`(text: String, sentences: [String]) async throws {
        var configuration = SemanticChunker.Configuration()
        configuration.minimumLength = 0
        configuration.share = 1
        #expect(try await texts(SemanticChunker(HashingEmbedder(), configuration: configuration), text) == sentences)
    }

    @Test func `a recursive chunk ends at the strongest boundary that leaves it a quarter full`() async throws {
        var configuration = RecursiveChunker.Configuration()
        configuration.maximumLength = 24
        let chunker = try RecursiveChunker(configuration: configuration)
        #expect(try await texts(chunker, "First one.\n\n\nSecond is longer.") == ["First one.", "Second is longer."])
        #expect(try await texts(chunker, "One is. Two is here. Three") == ["One is. Two is here.", "Three"])
        #expect(try await texts(chunker, "A. and then comes a text without any") == ["A. and then comes a text", "without any"])
    }

    @Test func `an overlap begins with a whole word`() async throws {
        var configuration = RecursiveChunker.Configuration()
        configuration.maximumLength = 20
        configuration.overlap = 8
        #expect(
            try await texts(RecursiveChunker(configuration: configuration), "alpha beta gamma delta epsilon")
                == ["alpha beta gamma", "gamma delta epsilon"])
    }
}

@Suite struct `A chunker that knows the layout` {
    private static func word(_ text: String, _ x: Double, _ y: Double, size: Double) -> TextWord {
        TextWord(
            text: text, polygon: Polygon(Rect(x: x, y: y, width: Double(text.count) * size * 0.5, height: size)), fontSize: size)
    }

    private static func document(_ pages: (inout LayoutBuilder) -> Void...) -> ReadDocument {
        ReadDocument(
            pageCount: pages.count,
            outcomes: pages.enumerated().map { index, build in
                var builder = LayoutBuilder()
                build(&builder)
                return .read(
                    ReadPage(
                        page: Page(number: index + 1, size: Size(width: 600, height: 800)),
                        route: PageRoute(method: .textLayer, reason: .goodText, signals: RoutingSignals()), layout: builder.finish()))
            })
    }

    private static func chunker(_ size: Int) throws -> LayoutChunker {
        var configuration = LayoutChunker.Configuration()
        configuration.maximumLength = size
        return try LayoutChunker(configuration: configuration)
    }

    @Test func `gives every chunk the headings above it, and leaves out what pages repeat`() async throws {
        let document = Self.document { builder in
            builder.beginParagraph(role: .title)
            builder.addLine([Self.word("Terms", 50, 50, size: 24)])
            builder.beginParagraph(role: .heading)
            builder.addLine([Self.word("Payment", 50, 100, size: 16)])
            builder.beginParagraph()
            builder.addLine([Self.word("Within thirty days.", 50, 130, size: 10)])
            builder.beginParagraph()
            builder.addLine([Self.word("By bank transfer only.", 50, 160, size: 10)])
            builder.beginParagraph(role: .heading)
            builder.addLine([Self.word("Delivery", 50, 200, size: 16)])
            builder.beginParagraph()
            builder.addLine([Self.word("At our cost.", 50, 230, size: 10)])
            builder.beginParagraph(role: .pageFooter)
            builder.addLine([Self.word("Page one of all", 50, 780, size: 8)])
        }
        let chunks = try await Self.chunker(36).chunks(of: document)
        #expect(chunks.map(\.text) == ["Terms\n\nPayment\n\nWithin thirty days.", "By bank transfer only.", "Delivery\n\nAt our cost."])
        #expect(chunks.map(\.context) == [[], ["Terms", "Payment"], ["Terms"]])
        #expect(chunks.last?.textInContext == "Terms\nDelivery\n\nAt our cost.")
    }

    @Test func `cuts a table between rows and says its head again`() async throws {
        let rows = ["Item Price", "Bolt 12.50", "Nut 1.20", "Washer 0.30"]
        var builder = LayoutBuilder()
        for (index, row) in rows.enumerated() {
            builder.beginParagraph()
            builder.addLine(
                row.split(separator: " ").enumerated().map { Self.word(String($1), Double($0) * 100, Double(index) * 20, size: 10) })
        }
        var layout = builder.finish()
        layout.tables = [
            Table(
                rowCount: 4, columnCount: 2, polygon: Polygon(Rect(x: 0, y: 0, width: 200, height: 80)),
                cells: layout.words.enumerated().map { index, word in
                    Table.Cell(row: index / 2, column: index % 2, polygon: word.polygon, spans: [word.span], isHeader: index < 2)
                })
        ]
        let page = ReadPage(
            page: Page(number: 1, size: Size(width: 600, height: 800)),
            route: PageRoute(method: .textLayer, reason: .goodText, signals: RoutingSignals()), layout: layout)
        let chunks = try await Self.chunker(24).chunks(of: ReadDocument(pageCount: 1, outcomes: [.read(page)]))
        #expect(chunks.map(\.text) == ["Item Price\n\nBolt 12.50", "Nut 1.20", "Washer 0.30"])
        #expect(chunks.map(\.context) == [[], ["Item Price"], ["Item Price"]])
    }
}
