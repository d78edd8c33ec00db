import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The suite for chunkers` {
    @Test func `passes a sound chunker`() async throws { try await ChunkerConformance(PlantedChunker(fault: nil)).check() }

    @Test(arguments: ChunkerFault.allCases)
    func `names each fault`(fault: ChunkerFault) async {
        await expect(fault) { try await ChunkerConformance(PlantedChunker(fault: fault)).check() }
    }
}

/// A chunk for each line, with one fault.
private struct PlantedChunker: Chunker {
    let fault: ChunkerFault?
    private let calls = CallCounter()

    var identity: PluginIdentity { PluginIdentity(id: fault == .hasNoName ? "" : "planted", version: "1") }

    init(fault: ChunkerFault?) { self.fault = fault }

    func chunks(of document: ReadDocument) async throws -> [Chunk] {
        if fault == .throwsItsOwnError, !document.content.isEmpty { throw ForeignError() }
        var chunks: [Chunk] = []
        for page in document.pages {
            for line in page.layout.lines {
                chunks.append(
                    Chunk(
                        index: chunks.count, span: line.span, text: document.text(of: line.span), pages: [page.page.number],
                        regions: document.blocks(of: line.span)))
            }
        }
        guard let last = chunks.indices.last else { return chunks }
        switch fault {
        case .textThatIsNotAtItsSpan: chunks[last].text = chunks[last].text.uppercased()
        case .spanBeyondTheContent: chunks[last].span = TextSpan(offset: .max, length: .max)
        case .losesAWord:
            chunks[last].span.length -= 6
            chunks[last].text = document.text(of: chunks[last].span)
        case .chunkOfBlanks: chunks[last].text = " "
        case .unordered:
            chunks.reverse()
            for index in chunks.indices { chunks[index].index = index }
        case .misnumbered: chunks[last].index += 1
        case .wrongPages: chunks[last].pages.append(4)
        case .noRegions: chunks[last].regions = []
        case .regionOfAnother:
            chunks[last].regions = chunks[0].regions.map { PageRegion(page: $0.page, polygon: $0.polygon, span: TextSpan(0..<1)) }
        case .changesItsMind:
            chunks[last].span.length -= calls.next() % 2
            chunks[last].text = document.text(of: chunks[last].span)
        default: break
        }
        return chunks
    }
}
