import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The suite for chunkers` {
    @Test func `passes a sound chunker`() async throws {
        try await ChunkerConformance(PlantedChunker(fault: nil)).check()
        try await ChunkerConformance(PlantedChunker(fault: nil), maximum: 40).check()
    }

    @Test(arguments: ChunkerFault.allCases)
    func `names each fault`(fault: ChunkerFault) async {
        await expect(fault) { try await ChunkerConformance(PlantedChunker(fault: fault), maximum: 40).check() }
    }
}

/// Chunks of up to 40 characters of a line, with one fault.
private struct PlantedChunker: Chunker {
    let fault: ChunkerFault?
    private let calls = CallCounter()

    var identity: PluginIdentity { PluginIdentity(id: fault == .hasNoName ? "" : "planted", version: "1") }

    init(fault: ChunkerFault?) { self.fault = fault }

    func chunks(of document: ReadDocument) async throws -> [Chunk] {
        if fault == .throwsItsOwnError, !document.content.isEmpty { throw ForeignError() }
        var chunks: [Chunk] = []
        for line in document.pages.flatMap(\.layout.lines) {
            for span in spans(of: line, in: document.content) { chunks.append(chunk(span, chunks.count, of: document)) }
        }
        guard let last = chunks.indices.last else {
            // White space is all that there is.
            return fault == .chunkOfBlanks && !document.content.isEmpty ? [chunk(TextSpan(0..<1), 0, of: document)] : []
        }
        func move(_ index: Int, by bytes: Int, end: Int = 0) {
            let span = chunks[index].span
            chunks[index] = chunk(TextSpan(offset: span.offset + bytes, length: span.length - bytes + end), index, of: document)
        }
        switch fault {
        case .textThatIsNotAtItsSpan: chunks[last].text = chunks[last].text.uppercased()
        case .spanBeyondTheContent: chunks[last].span = TextSpan(offset: .max, length: .max)
        case .losesAWord: move(last, by: 0, end: -6)
        case .losesTheFirstCharacter: move(last, by: 1)
        case .losesMarks where chunks[last].text.hasSuffix("\u{301}x"): chunks.removeLast()
        case .unordered:
            chunks.reverse()
            for index in chunks.indices { chunks[index].index = index }
        case .saysAgain where chunks[last].text.count > 4:
            chunks.append(
                chunk(TextSpan(offset: chunks[last].span.offset + 1, length: chunks[last].span.length - 1), chunks.count, of: document))
        case .cutsAnEndOfALine where document.content.utf8.contains(0x0D): move(0, by: 0, end: 1)
        case .contextThatIsTooLong: chunks[last].context = [String(repeating: "Chapter ", count: 5)]
        case .misnumbered: chunks[last].index += 1
        case .wrongPages: chunks[last].pages.append(4)
        case .noRegions: chunks[last].regions = []
        case .regionOfAnother:
            chunks[last].regions = chunks[0].regions.map { PageRegion(page: $0.page, polygon: $0.polygon, span: TextSpan(0..<1)) }
        case .changesItsMind: move(last, by: 0, end: -(calls.next() % 2))
        case .mixesUpTasks: if await calls.meetsAnother() { chunks.removeLast() }
        default: break
        }
        return chunks
    }

    private func chunk(_ span: TextSpan, _ index: Int, of document: ReadDocument) -> Chunk {
        let blocks = document.blocks(of: span)
        return Chunk(
            index: index, span: span, text: document.text(of: span), pages: Array(Set(blocks.map(\.page))).sorted(), regions: blocks)
    }

    private func spans(of line: Line, in content: String) -> [TextSpan] {
        var spans: [TextSpan] = []
        var start = line.span.offset, end = start, length = 0
        func finish() {
            if end > start { spans.append(TextSpan(start..<end)) }
            (start, length) = (end, 0)
        }
        for character in content[line.span] ?? "" {
            let scalars = character.unicodeScalars
            // One by one, in place of all of a character.
            for part in fault == .cutsAFamily ? scalars.map({ String($0) }) : [String(character)] {
                if length + part.unicodeScalars.count > (fault == .tooLong ? 41 : 40) { finish() }
                end += part.utf8.count
                length += part.unicodeScalars.count
            }
        }
        finish()
        return spans
    }
}
