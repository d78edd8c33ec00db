import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The suite for document readers` {
    private let sample = DocumentLoaderConformance.Sample(Document(bytes: Array("%PDF-1.7".utf8), filename: "planted"), pageCount: 3)

    @Test func `passes a sound reader`() async throws {
        try await DocumentReaderConformance(PlantedReader(fault: nil), samples: [sample]).check()
    }

    @Test(arguments: DocumentReaderFault.allCases)
    func `names each fault`(fault: DocumentReaderFault) async {
        await expect(fault) { try await DocumentReaderConformance(PlantedReader(fault: fault), samples: [sample]).check() }
    }

    @Test func `asks its author for a sample of several pages`() async {
        let single = DocumentLoaderConformance.Sample(sample.document, pageCount: 1)
        for samples in [[], [single]] {
            await #expect(throws: ConformanceFailure.self) {
                try await DocumentReaderConformance(PlantedReader(fault: nil), samples: samples).check()
            }
        }
    }
}

/// Reads three pages of two lines each, with one fault. Everything is there before the first page is asked for.
private struct PlantedReader: DocumentReader {
    let fault: DocumentReaderFault?
    private let calls = CallCounter()

    var identity: PluginIdentity { PluginIdentity(id: "planted", version: fault == .hasNoName ? "" : "1") }
    var residency: Residency { fault == .hidesItsHost ? .remote(host: "") : .local }

    init(fault: DocumentReaderFault?) { self.fault = fault }

    func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        if fault != .acceptsAnEmptyFile { try request.document.requireContent() }
        if fault != .ignoresCancellation { try Task.checkCancellation() }
        if fault == .throwsItsOwnErrorAtTheDeadline, request.deadline.hasPassed { throw ForeignError() }
        if fault != .ignoresTheDeadline { try request.deadline.check("The document") }
        if fault == .throwsItsOwnError { throw ForeignError() }
        var selected = try numbers(of: request)
        let given = selected
        if fault == .selectsTooFew, given.count == 3 { selected.removeLast() }
        if fault == .misnamesTheSelection, given.count == 1 { selected = [1] }
        let pageCount = fault == .miscounts ? 4 : fault == .countsWhatIsSelected ? given.count : 3
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: PageOutcome.self)
        for outcome in try await outcomes(given) { continuation.yield(outcome) }
        continuation.finish()
        return try await body(PageSequence(pageCount: pageCount, selected: selected, stream: stream))
    }

    private func numbers(of request: ReadRequest) throws -> [Int] {
        switch fault {
        case .ignoresTheSelection: [1, 2, 3]
        case .readsAPageBeyondTheEnd: (try? request.pages.pages(of: 3)) ?? []
        case .throwsItsOwnErrorOnAPageBeyondTheEnd:
            if let numbers = try? request.pages.pages(of: 3) { numbers } else { throw ForeignError() }
        default: try request.pages.pages(of: 3)
        }
    }

    private func outcomes(_ numbers: [Int]) async throws -> [PageOutcome] {
        let text = fault == .changesItsMind ? "Reading \(calls.next())\nof a page" : "One line\nand another"
        let read = try await ReadDocument(monospacedPages: [text])
        var outcomes = numbers.flatMap { number in
            read.pages.map { page in
                var page = page
                page.page.number = number
                if number == 2 { plant(in: &page) }
                return PageOutcome.read(page)
            }
        }
        guard numbers.contains(2), let second = outcomes.firstIndex(where: { $0.number == 2 }) else { return outcomes }
        switch fault {
        case .givesAPageTwice: outcomes.append(outcomes[second])
        case .forgetsAPage: outcomes.remove(at: second)
        case .failsOnAPage: outcomes[second] = .failed(page: 2, ExtractionError(.engineFailure, "It fails."))
        case .inventsAPage: outcomes.append(.failed(page: 4, ExtractionError(.engineFailure, "It fails.")))
        default: break
        }
        return outcomes
    }

    private func plant(in page: inout ReadPage) {
        switch fault {
        case .spanBeyondTheText: page.layout.words[3].span.length += 1
        case .spanThatOverflows: page.layout.words[3].span = TextSpan(offset: .max, length: .max)
        case .spanOffByOne: page.layout.words[3].span.offset -= 1
        case .wordsInAnotherOrder: page.layout.words.swapAt(1, 2)
        case .lineWithWordsThatDoNotExist: page.layout.lines[1].words = 2..<9
        case .lineTooShort: page.layout.lines[1].span.length -= 1
        case .lineTwice: page.layout.lines[1] = page.layout.lines[0]
        case .paragraphTooShort: page.layout.paragraphs[0].span.length -= 1
        case .lineOfNoParagraph: page.layout.paragraphs[0].lines = 0..<1
        case .cellOutsideOfItsTable:
            let place = page.layout.words[0].polygon
            let cell = Table.Cell(row: 0, column: 1, columnSpan: .max, polygon: place, spans: [page.layout.words[0].span])
            page.layout.tables = [Table(rowCount: 1, columnCount: 2, polygon: place, cells: [cell])]
        case .cornerThatIsNoNumber: page.layout.words[3].polygon.topLeft.x = .infinity
        case .wordBesideThePage: page.layout.words[3].polygon = Polygon(Rect(x: 3_000, y: 100, width: 50, height: 10))
        case .confidenceOf150Percent: page.layout.words[3].confidence = 1.5
        case .pageWithoutSize: page.page.size.height = 0
        default: break
        }
    }
}
