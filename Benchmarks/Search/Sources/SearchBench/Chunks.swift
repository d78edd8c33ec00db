internal import ExtractionEvaluation
internal import ExtractionKit
internal import ExtractionTesting
internal import Foundation

/// Chunkers over one text, with chunks of at most 1,000 characters.
enum Chunks {
    /// Answers requests line by line. The first names a file to write the text to; each after it is the name of a chunker, and is answered by the
    /// seconds it took and the number of chunks.
    static func serve() async throws {
        guard let path = readLine() else { throw SearchBench.Usage() }
        let text = MarkdownText.make(bytes: 5_000_000)
        try Data(text.utf8).write(to: URL(filePath: path))
        let page = Page(number: 1, size: Size(width: 612, height: 792))
        let route = PageRoute(method: .textLayer, reason: .goodText, signals: RoutingSignals())
        // Text alone, as the peers have it, and set on pages, whose words have places.
        let plain = ReadDocument(
            pageCount: 1,
            outcomes: [.read(ReadPage(page: page, route: route, layout: PageLayout(content: text, words: [], lines: [], paragraphs: [])))])
        let typeset = ReadDocument(typeset: MarkdownText.paged(text))
        let part = ReadDocument(typeset: MarkdownText.paged(String(text.prefix(500_000))))
        let recursive = try RecursiveChunker(), layout = try LayoutChunker()
        let cases: [String: (ReadDocument, any Chunker)] = [
            "recursive": (plain, recursive), "recursive-places": (typeset, recursive), "layout-places": (typeset, layout),
            "layout-places-part": (part, layout), "fixed": (plain, try FixedChunker()), "sentences": (plain, try SentenceChunker()),
        ]
        print("ready")
        fflush(nil)
        while let name = readLine(), let (document, chunker) = cases[name] {
            var count = 0
            let time = try await milliseconds { count = try await chunker.chunks(of: document).count }
            print("\(time / 1_000) \(count) \(document.content.utf8.count)")
            fflush(nil)
        }
    }
}

/// Markdown that is the same in every run: headings, paragraphs, lists.
enum MarkdownText {
    static func make(bytes: Int) -> String {
        var random = SeededGenerator(seed: 9)
        let words = (0..<4_000).map { _ in
            String((0..<2 + random.next(below: 8)).map { _ in Character(UnicodeScalar(UInt8(97 + random.next(below: 26)))) })
        }
        func sentence(_ random: inout SeededGenerator) -> String {
            let text = (0..<6 + random.next(below: 14)).map { _ in words[random.next(below: words.count)] }.joined(separator: " ")
            return text.prefix(1).uppercased() + text.dropFirst() + "."
        }
        var text = ""
        var section = 0
        while text.utf8.count < bytes {
            section += 1
            text += "# Section \(section)\n\n"
            for _ in 0..<3 + random.next(below: 4) {
                let sentences = (0..<3 + random.next(below: 6)).map { _ in sentence(&random) }
                text += sentences.joined(separator: random.next(below: 2) == 0 ? " " : "\n") + "\n\n"
            }
            for _ in 0..<random.next(below: 5) { text += "- " + sentence(&random) + "\n" }
            text += "\n"
        }
        return text
    }

    /// The text with an end of a page every 60 lines.
    static func paged(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return stride(from: 0, to: lines.count, by: 60).map { lines[$0..<min(lines.count, $0 + 60)].joined(separator: "\n") }
            .joined(separator: "\u{c}")
    }
}
