import ExtractionKit
import ExtractionTesting
import Synchronization

/// Counts its pages.
final class CountingOCREngine: OCREngine {
    let identity: PluginIdentity
    let capabilities = OCRCapabilities(languages: [], granularity: .word, concurrentPages: 1, residency: .local)
    let isPartial = Atomic(false)
    private let pages = Atomic(0)

    init(version: String = "1") { identity = PluginIdentity(id: "counting", version: version) }

    var count: Int { pages.load(ordering: .relaxed) }

    func recognize(_ request: OCRRequest) async throws -> PageText {
        try Task.checkCancellation()
        pages.wrappingAdd(1, ordering: .relaxed)
        var text = PageText(monospaced: "Word number of page")
        text.usage = Usage(pages: 1, calls: 1)
        text.isPartial = isPartial.load(ordering: .relaxed)
        return text
    }
}

/// Gives every word as a field.
struct EveryWord: FieldExtractor {
    let identity = PluginIdentity(id: "every-word", version: "1")
    let residency = Residency.local

    func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        FieldResult(
            fields: document.pages.flatMap(\.layout.words).enumerated().map { number, word in
                let text = document.text(of: word.span)
                return ExtractedField(
                    name: "word \(number)", type: .text, value: .text(text), raw: text, confidence: 1,
                    grounding: document.grounding(of: word.span, status: .exact), source: "every-word")
            })
    }
}
