import ExtractionKit
import ExtractionSQLite
import ExtractionTesting
import Foundation

/// What extracting again from kept pages costs beside the extraction itself.
struct Rerun {
    let path: String
    let words: Int

    func run() async throws {
        let records = try await SQLiteRecordStore.open(path).records(ofNewOrKnown: .local)
        let text = stride(from: 0, to: words, by: 8).map { line in
            (line..<min(words, line + 8)).map { "word\($0)" }.joined(separator: " ")
        }.joined(separator: "\n")
        say("| pages of \(words) words | times | median, ms | p95, ms | p99, ms |\n|---|---|---|---|---|")
        for pages in [1, 3, 10] {
            let reader = PageByPageReader(
                loader: MadeUpDocumentLoader(pages: Array(repeating: .scan, count: pages)), ocr: .reading(text), dpi: 50)
            let recording = RecordingPipeline(Pipeline(reader: reader, extractor: Nothing(), schemas: []), records: records)
            let document = Document(bytes: Array("%PDF-1.7 \(pages)".utf8), filename: "\(pages).pdf")
            _ = try await recording.extract(ExtractionRequest(document))
            var timing = Timing()
            for _ in 0..<300 { _ = try await timing.measure { try await recording.extractAgain(document.id, target: .auto) } }
            say(timing.row("\(pages)"))
        }
    }
}

/// Finds nothing, in no time: what is measured is everything else.
private struct Nothing: FieldExtractor {
    let identity = PluginIdentity(id: "nothing", version: "1")
    let residency = Residency.local

    func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult { FieldResult(fields: []) }
}
