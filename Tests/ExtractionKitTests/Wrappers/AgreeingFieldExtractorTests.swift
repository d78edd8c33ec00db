import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

private func field(_ name: String, _ value: FieldValue, _ confidence: Double, by source: String = "a") -> ExtractedField {
    ExtractedField(name: name, type: .any, value: value, raw: "", confidence: confidence, grounding: [], source: source)
}

private func extractor(_ fields: ExtractedField..., type: String? = nil, parts: [ExtractedPart] = []) -> ClosureFieldExtractor {
    ClosureFieldExtractor { request, _ in
        switch request.target {
        case .anyOf:
            FieldResult(
                documentType: DocumentTypeFinding(id: type ?? DocumentTypeFinding.unknown, confidence: 0.8), fields: fields, parts: parts,
                usage: Usage(pages: 0, calls: 1))
        case .schema(let schema):
            FieldResult(
                fields: fields,
                missing: schema.fields.filter { wanted in !fields.contains { $0.name == wanted.name } }.map {
                    MissingField(name: $0.name, reason: "not_found")
                }, usage: Usage(pages: 0, calls: 1))
        }
    }
}

private let failing = ClosureFieldExtractor { _, _ in throw ExtractionError(.rateLimited, "Too often.") }

@Suite struct `Extractors that agree` {
    private let document = ReadDocument(pageCount: 0, outcomes: [])

    private func ask(_ extractors: any FieldExtractor..., for names: [String] = ["total", "vendor"]) async throws -> FieldResult {
        let request = try FieldRequest(target: .schema(RecordSchema(fieldNames: names)))
        return try await AgreeingFieldExtractor(extractors).fields(for: request, in: document)
    }

    private static let pairs: [(FieldValue, FieldValue, Bool?)] = [
        (.text("Acme, Inc."), .text("ACME INC"), true), (.text("Acme"), .text("Acme Ltd"), false),
        (.money(7, currency: "EUR"), .money(7, currency: nil), true), (.money(7, currency: "EUR"), .money(7, currency: "USD"), false),
        (.money(7, currency: nil), .number(7, unit: nil), true), (.number(7, unit: "mg"), .number(7, unit: "g"), false),
        (.time("14:05"), .time("14:05:00"), true), (.boolean(true), .boolean(false), false), (.text("7"), .number(7, unit: nil), nil),
    ]

    @Test(arguments: pairs) func `are surer of what both say, less sure otherwise`(one: FieldValue, other: FieldValue, isSame: Bool?)
        async throws
    {
        let result = try await ask(extractor(field("total", one, 0.8)), extractor(field("total", other, 0.6)))
        let found = try #require(result.fields.first)
        #expect(found.value == one)
        switch isSame {
        case true?: #expect(found.confidence > 0.95 && result.warnings.isEmpty)
        case false?: #expect(found.confidence < 0.5 && result.warnings.map(\.code) == ["extractors_disagree"])
        case nil: #expect(found.confidence == 0.8 && result.warnings.isEmpty)
        }
    }

    @Test func `give each field as the surest of them has it, and fill each other's gaps`() async throws {
        let result = try await ask(
            extractor(field("total", .text("1"), 0.3)),
            extractor(field("vendor", .text("A"), 0.4), field("total", .text("2"), 0.9, by: "b")),
            for: ["vendor", "total", "date"])
        #expect(result.fields.map(\.name) == ["vendor", "total"] && result.fields.map(\.source) == ["a", "b"])
        #expect(result.fields[0].confidence == 0.4 && result.missing.map(\.name) == ["date"])
        #expect(result.usage == Usage(pages: 0, calls: 2))
    }

    @Test func `compare tables cell by cell`() async throws {
        func table(_ amounts: [Int], _ confidence: Double) -> ExtractedField {
            field("total", .table(amounts.map { FieldRow(cells: [field("amount", .number(Decimal($0), unit: nil), 0.5)]) }), confidence)
        }
        let result = try await ask(extractor(table([1, 2], 0.5)), extractor(table([1, 3], 0.4)))
        guard case .table(let rows) = result.fields[0].value else { throw ExtractionError(.invalidAnswer, "no table") }
        #expect(rows.map { $0.cells[0].confidence > 0.5 } == [true, false])
        let uneven = try await ask(extractor(table([1, 2], 0.5)), extractor(table([1], 0.4)))
        #expect(uneven.fields[0].confidence == 0.5 && uneven.warnings.map(\.code) == ["extractors_disagree"])
    }

    @Test func `leave the kind to the first who knows it`() async throws {
        let schema = try RecordSchema(fieldNames: ["total"], id: "bill")
        let request = FieldRequest(target: .anyOf([schema]))
        let agreeing = extractor().agreeing(with: extractor(field("total", .text("1"), 0.5), type: "bill"))
        let result = try await agreeing.fields(for: request, in: document)
        #expect(result.documentType?.id == "bill" && result.fields.map(\.name) == ["total"] && result.usage.calls == 3)
        let unknown = try await extractor().agreeing(with: extractor(field("x", .text("1"), 0.5))).fields(for: request, in: document)
        #expect(unknown.documentType?.id == DocumentTypeFinding.unknown && unknown.fields.map(\.name) == ["x"])
        let part = ExtractedPart(pages: 1...1, documentType: DocumentTypeFinding(id: "bill", confidence: 1), fields: [])
        let several = extractor(type: DocumentTypeFinding.several, parts: [part, part])
        #expect(try await several.agreeing(with: failing).fields(for: request, in: document).parts.count == 2)
    }

    @Test func `do without one that fails, unless it is the first`() async throws {
        let result = try await ask(extractor(field("total", .text("1"), 0.5)), failing)
        #expect(result.fields.map(\.confidence) == [0.5] && result.warnings.map(\.code) == ["extractor_failed"])
        await #expect(throws: ExtractionError.self) { _ = try await ask(failing, extractor()) }
    }

    @Test func `are made by name`() async throws {
        var registry = PluginRegistry()
        registry.register(extractor: ReaderFieldExtractor.self)
        registry.register(extractor: AgreeingFieldExtractor.self)
        let made = try await registry.extractor(
            PluginChoice("agreeing", settings: ["extractors": [["id": "reader"], ["id": "reader"]], "agreement": 1]))
        #expect(made.identity.settings == "reader 1+reader 1 1.0 2.0" && made.residency == .local)
        for settings: JSONValue in [
            ["extractors": [["id": "reader"]]], ["extractors": [["id": "reader"], ["id": "reader"]], "agreement": -1],
        ] {
            let error = await #expect(throws: ExtractionError.self) {
                _ = try await registry.extractor(PluginChoice("agreeing", settings: settings))
            }
            #expect(error?.code == .invalidConfiguration)
        }
    }
}
