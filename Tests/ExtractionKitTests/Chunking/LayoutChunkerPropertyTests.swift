import ExtractionKit
import Testing

@Suite struct `Whatever a document is made of, a chunker that knows the layout` {
    static let seeds = Array(1...80 as ClosedRange<UInt64>)

    /// A document and its chunks; every fourth is cut by tokens.
    private struct Case {
        var structured: StructuredDocument
        var size: Int
        var chunks: [Chunk]
        private let counter: (any TokenCounter)?

        init(_ seed: UInt64) async throws {
            structured = StructuredDocument(seed: seed)
            if seed % 4 == 0 {
                let counters: [any TokenCounter] = [
                    ApproximateTokenCounter(), try WordPieceTokenCounter(vocabulary: Tokens.pieces),
                    try BytePairTokenCounter(ranks: Tokens.ranks),
                ]
                let counter = counters[Int(seed / 4 % 3)]
                self.counter = counter
                size = [2, 20, 50, 130, 700][Int(seed % 5)]
                chunks = try await Self.chunks(of: structured.document, size, counter)
            } else {
                counter = nil
                size = [5, 60, 150, 400, 2_000][Int(seed % 5)]
                var configuration = LayoutChunker.Configuration()
                configuration.maximumLength = size
                chunks = try await LayoutChunker(configuration: configuration).chunks(of: structured.document)
            }
        }

        private static func chunks(of document: ReadDocument, _ size: Int, _ counter: some TokenCounter) async throws -> [Chunk] {
            try await LayoutChunker(maximumTokens: size, counter: counter).chunks(of: document)
        }

        func length(_ span: TextSpan) -> Int { length(structured.document.text(of: span)) }

        func length(_ text: some StringProtocol) -> Int { counter?.count(String(text)) ?? text.unicodeScalars.count }

        /// The length of a line above others.
        func length(ofLine text: some StringProtocol) -> Int { length(text + "\n") }

        /// Whether a chunk holds all of a stretch.
        func isWhole(_ span: TextSpan) -> Bool { chunks.contains { $0.span.offset <= span.offset && span.end <= $0.span.end } }
    }

    @Test(arguments: seeds) func `keeps its size, the context counted`(seed: UInt64) async throws {
        let made = try await Case(seed)
        for chunk in made.chunks {
            #expect(made.length(chunk.textInContext) <= made.size || chunk.text.count == 1)
            let context = chunk.context.reduce(0) { $0 + made.length(ofLine: $1) }
            #expect(2 * context <= made.size)
        }
    }

    @Test(arguments: seeds) func `leaves out what pages repeat, and nothing else`(seed: UInt64) async throws {
        let made = try await Case(seed)
        let furniture = made.structured.elements.indices.filter { made.structured.elements[$0].kind == .furniture }.map(
            made.structured.span)
        MadeUpPages.expectSound(made.chunks, of: made.structured.document, leavingOut: furniture)
        for span in furniture { #expect(!made.chunks.contains { $0.span.overlaps(span) }) }
        #expect(zip(made.chunks, made.chunks.dropFirst()).allSatisfy { $0.span.end <= $1.span.offset })
    }

    @Test(arguments: seeds) func `cuts no row, no item and no paragraph that fits`(seed: UInt64) async throws {
        let made = try await Case(seed)
        for (index, element) in made.structured.elements.enumerated() where element.kind != .furniture {
            let span = made.structured.span(index)
            #expect(made.length(span) > made.size || made.isWhole(span), "\(element.kind): \(made.structured.document.text(of: span))")
        }
    }

    @Test(arguments: seeds) func `keeps lists and tables with what explains them, and explanations with their beginnings`(seed: UInt64)
        async throws
    {
        let made = try await Case(seed)
        for group in made.structured.groups {
            let all = made.structured.span(group.elements)
            #expect(2 * made.length(all) > made.size || made.isWhole(all), "\(made.structured.document.text(of: all))")
            guard group.explaining > 0 else { continue }
            let beginning = made.structured.span(group.elements.prefix(group.explaining + 1))
            #expect(made.length(beginning) > made.size || made.isWhole(beginning), "\(made.structured.document.text(of: beginning))")
        }
    }

    @Test(arguments: seeds) func `says the head of a table above each part of it`(seed: UInt64) async throws {
        let made = try await Case(seed)
        for table in made.structured.headed {
            let head = made.structured.document.text(of: made.structured.span(table.head)), length = made.length(ofLine: head)
            for row in table.rows {
                let span = made.structured.span(row)
                guard 2 * length <= made.size, made.length(span) + length <= made.size else { continue }
                for chunk in made.chunks where chunk.span.offset == span.offset { #expect(chunk.context.last == head) }
            }
        }
    }

    @Test(arguments: seeds) func `begins a chunk with each heading behind more than a little text, and has those above as context alone`(
        seed: UInt64
    ) async throws {
        let made = try await Case(seed)
        let elements = made.structured.elements
        var headings: Set<String> = [""]
        for index in elements.indices where elements[index].kind == .heading {
            let span = made.structured.span(index)
            headings.insert(made.structured.document.text(of: span).split(whereSeparator: \.isWhitespace).joined(separator: " "))
            let chunk = try #require(made.chunks.last { $0.span.offset <= span.offset })
            let before = made.structured.document.text(of: TextSpan(chunk.span.offset..<span.offset))
            let length = made.length(before.dropLast(before.reversed().prefix(while: \.isWhitespace).count))
            #expect(elements[index - 1].kind == .heading || length <= made.size / 4, "\(before)")
        }
        let heads = made.structured.headed.map { made.structured.document.text(of: made.structured.span($0.head)) }
        for chunk in made.chunks { #expect(chunk.context.allSatisfy { headings.contains($0) || heads.contains($0) }) }
    }
}

extension Range<Int> {
    fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + count) }
}
