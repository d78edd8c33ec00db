public import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Checks a record store against the contract of its role.
public struct RecordStoreConformance: Sendable {
    private let store: any RecordStore

    /// Creates a suite for an empty store.
    public init(_ store: some RecordStore) { self.store = store }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The record store")
        try await checkRecognitions(&conformance)
        try await checkExtractions(&conformance)
        try await checkConcurrency(&conformance)
        try conformance.finish()
    }

    private func checkRecognitions(_ conformance: inout Conformance) async throws {
        let sample = try await Sample()
        let key = RecognitionKey(ReadRequest(document: sample.document), reader: sample.reader.identity)
        conformance.expect(try await store.recognition(for: key) == nil, "an unknown key should have no recognition")
        let one = try await StoredRecognition(sample.reading(pages: [.text("Grüße"), .scan, .blank, .corrupt]))
        try await store.save(RecognitionEntry(key: key, recognition: one))
        conformance.expect(try await store.recognition(for: key) == one, "a recognition should come back as it was saved")
        var others = [key, key, key, key, key]
        others[0].sha256 = String(repeating: "0", count: 64)
        others[1].reader.version += ".1"
        others[2].reader.settings += "+finer"
        others[3].pages = PageSelection(ranges: [1...2, 4...Int.max])
        others[4].pixels += 1
        for other in others {
            conformance.expect(try await store.recognition(for: other) == nil, "another key should have no recognition: \(other)")
        }
        let two = try await StoredRecognition(sample.reading(pages: [.text("Better")]))
        try await store.save(RecognitionEntry(key: others[3], recognition: one))
        try await store.save(RecognitionEntry(key: key, recognition: two))
        conformance.expect(try await store.recognition(for: key) == two, "a recognition should take the place of an earlier one")
        conformance.expect(try await store.recognition(for: others[3]) == one, "a recognition should not change another one")
    }

    private func checkExtractions(_ conformance: inout Conformance) async throws {
        let sample = try await Sample()
        conformance.expect(try await store.extractions(ofDocument: "first").isEmpty, "an unknown document should have no history")
        conformance.expect(try await store.latestExtraction(ofDocument: "first") == nil, "an unknown document should have no extraction")
        var sequences: [Int] = []
        for (id, total) in [("first", 1), ("second", 2), ("first", 3), ("first", 3)] {
            sequences.append(try await store.append(sample.extraction(id: id, total: total)))
        }
        conformance.expect(zip(sequences, sequences.dropFirst()).allSatisfy(<), "a later extraction should have a larger number")
        let history = try await store.extractions(ofDocument: "first")
        conformance.expect(
            history.map(\.sequence) == [sequences[3], sequences[2], sequences[0]],
            "a history should hold every extraction of its document, equal ones too, the newest first")
        conformance.expect(
            try history.map { try json($0.extraction) } == [3, 3, 1].map { try json(sample.extraction(id: "first", total: $0)) },
            "an extraction should come back as it was appended")
        let latest = try await store.latestExtraction(ofDocument: "second")
        conformance.expect(latest?.sequence == sequences[1], "the latest extraction should be the newest of its document")
        conformance.expect(
            try latest.map { try json($0.extraction) } == json(sample.extraction(id: "second", total: 2)),
            "the latest extraction should come back as it was appended")
    }

    private func checkConcurrency(_ conformance: inout Conformance) async throws {
        let sample = try await Sample()
        let sequences = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<50 {
                group.addTask { [store] in try await store.append(sample.extraction(id: "busy", total: number)) }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        let history = try await store.extractions(ofDocument: "busy").map(\.sequence)
        conformance.expect(
            sequences.count == 50 && history == sequences.sorted(by: >), "none of 50 extractions appended at once should be lost")
    }

    private func json(_ extraction: Extraction) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(extraction)
    }
}

/// Results that a pipeline made, since nothing else can make one.
private struct Sample {
    let document = Document(bytes: Array("%PDF-1.7 made up".utf8), filename: "made up.pdf")
    let reader = PageByPageReader(loader: MadeUpDocumentLoader(pages: [.text("Total 12.50")]), ocr: .reading("Scanned words"), dpi: 50)
    private let template: Extraction

    init() async throws {
        let schema = try RecordSchema(fieldNames: ["total"])
        let pipeline = Pipeline(reader: reader, extractor: TotalExtractor(), schemas: [schema])
        template = try await pipeline.extract(ExtractionRequest(document, target: .schema(schema)))
    }

    func reading(pages: [MadeUpDocumentLoader.Page]) async throws -> ReadDocument {
        let reader = PageByPageReader(loader: MadeUpDocumentLoader(pages: pages), ocr: .reading("Scanned words"), dpi: 50)
        return try await Pipeline(reader: reader, extractor: TotalExtractor(), schemas: []).read(document)
    }

    func extraction(id: String, total: Int) -> Extraction {
        var extraction = template
        extraction.document.id = id
        extraction.fields[0].value = .money(Decimal(total) / 8, currency: "EUR")
        return extraction
    }
}

private struct TotalExtractor: FieldExtractor {
    let identity = PluginIdentity(id: "total", version: "1")
    let residency = Residency.local

    func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        let span = TextSpan(offset: 6, length: 5)
        return FieldResult(fields: [
            ExtractedField(
                name: "total", type: .money, value: .money(Decimal(12), currency: "EUR"), raw: document.text(of: span), confidence: 0.9,
                grounding: document.grounding(of: span, status: .exact), source: "total")
        ])
    }
}
