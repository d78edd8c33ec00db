import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import Testing

/// A chunker of some size.
struct SizedChunker: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Makes one whose chunks have at most so many characters.
    var make: @Sendable (Int) throws -> any Chunker

    static let all = [
        SizedChunker(testDescription: "recursive") { size in
            var configuration = RecursiveChunker.Configuration()
            configuration.maximumLength = size
            return try RecursiveChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "recursive, overlapping") { size in
            var configuration = RecursiveChunker.Configuration()
            configuration.maximumLength = size
            configuration.overlap = size / 4
            return try RecursiveChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "fixed") { size in
            var configuration = FixedChunker.Configuration()
            configuration.length = size
            return try FixedChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "fixed, overlapping") { size in
            var configuration = FixedChunker.Configuration()
            configuration.length = size
            configuration.overlap = size / 3
            return try FixedChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "sentences") { size in
            var configuration = SentenceChunker.Configuration()
            configuration.maximumLength = size
            return try SentenceChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "sentences, overlapping") { size in
            var configuration = SentenceChunker.Configuration()
            configuration.maximumLength = size
            configuration.overlap = 2
            return try SentenceChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "layout") { size in
            var configuration = LayoutChunker.Configuration()
            configuration.maximumLength = size
            return try LayoutChunker(configuration: configuration)
        },
    ]
}

@Suite struct `Every chunker with a size` {
    @Test(arguments: SizedChunker.all) func `keeps the contract of its role`(chunker: SizedChunker) async throws {
        try await ChunkerConformance(chunker.make(1_000)).check()
        try await ChunkerConformance(chunker.make(120)).check()
    }

    @Test(arguments: SizedChunker.all)
    func `loses nothing, invents nothing, keeps the order and the size, and cuts no character`(chunker: SizedChunker) async throws {
        for seed in 1...40 as ClosedRange<UInt64> {
            let document = try await ReadDocument(monospacedPages: MadeUpPages.make(seed))
            let size = [1, 7, 40, 200][Int(seed % 4)]
            let chunks = try await chunker.make(size).chunks(of: document)
            for chunk in chunks { #expect(chunk.text.unicodeScalars.count <= size || chunk.text.count == 1, "\(chunk.text)") }
            MadeUpPages.expectSound(chunks, of: document)
        }
    }

    @Test(arguments: SizedChunker.all, [0, -1, Int.min]) func `refuses a size of nothing`(chunker: SizedChunker, size: Int) {
        let error = #expect(throws: ExtractionError.self) { try chunker.make(size) }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test(arguments: SizedChunker.all) func `is another one with another size`(chunker: SizedChunker) throws {
        #expect(try chunker.make(10).identity != chunker.make(11).identity)
        #expect(try chunker.make(10).identity == chunker.make(10).identity)
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
    ])
    func `a sentence is known by more than its full stop`(text: String, sentences: [String]) async throws {
        var configuration = SentenceChunker.Configuration()
        configuration.maximumLength = (sentences.map(\.unicodeScalars.count).max() ?? 0)
        #expect(try await texts(SentenceChunker(configuration: configuration), text) == sentences)
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
        #expect(chunks.map(\.text) == ["Item Price\n\nBolt 12.50", "Nut 1.20\n\nWasher 0.30"])
        #expect(chunks.map(\.context) == [[], ["Item Price"]])
    }
}
