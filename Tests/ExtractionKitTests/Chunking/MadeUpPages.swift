import ExtractionEvaluation
import ExtractionKit
import Testing

/// Pages that chunkers find hard.
enum MadeUpPages {
    /// Words of several scripts, some without blanks between them, marks that combine, and all kinds of ends.
    static let words = [
        "invoice", "Größe", "naïve", "Dr.", "12.", "e.g.", "end.", "what?", "(so!)", "文書。次の文。", "é\u{301}a\u{300}", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "x",
        "1,204.50",
        String(repeating: "long", count: 12),
    ]

    /// Pages of them.
    static func make(_ seed: UInt64) -> [String] {
        var generator = SeededGenerator(seed: seed)
        return (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                (0..<Int.random(in: 1...30, using: &generator)).map { _ in
                    words[Int.random(in: 0..<words.count, using: &generator)]
                        + (Int.random(in: 0..<8, using: &generator) == 0 ? "\n" : " ")
                }.joined()
            }.joined(separator: "\n\n")
        }
    }

    /// Checks what holds of all chunks: nothing lost, nothing invented, the order kept, no character cut, and the right places.
    static func expectSound(
        _ chunks: [Chunk], of document: ReadDocument, leavingOut left: [TextSpan] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let bytes = Array(document.content.utf8)
        var covered = [Bool](repeating: false, count: bytes.count)
        let boundaries = Set(
            document.content.indices.map { document.content.utf8.distance(from: document.content.startIndex, to: $0) } + [bytes.count])
        for chunk in chunks {
            #expect(document.content[chunk.span].map(String.init) == chunk.text, sourceLocation: sourceLocation)
            #expect(boundaries.contains(chunk.span.offset) && boundaries.contains(chunk.span.end), sourceLocation: sourceLocation)
            #expect(chunk.regions == document.blocks(of: chunk.span), sourceLocation: sourceLocation)
            let pages = document.pages.filter { $0.layout.words.contains { $0.span.overlaps(chunk.span) } }
            #expect(chunk.pages == pages.map(\.page.number), sourceLocation: sourceLocation)
            for index in chunk.span.range { covered[index] = true }
        }
        for span in left { for index in span.range { covered[index] = true } }
        #expect(bytes.indices.allSatisfy { covered[$0] || [0x20, 0x0A].contains(bytes[$0]) }, sourceLocation: sourceLocation)
        #expect(
            zip(chunks, chunks.dropFirst()).allSatisfy { $0.span.offset < $1.span.offset && $0.span.end < $1.span.end },
            sourceLocation: sourceLocation)
    }
}
