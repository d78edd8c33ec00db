import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The suite for layout analyzers` {
    @Test func `passes a sound analyzer`() async throws {
        try await LayoutAnalyzerConformance(PlantedAnalyzer(fault: nil)).check()
    }

    @Test(arguments: LayoutAnalyzerFault.allCases)
    func `names each fault`(fault: LayoutAnalyzerFault) async {
        await expect(fault) { try await LayoutAnalyzerConformance(PlantedAnalyzer(fault: fault)).check() }
    }
}

/// Finds paragraphs, with one fault.
private struct PlantedAnalyzer: LayoutAnalyzer {
    let fault: LayoutAnalyzerFault?
    private let calls = CallCounter()

    var identity: PluginIdentity { PluginIdentity(id: fault == .hasNoName ? "" : "planted", version: "1") }

    init(fault: LayoutAnalyzerFault?) { self.fault = fault }

    func layout(for request: LayoutRequest) async throws -> PageLayout {
        if fault == .throwsItsOwnError, !request.text.lines.isEmpty { throw ForeignError() }
        var request = request
        if fault == .losesAWord, !request.text.lines.isEmpty { request.text.lines[0].words.removeLast() }
        if fault == .inventsAWord, let word = request.text.words.first { request.text.lines[0].words.append(word) }
        var layout = try await GeometricLayoutAnalyzer().layout(for: request)
        guard let last = layout.words.indices.last else { return layout }
        switch fault {
        case .inventsTextBetweenWords: layout.content += "!"
        case .spanOffByOne: layout.words[last].span.offset -= 1
        case .spanBeyondTheContent: layout.words[last].span.length = .max
        case .movesAWord: layout.words[last].polygon = Polygon(Rect(x: 0, y: 0, width: 10, height: 10))
        case .swapsPlaces:
            (layout.words[0].polygon, layout.words[last].polygon) = (layout.words[last].polygon, layout.words[0].polygon)
        case .losesConfidences: for index in layout.words.indices { layout.words[index].confidence = nil }
        case .wordsInAnotherOrder: layout.words.swapAt(0, last)
        case .lineWithWordsThatDoNotExist: layout.lines[0].words = 0..<(last + 2)
        case .changesItsMind: layout.paragraphs[0].role = calls.next().isMultiple(of: 2) ? .body : .heading
        default: break
        }
        return layout
    }
}
