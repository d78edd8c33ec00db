import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@Suite struct `A corrected extraction` {
    private let document = Document(bytes: Array("%PDF-1.7 letter".utf8), filename: "letter.pdf")
    private let records: any TenantRecords

    init() async throws { records = try await InMemoryRecordStore().records(ofNewOrKnown: .local) }

    private func extract(_ values: [String: String], missing: [String] = []) async throws {
        let reader = PageByPageReader(loader: MadeUpDocumentLoader(pages: [.text("Letter")]), ocr: .reading(""), dpi: 50)
        let pipeline = Pipeline(reader: reader, extractor: Given(values: values, missing: missing), schemas: [])
        _ = try await RecordingPipeline(pipeline, records: records).extract(ExtractionRequest(document))
    }

    private func correct(_ field: String, to text: String?, by actor: String = "Ada") async throws -> Correction {
        let new = text.map { ExtractedField.corrected(name: field, type: .text, value: .text($0), raw: $0) }
        return try await records.correct(CorrectionRequest(document: document.id, field: field, new: new, actor: actor))
    }

    private func current() async throws -> CorrectedExtraction { try await #require(records.corrected(document.id)) }

    @Test func `holds what a person said when the document is extracted again, and says where it differs`() async throws {
        try await extract(["vendor": "Acne"])
        _ = try await correct("vendor", to: "Acme")
        #expect(try await current().extraction["vendor"]?.value == .text("Acme"))
        #expect(try await current().extraction["vendor"]?.source == "correction")
        for (found, disagrees) in [("Acne", false), ("Acme", false), ("Axme", true)] {
            try await extract(["vendor": found])
            let now = try await current()
            #expect(now.extraction["vendor"]?.value == .text("Acme"))
            #expect(now.stored.extraction["vendor"]?.value == .text(found))
            #expect(now.disagreements.map(\.field) == (disagrees ? ["vendor"] : []), "\(found)")
        }
    }

    @Test func `says of a field that isn't there that it was corrected away`() async throws {
        try await extract(["vendor": "Acme"])
        _ = try await correct("vendor", to: nil)
        let now = try await current()
        #expect(now.extraction["vendor"] == nil)
        #expect(now.extraction.missing == [MissingField(name: "vendor", reason: "corrected")])
    }

    @Test func `adds a field that was missing`() async throws {
        try await extract(["vendor": "Acme"], missing: ["total"])
        _ = try await correct("total", to: "12")
        let now = try await current()
        #expect(now.extraction["total"]?.value == .text("12"))
        #expect(now.extraction.missing.isEmpty)
    }

    @Test func `leaves a corrected field out of a result that didn't look for it`() async throws {
        try await extract(["vendor": "Acne"])
        _ = try await correct("vendor", to: "Acme")
        try await extract(["total": "12"])
        let now = try await current()
        #expect(now.extraction.fields.map(\.name) == ["total"])
        #expect(now.corrections.isEmpty)
        #expect(now.history.count == 1)
    }

    @Test func `is corrected in the newest extraction that looked for the field`() async throws {
        try await extract(["vendor": "Acne"])
        try await extract(["total": "12"])
        let correction = try await correct("vendor", to: "Acme")
        #expect(correction.old?.value == .text("Acne"))
        #expect(try await records.corrected(document.id, lookingFor: "vendor")?.extraction["vendor"]?.value == .text("Acme"))
        let error = await #expect(throws: ExtractionError.self) { try await correct("vendr", to: "Acme") }
        #expect(error?.code == .notFound)
    }

    @Test func `is corrected twice, the later one holding and both in the history`() async throws {
        try await extract(["vendor": "Acne"])
        let first = try await correct("vendor", to: "Acm")
        let second = try await correct("vendor", to: "Acme", by: "Bo")
        #expect(second.old?.value == .text("Acm"))
        #expect(second.replaces == first.id)
        let now = try await current()
        #expect(now.extraction["vendor"]?.value == .text("Acme"))
        #expect(now.history.map(\.actor) == ["Ada", "Bo"])
        #expect(now.corrections.map(\.actor) == ["Bo"])
        let error = await #expect(throws: ExtractionError.self) { try await correct("vendor", to: "Acme") }
        #expect(error?.code == .invalidRequest)
    }

    @Test func `differs field by field`() throws {
        func extraction(_ fields: [ExtractedField]) -> Extraction {
            Extraction(
                document: DocumentSummary(document, pageCount: 1), mode: .auto, documentType: nil, fields: fields, missing: [], pages: [],
                usage: Usage(), timings: Extraction.Timings(reading: 0, fields: 0, total: 0), warnings: [], errors: [])
        }
        func field(_ name: String, _ text: String, _ confidence: Double = 0.5) -> ExtractedField {
            ExtractedField(
                name: name, type: .text, value: .text(text), raw: text, confidence: confidence, grounding: [], source: "given")
        }
        let old = extraction([field("same", "1"), field("gone", "2"), field("value", "3"), field("sure", "4")])
        let new = extraction([field("value", "x"), field("sure", "4", 0.6), field("same", "1"), field("new", "5")])
        let changes = ExtractionDifference(from: old, to: new).changes
        #expect(changes.map(\.field) == ["value", "sure", "new", "gone"])
        #expect(changes.map(\.kind) == [.value, .confidence, .added, .removed])
    }
}

private struct Given: FieldExtractor {
    var values: [String: String]
    var missing: [String]
    let identity = PluginIdentity(id: "given", version: "1")
    let residency = Residency.local

    func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        FieldResult(
            fields: values.sorted { $0.key < $1.key }.map {
                ExtractedField(name: $0, type: .text, value: .text($1), raw: $1, confidence: 0.5, grounding: [], source: "given")
            }, missing: missing.map { MissingField(name: $0, reason: "no_label_found") })
    }
}
