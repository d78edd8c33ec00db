public import ExtractionKit

/// Checks a field extractor against the contract of its role, on made-up documents.
///
/// ```swift
/// try await FieldExtractorConformance(extractor).check()
/// ```
///
/// It finds fields that are neither found nor missing, come twice, are invented, or weren't asked for; groundings that point at no text, at
/// another text than the field's, or at another place than the text's; impossible confidences; a kind of document that nobody asked for;
/// answers that differ from one call to the next; and deadlines and cancellation that go unheeded.
public struct FieldExtractorConformance: Sendable {
    private let extractor: any FieldExtractor
    private let isRepeatable: Bool

    /// Creates a suite for an extractor.
    ///
    /// - Parameters:
    ///   - extractor: The extractor.
    ///   - isRepeatable: Whether the same document always has the same fields. Pass `false` for a model that draws lots.
    public init(_ extractor: some FieldExtractor, isRepeatable: Bool = true) {
        self.extractor = extractor
        self.isRepeatable = isRepeatable
    }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The field extractor '\(extractor.identity.id)'")
        conformance.checkIdentity(extractor.identity)
        conformance.checkResidency(extractor.residency)
        let named = try RecordSchema(fieldNames: ["order number", "total", "delivery date", "favourite colour"])
        for (name, text) in [("an empty document", ""), ("a note", Self.note)] {
            let document = try await ReadDocument(monospacedPages: [text])
            for schema in [Self.schema, named] { try await check(schema, in: document, name, &conformance) }
            try await checkKind(of: document, name, &conformance)
        }
        let note = try await ReadDocument(monospacedPages: [Self.note])
        await conformance.expectError([.deadlineExceeded], when: "after its deadline") {
            _ = try await extractor.fields(for: FieldRequest(target: .schema(Self.schema), deadline: .after(.zero)), in: note)
        }
        await conformance.expectCancellation("in a cancelled task") { [extractor] in
            _ = try await extractor.fields(for: FieldRequest(target: .schema(Self.schema)), in: note)
        }
        try conformance.finish()
    }

    private func check(
        _ schema: RecordSchema, in document: ReadDocument, _ name: String, _ conformance: inout Conformance
    ) async throws {
        let request = FieldRequest(target: .schema(schema))
        guard let result = try await conformance.attempt("\(name):", { try await extractor.fields(for: request, in: document) }) else {
            return
        }
        conformance.expect(result.documentType == nil, "\(name): a kind that nobody asked for should not be given")
        check(result, in: document, name, &conformance)
        check(result, against: schema, name, &conformance)
        if schema == Self.schema, !document.content.isEmpty {
            conformance.expect(!result.fields.isEmpty, "\(name) that states its fields should give some")
        }
        guard isRepeatable else { return }
        if let again = try await conformance.attempt("\(name):", { try await extractor.fields(for: request, in: document) }) {
            conformance.expect(
                again.fields == result.fields && again.missing == result.missing,
                "\(name): the same document should always have the same fields")
        }
    }

    private func checkKind(of document: ReadDocument, _ name: String, _ conformance: inout Conformance) async throws {
        let request = FieldRequest(target: .anyOf([Self.schema]))
        guard let result = try await conformance.attempt("\(name):", { try await extractor.fields(for: request, in: document) }) else {
            return
        }
        conformance.expect(result.documentType != nil, "\(name): in the auto mode the document's kind should be said")
        if let type = result.documentType {
            conformance.expect((0...1).contains(type.confidence), "\(name): the confidence of a kind should be from 0 to 1")
            conformance.expect(
                type.id == Self.schema.id || type.id == DocumentTypeFinding.unknown,
                "\(name): a kind should be one of those given, or unknown")
            if type.id == Self.schema.id { check(result, against: Self.schema, name, &conformance) }
        }
        check(result, in: document, name, &conformance)
    }

    private func check(_ result: FieldResult, against schema: RecordSchema, _ name: String, _ conformance: inout Conformance) {
        let found = result.fields.map(\.name), missing = result.missing.map(\.name)
        for field in schema.fields {
            conformance.expect(
                found.contains(field.name) || missing.contains(field.name),
                "\(name): every field of the schema should be found or missing, and '\(field.name)' is neither")
            conformance.expect(
                !found.contains(field.name) || !missing.contains(field.name),
                "\(name): no field should be both found and missing, and '\(field.name)' is")
            conformance.expect(
                field.type == .any || result.fields.allSatisfy { $0.name != field.name || $0.type == field.type },
                "\(name): a field should be of the type that the schema gives it, and '\(field.name)' isn't")
        }
        for other in Set(found + missing).subtracting(schema.fields.map(\.name)).sorted() {
            conformance.expect(false, "\(name): only the schema's fields should be given, and '\(other)' is none of them")
        }
        conformance.expect(Set(missing).count == missing.count, "\(name): a field should be missing at most once")
        conformance.expect(result.missing.allSatisfy { !$0.reason.isEmpty }, "\(name): a missing field should have a reason")
    }

    private func check(_ result: FieldResult, in document: ReadDocument, _ name: String, _ conformance: inout Conformance) {
        let names = result.fields.map(\.name)
        conformance.expect(Set(names).count == names.count, "\(name): a field should be given at most once")
        conformance.expect(!document.content.isEmpty || result.fields.isEmpty, "\(name) should have no fields")
        for field in result.fields {
            conformance.expect((0...1).contains(field.confidence), "\(name): a confidence should be from 0 to 1")
            conformance.expect(!field.source.isEmpty, "\(name): a field should name its source")
            let texts = field.grounding.map { document.content.stretch($0.region.span) }
            guard texts.allSatisfy({ $0.map { !$0.isEmpty } ?? false }) else {
                conformance.expect(false, "\(name): a grounding should point at text")
                continue
            }
            conformance.expect(
                field.grounding.allSatisfy { $0.stands(in: document) }, "\(name): a grounding should lie where its text stands")
            // What a fuzzy grounding points at may differ by what made it fuzzy.
            if !texts.isEmpty, field.grounding.allSatisfy({ $0.status != .fuzzy }) {
                conformance.expect(
                    texts.compactMap(\.self).joined().filter { !$0.isWhitespace } == field.raw.filter { !$0.isWhitespace },
                    "\(name): a grounded field's raw text should stand at its groundings")
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

extension Grounding {
    /// Whether the region's page and place are those of the words at its span. The span lies in the content.
    fileprivate func stands(in document: ReadDocument) -> Bool {
        let box = region.polygon.bounds
        return document.regions(of: region.span).contains { other in
            let words = other.polygon.bounds
            return other.page == region.page && box.minX <= words.maxX && box.maxX >= words.minX && box.minY <= words.maxY
                && box.maxY >= words.minY
        }
    }
}
