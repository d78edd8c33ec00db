public import ExtractionKit

/// Checks a chunker against the contract of its role, on made-up documents.
///
/// ```swift
/// try await ChunkerConformance(chunker).check()
/// ```
///
/// It finds text that isn't the content's, words that no chunk holds, chunks out of order or without text, wrong pages, and chunks that
/// differ from one call to the next.
public struct ChunkerConformance: Sendable {
    private let chunker: any Chunker

    /// Creates a suite for a chunker.
    public init(_ chunker: some Chunker) { self.chunker = chunker }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The chunker '\(chunker.identity.id)'")
        conformance.checkIdentity(chunker.identity)
        let paragraph = String(repeating: "Größe matters in naïve prose. ", count: 300)
        for (name, pages) in [
            ("an empty document", []), ("a blank page", [""]), ("a line", ["One line."]),
            ("three pages", ["First page.\n\nMore.", "", "Third page."]), ("a long paragraph", [paragraph]),
        ] {
            try await check(ReadDocument(monospacedPages: pages), name, &conformance)
        }
        try conformance.finish()
    }

    private func check(_ document: ReadDocument, _ name: String, _ conformance: inout Conformance) async throws {
        guard let chunks = try await conformance.attempt("\(name):", { try await chunker.chunks(of: document) }) else { return }
        conformance.expect(chunks.map(\.index) == Array(chunks.indices), "\(name): chunks should be numbered from 0")
        conformance.expect(
            chunks.allSatisfy { document.content.stretch($0.span).map(String.init) == $0.text },
            "\(name): a chunk should be the content at its span")
        conformance.expect(
            chunks.allSatisfy { $0.text.contains { !$0.isWhitespace } }, "\(name): a chunk should have text")
        conformance.expect(
            zip(chunks, chunks.dropFirst()).allSatisfy { $0.span.offset < $1.span.offset }, "\(name): chunks should be in order")
        let placed = chunks.filter { $0.span.lies(within: document.content.utf8.count) }
        conformance.expect(
            document.pages.flatMap(\.layout.words).allSatisfy { word in
                placed.contains { $0.span.offset <= word.span.offset && word.span.end <= $0.span.end }
            }, "\(name): every word should stand in a chunk")
        conformance.expect(
            placed.allSatisfy { chunk in
                chunk.pages
                    == document.pages.filter { $0.layout.words.contains { $0.span.overlaps(chunk.span) } }.map(\.page.number)
            }, "\(name): a chunk should name the pages that it stands on")
        conformance.expect(
            placed.allSatisfy { chunk in
                Set(chunk.regions.map(\.page)) == Set(chunk.pages) && chunk.regions.allSatisfy { $0.span.overlaps(chunk.span) }
            }, "\(name): a chunk should have a region on each of its pages, and of its own text")
        let again = try await conformance.attempt("\(name):") { try await chunker.chunks(of: document) }
        conformance.expect(again == chunks, "\(name): chunking should be repeatable")
    }
}
