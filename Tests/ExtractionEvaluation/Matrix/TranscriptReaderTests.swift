import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@Suite struct `A transcript reader` {
    private static let lines = [
        TranscriptLine(text: "Grand total 12.50", polygon: Polygon(Rect(x: 100, y: 50, width: 170, height: 20))),
        TranscriptLine(text: " ", polygon: Polygon(Rect(x: 100, y: 90, width: 170, height: 20))),
        TranscriptLine(page: 2, text: "Thanks", polygon: Polygon(Rect(x: 10, y: 10, width: 60, height: 20))),
    ]

    private static func withDataset<R>(_ lines: [TranscriptLine]?, _ body: (Dataset, Document) async throws -> R) async throws -> R {
        let folder = try MadeUpFolder(["a.pdf": "%PDF-1.7 a"])
        let document = DatasetDocument(id: "a", path: folder.path + "/a.pdf", truth: DocumentTruth(lines: lines))
        return try await body(Dataset(name: "made", licence: "CC0-1.0", documents: [document]), document.load())
    }

    @Test func `gives the words that a person copied, each at its share of the line`() async throws {
        try await Self.withDataset(Self.lines) { dataset, document in
            let reader = try TranscriptReader([dataset], loader: MadeUpDocumentLoader(pages: [.scan, .scan]))
            let read = try await reader.withPages(of: ReadRequest(document: document)) { pages in
                var outcomes: [PageOutcome] = []
                for try await outcome in pages { outcomes.append(outcome) }
                return ReadDocument(pageCount: pages.pageCount, outcomes: outcomes)
            }
            #expect(read.content.split(whereSeparator: \.isNewline).map(String.init) == ["Grand total 12.50", "Thanks"])
            let scale = 72 / (read.pages[0].page.imageDPI ?? 72)
            let word = try #require(read.pages[0].layout.words.dropFirst().first)
            let expected = Rect(x: 160 * scale, y: 50 * scale, width: 50 * scale, height: 20 * scale)
            for (side, other) in zip(
                [word.polygon.bounds.minX, word.polygon.bounds.minY, word.polygon.bounds.maxX, word.polygon.bounds.maxY],
                [expected.minX, expected.minY, expected.maxX, expected.maxY])
            {
                #expect(abs(side - other) < 1e-9)
            }
        }
    }

    @Test func `refuses documents without a transcript`() async throws {
        try await Self.withDataset(nil) { dataset, _ in
            _ = #expect(throws: ExtractionError.self) { try TranscriptReader([dataset], loader: MadeUpDocumentLoader(pages: [.scan])) }
        }
        try await Self.withDataset(Self.lines) { dataset, _ in
            let reader = try TranscriptReader([dataset], loader: MadeUpDocumentLoader(pages: [.scan]))
            let other = Document(bytes: Array("%PDF-1.7 b".utf8), filename: "b.pdf")
            await #expect { try await reader.withPages(of: ReadRequest(document: other)) { _ in } } throws: { error in
                (error as? ExtractionError)?.code == .invalidDataset
            }
        }
    }
}
