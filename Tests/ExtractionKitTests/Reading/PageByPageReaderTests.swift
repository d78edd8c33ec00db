import ExtractionKit
import ExtractionTesting
import Foundation
import Synchronization
import Testing

private let file = Document(bytes: Array("%PDF-1.7".utf8), filename: "made-up.pdf")
private let prose = "The goods were delivered in March and paid for in full."

private func reader(_ pages: [MadeUpDocumentLoader.Page], _ ocr: some OCREngine, mode: PageRouter.Mode = .auto) -> PageByPageReader {
    PageByPageReader(loader: MadeUpDocumentLoader(pages: pages), ocr: ocr, router: PageRouter(mode: mode), dpi: 72)
}

private func read(_ reader: PageByPageReader, _ pages: PageSelection = .all, limits: DocumentLimits = DocumentLimits()) async throws
    -> ReadDocument
{
    try await reader.withPages(of: ReadRequest(document: file, pages: pages, limits: limits)) { pages in
        var outcomes: [PageOutcome] = []
        for try await outcome in pages { outcomes.append(outcome) }
        return ReadDocument(pageCount: pages.pageCount, outcomes: outcomes)
    }
}

@Suite struct `A page by page reader` {
    @Test func `keeps the contract of a document reader`() async throws {
        let pages: [MadeUpDocumentLoader.Page] = [.text(prose), .scan, .blank, .text("More text stands here, on the fourth page.")]
        try await DocumentReaderConformance(
            reader(pages, .reading("Read from a scan")), samples: [DocumentLoaderConformance.Sample(file, pageCount: 4)]
        ).check()
    }

    @Test func `reads each page in its own way and says why`() async throws {
        let document = try await read(reader([.text(prose), .scan, .blank], .reading("Read from a scan")))
        #expect(document.content == "\(prose)\n\nRead from a scan")
        #expect(document.pages.map(\.route.method) == [.textLayer, .ocr, .blank])
        #expect(document.pages.map(\.route.reason) == [.goodText, .noText, .noInk])
        #expect(document.pages.map { $0.engine?.id } == [nil, "closure", nil])
        #expect(document.usage.pages == 1)
    }

    @Test func `gives the other pages when one fails`() async throws {
        let document = try await read(reader([.text(prose), .corrupt, .text(prose)], .blank))
        #expect(document.pages.map(\.page.number) == [1, 3])
        #expect(document.failures.map(\.page) == [2])
        #expect(document.failures.first?.error.code == .corrupt)
        #expect(document.failures.first?.error.scope == ExtractionError.Scope(page: 2, stage: .loading, plugin: "made-up"))
    }

    @Test func `names the engine that failed`() async throws {
        let document = try await read(reader([.scan, .text(prose)], .failing()))
        #expect(document.failures.first?.error.scope == ExtractionError.Scope(page: 1, stage: .recognition, plugin: "closure"))
    }

    @Test func `stops an engine that never answers at the page's deadline`() async throws {
        var limits = DocumentLimits()
        limits.secondsPerPage = 0
        let document = try await read(reader([.scan, .scan], .hanging), limits: limits)
        #expect(document.failures.map(\.error.code) == [.deadlineExceeded, .deadlineExceeded])
    }

    @Test func `never has more pages under way than the engine takes, and one`() async throws {
        let running = Mutex((now: 0, most: 0))
        let engine = ClosureOCREngine(concurrentPages: 2) { _ in
            running.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            await Task.yield()
            running.withLock { $0.now -= 1 }
            return PageText(lines: [])
        }
        _ = try await read(reader(Array(repeating: .scan, count: 30), engine))
        #expect(running.withLock { $0.most } <= 3)
        #expect(running.withLock { $0.now } == 0)
    }

    @Test func `warns when only text is wanted and the file has none`() async throws {
        let document = try await read(reader([.scan], .blank, mode: .text))
        #expect(document.pages.first?.route.reason == .requested)
        #expect(document.content.isEmpty)
    }

    @Test func `of several loaders takes the one that opens the file`() async throws {
        let images = MadeUpDocumentLoader(pages: [.scan], mediaTypes: [.png])
        let papers = MadeUpDocumentLoader(pages: [.text(prose), .blank], mediaTypes: [.pdf])
        let reader = PageByPageReader(loader: CombinedDocumentLoader([images, papers]), ocr: .blank, dpi: 72)
        #expect(try await read(reader).pageCount == 2)
    }
}

@Suite struct `A combined loader` {
    private let loader = CombinedDocumentLoader([
        MadeUpDocumentLoader(pages: [.scan], mediaTypes: [.png]), MadeUpDocumentLoader(pages: [.text(prose), .scan], mediaTypes: [.pdf]),
    ])

    @Test func `keeps the contract of a document loader`() async throws {
        try await DocumentLoaderConformance(
            loader, samples: [DocumentLoaderConformance.Sample(file, pageCount: 2)],
            damages: [
                DocumentLoaderConformance.Damage(Document(bytes: [0xFF, 0xD8, 0xFF], filename: "photo"), throws: [.unsupportedMediaType])
            ]
        ).check()
    }
}

@Suite struct `A read document` {
    @Test func `traces a stretch of text to its lines on the pages`() async throws {
        let document = try await ReadDocument(monospacedPages: ["First line\nsecond line", "Größe: 12"])
        let start = try #require(document.content.range(of: "line"))
        let offset = document.content.utf8.distance(from: document.content.startIndex, to: start.lowerBound)
        let regions = document.regions(of: TextSpan(offset: offset, length: 11))
        #expect(regions.map { document.text(of: $0.span) } == ["line", "second"])
        #expect(regions.map(\.page) == [1, 1])
        #expect(regions.first?.polygon.bounds == Rect(x: 72, y: 36, width: 24, height: 9.6))
        let last = try #require(document.pages.last?.layout.words.last)
        #expect(document.regions(of: last.span).map(\.page) == [2])
        #expect(document.text(of: last.span) == "12")
    }

    @Test func `writes Markdown that reads as the page does`() async throws {
        let document = try await ReadDocument(monospacedPages: [
            "Some *stars* and # signs\n# not a heading\n\n- first item\n- second_item\n\n1. is text"
        ])
        #expect(document.markdown == "Some \\*stars\\* and # signs\n\\# not a heading\n\n- first item\n\n- second\\_item\n\n1\\. is text")
    }
}
