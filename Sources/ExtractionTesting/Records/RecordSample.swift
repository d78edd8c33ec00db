internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Records to try stores with. The results in them were made by a pipeline, since nothing else can make one.
struct RecordSample {
    /// 2026-03-31T22:30:00.125Z: in Vienna it is April already.
    static let moment = Timestamp(milliseconds: 1_774_996_200_125)

    let source = Document(bytes: Array("%PDF-1.7 made up".utf8), filename: "made up.pdf")
    let reader = PageByPageReader(loader: MadeUpDocumentLoader(pages: [.text("Total 12.50")]), ocr: .reading("Scanned words"), dpi: 50)
    private let template: Extraction

    init() async throws {
        let schema = try RecordSchema(fieldNames: ["total", "vendor"])
        let pipeline = Pipeline(reader: reader, extractor: TotalExtractor(), schemas: [schema])
        template = try await pipeline.extract(ExtractionRequest(source, target: .schema(schema)))
    }

    func reading(pages: [MadeUpDocumentLoader.Page]) async throws -> StoredRecognition {
        let reader = PageByPageReader(loader: MadeUpDocumentLoader(pages: pages), ocr: .reading("Scanned words"), dpi: 50)
        return try await StoredRecognition(Pipeline(reader: reader, extractor: TotalExtractor(), schemas: []).read(source))
    }

    func key(_ document: Document? = nil) -> RecognitionKey {
        RecognitionKey(ReadRequest(document: document ?? source), reader: reader.identity)
    }

    func artifact(pages: [MadeUpDocumentLoader.Page], seconds: Double = 0) async throws -> RecognitionArtifact {
        try await RecognitionArtifact(
            key: key(), recognition: reading(pages: pages), createdAt: Self.moment.adding(seconds: seconds), milliseconds: 12.5,
            requestIDs: ["a request"])
    }

    /// A document that was added so many seconds after ``moment``.
    func document(_ id: String, seconds: Double = 0, content: String = "made up", folder: String? = nil) -> DocumentRecord {
        let document = Document(bytes: Array(content.utf8), filename: "Grüße \(id).pdf", id: id)
        return DocumentRecord(document, mode: .custom, folder: folder, at: Self.moment.adding(seconds: seconds))
    }

    /// An extraction whose total is an eighth of the number.
    func extraction(of document: String, total: Int, vendor: String? = nil, milliseconds: Double = 10, seconds: Double = 0)
        -> ExtractionRecord
    {
        var extraction = template
        extraction.document.id = document
        extraction.fields[0].value = .money(Decimal(total) / 8, currency: "EUR")
        extraction.timings.total = milliseconds
        if let vendor {
            let field = ExtractedField(
                name: "vendor", type: .text, value: .text(vendor), raw: vendor, confidence: 0.5, grounding: [], source: "total")
            extraction.fields.append(field)
            extraction.missing = []
        }
        return ExtractionRecord(
            extraction, customFields: ["total", "vendor"], schema: ExtractionRecord.SchemaVersion(id: "custom", version: "1f"),
            extractor: TotalExtractor().identity, recognition: key(), createdAt: Self.moment.adding(seconds: seconds))
    }

    /// An amount of money, exactly: a literal with a point would go through a binary number.
    static func billionths(_ count: Int) -> Decimal { Decimal(count) / 1_000_000_000 }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try String(decoding: encoder.encode(value), as: UTF8.self)
    }
}

struct TotalExtractor: FieldExtractor {
    let identity = PluginIdentity(id: "total", version: "1")
    let residency = Residency.local

    func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        let span = TextSpan(offset: 6, length: 5)
        return FieldResult(
            fields: [
                ExtractedField(
                    name: "total", type: .money, value: .money(Decimal(12), currency: "EUR"), raw: document.text(of: span), confidence: 0.9,
                    grounding: document.grounding(of: span, status: .exact), source: "total")
            ], missing: [MissingField(name: "vendor", reason: "no_label_found")])
    }
}
