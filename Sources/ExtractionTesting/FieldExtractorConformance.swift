public import ExtractionKit

/// Checks a field extractor against the contract of its role, on made-up documents.
public struct FieldExtractorConformance: Sendable {
    private let extractor: any FieldExtractor

    /// Creates a suite for an extractor.
    public init(_ extractor: some FieldExtractor) { self.extractor = extractor }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The field extractor '\(extractor.identity.id)'")
        conformance.checkIdentity(extractor.identity)
        let empty = try await ReadDocument(monospacedPages: [""])
        let note = try await ReadDocument(monospacedPages: [Self.note])
        let named = try RecordSchema(fieldNames: ["order number", "total", "delivery date", "favourite colour"])
        for (name, document) in [("an empty document", empty), ("a note", note)] {
            for schema in [Self.schema, named] {
                let result = try await extractor.fields(for: FieldRequest(target: .schema(schema)), in: document)
                check(result, schema, document, name, &conformance)
                conformance.expect(result.documentType == nil, "\(name): a kind that nobody asked for should not be given")
            }
            let result = try await extractor.fields(for: FieldRequest(target: .anyOf([Self.schema])), in: document)
            conformance.expect(result.documentType != nil, "\(name): in the auto mode the document's kind should be said")
            if let type = result.documentType {
                conformance.expect((0...1).contains(type.confidence), "\(name): the confidence of a kind should be from 0 to 1")
                conformance.expect(
                    type.id == Self.schema.id || type.id == DocumentTypeFinding.unknown,
                    "\(name): a kind should be one of those given, or unknown")
            }
            check(result, nil, document, name, &conformance)
        }
        let nothing = try await extractor.fields(for: FieldRequest(target: .schema(Self.schema)), in: empty)
        conformance.expect(nothing.fields.isEmpty, "an empty document should have no fields")
        let found = try await extractor.fields(for: FieldRequest(target: .schema(Self.schema)), in: note)
        conformance.expect(!found.fields.isEmpty, "a note that states its fields should give some")
        await conformance.expectCancellation("in a cancelled task") { [extractor] in
            _ = try await extractor.fields(for: FieldRequest(target: .schema(Self.schema)), in: note)
        }
        try conformance.finish()
    }

    private func check(
        _ result: FieldResult, _ schema: RecordSchema?, _ document: ReadDocument, _ name: String, _ conformance: inout Conformance
    ) {
        let names = result.fields.map(\.name)
        conformance.expect(Set(names).count == names.count, "\(name): a field should be given at most once")
        if let schema {
            conformance.expect(
                (names + result.missing.map(\.name)).sorted() == schema.fields.map(\.name).sorted(),
                "\(name): every field of the schema should be found or missing")
        }
        for field in result.fields {
            conformance.expect((0...1).contains(field.confidence), "\(name): a confidence should be from 0 to 1")
            conformance.expect(!field.source.isEmpty, "\(name): a field should name its source")
            for grounding in field.grounding {
                let text = document.content[grounding.region.span]
                conformance.expect(text.map { !$0.isEmpty } ?? false, "\(name): a grounding should point at text")
                if field.grounding.count == 1, grounding.status == .exact, let text {
                    conformance.expect(field.raw == String(text), "\(name): an exactly grounded field's raw text should stand there")
                }
            }
        }
    }

    private static let schema = RecordSchema(
        id: "order_note", title: "Order note", cues: [RecordSchema.Cue(text: "order note", weight: 2)],
        fields: [
            FieldSchema(name: "order_number", type: .identifier, labels: ["order number", "order no"]),
            FieldSchema(name: "delivery_date", type: .date, labels: ["delivery date"]),
            FieldSchema(name: "total", type: .money, labels: ["total"]),
            FieldSchema(name: "warranty_code", type: .identifier, labels: ["warranty code"]),
        ])

    private static let note = """
        ORDER NOTE

        Order number:    B-20931
        Delivery date:   2026-03-31

        Total:           EUR 1,240.50
        """
}
