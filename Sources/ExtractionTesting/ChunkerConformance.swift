public import ExtractionKit

/// Checks a chunker against the contract of its role, on made-up documents: empty ones, such of many pages, with tables, headings, lists and what
/// every page repeats, of several scripts, with marks that combine, of nothing but white space, and of a single enormous word.
///
/// ```swift
/// try await ChunkerConformance(chunker).check()
/// try await ChunkerConformance(chunker, maximum: 512) { tokenizer.count($0) }.check()
/// ```
///
/// It finds text that isn't the content's, text that no chunk holds, characters that are cut in two, chunks out of order, without text, that say nothing
/// which the one before doesn't say, or that are too long, wrong pages and places, and chunks that differ from one call to the next or when several
/// tasks call at once.
public struct ChunkerConformance: Sendable {
    private let chunker: any Chunker
    private let maximum: Int?
    private let count: @Sendable (String) -> Int

    /// Creates a suite for a chunker.
    ///
    /// - Parameters:
    ///   - chunker: The chunker.
    ///   - maximum: The size that no ``/ExtractionKit/Chunk/textInContext`` is larger than, but for a single character, as a person counts them; `nil`
    ///     for a chunker without one.
    ///   - count: What the size counts; Unicode scalars unless stated.
    public init(_ chunker: some Chunker, maximum: Int? = nil, count: @escaping @Sendable (String) -> Int = { $0.unicodeScalars.count }) {
        self.chunker = chunker
        self.maximum = maximum
        self.count = count
    }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The chunker '\(chunker.identity.id)'")
        conformance.checkIdentity(chunker.identity)
        for (name, document) in try await ChunkerDocuments.all() { try await check(document, name, &conformance) }
        try conformance.finish()
    }

    private func check(_ document: ReadDocument, _ name: String, _ conformance: inout Conformance) async throws {
        guard let chunks = try await conformance.attempt("\(name):", { try await chunker.chunks(of: document) }) else { return }
        conformance.expect(chunks.map(\.index) == Array(chunks.indices), "\(name): chunks should be numbered from 0")
        conformance.expect(
            chunks.allSatisfy { document.content.stretch($0.span).map(String.init) == $0.text },
            "\(name): a chunk should be the content at its span")
        conformance.expect(chunks.allSatisfy(\.text.hasText), "\(name): a chunk should have text")
        conformance.expect(
            zip(chunks, chunks.dropFirst()).allSatisfy { $0.span.offset < $1.span.offset }, "\(name): chunks should be in order")
        let placed = chunks.filter { $0.span.lies(within: document.content.utf8.count) }
        conformance.expect(
            zip(placed, placed.dropFirst()).allSatisfy { $0.span.end < $1.span.end },
            "\(name): a chunk should say something that the one before doesn't")
        checkText(of: placed, document, name, &conformance)
        checkPlaces(of: placed, document, name, &conformance)
        if let maximum {
            conformance.expect(
                chunks.allSatisfy { count($0.textInContext) <= maximum || $0.text.count == 1 },
                "\(name): a chunk with its context should be no longer than \(maximum)")
        }
        let again = try await conformance.attempt("\(name):") { try await chunker.chunks(of: document) }
        conformance.expect(again == chunks, "\(name): chunking should be repeatable")
        let together = try await conformance.attempt("\(name): from several tasks at once") {
            try await withThrowingTaskGroup(of: [Chunk].self) { group in
                for _ in 0..<3 { group.addTask { try await chunker.chunks(of: document) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        conformance.expect(
            together?.allSatisfy { $0 == chunks } ?? true, "\(name): several tasks at once should get the same chunks as one")
    }

    private func checkText(of chunks: [Chunk], _ document: ReadDocument, _ name: String, _ conformance: inout Conformance) {
        var held = [Bool](repeating: false, count: document.content.utf8.count)
        let furniture = document.pages.flatMap(\.layout.paragraphs).filter { [.pageHeader, .pageFooter, .pageNumber].contains($0.role) }
        for span in chunks.map(\.span) + furniture.map(\.span) { for index in span.range { held[index] = true } }
        var isHeld = true, ends: Set<Int> = [0], offset = 0
        for character in document.content {
            let start = offset
            offset += character.utf8.count
            ends.insert(offset)
            isHeld = isHeld && (!String(character).hasText || held[start..<offset].allSatisfy(\.self))
        }
        conformance.expect(isHeld, "\(name): everything but white space and what pages repeat should stand in a chunk")
        conformance.expect(
            chunks.allSatisfy { ends.contains($0.span.offset) && ends.contains($0.span.end) },
            "\(name): a chunk should begin and end between characters as a person counts them")
    }

    private func checkPlaces(of chunks: [Chunk], _ document: ReadDocument, _ name: String, _ conformance: inout Conformance) {
        // The first chunks, the last and some between them: finding places by the slow way for all of many takes long.
        for chunk in chunks where chunk.index < 20 || chunk.index % 20 == 0 || chunk.index == chunks.count - 1 {
            let pages = document.pages.filter { $0.layout.words.contains { $0.span.overlaps(chunk.span) } }
            conformance.expect(chunk.pages == pages.map(\.page.number), "\(name): a chunk should name the pages that it stands on")
            conformance.expect(
                chunk.regions == document.blocks(of: chunk.span), "\(name): a chunk's regions should be where its text stands")
        }
    }
}

extension String {
    fileprivate var hasText: Bool { unicodeScalars.contains { !$0.properties.isWhitespace } }
}
