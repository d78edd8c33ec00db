import ExtractionKit
import ExtractionOpenAI
import ExtractionRemote
import ExtractionRules
import ExtractionTesting
import Foundation
import Testing

private let fields = [
    ("product_name", FieldType.text, FieldValue.text("Blue Haze No 7")), ("thc_total_pct", .percentage, .percentage(Decimal(21.5))),
    ("sample_date", .date, CalendarDate("2026-03-31").map { .date($0) } ?? .boolean(false)),
].map { name, type, value in
    ExtractedField(name: name, type: type, value: value, raw: "", confidence: 0.8, grounding: [], source: "rules")
}

private let finder = ClosureFieldExtractor { request, _ in
    switch request.target {
    case .anyOf: FieldResult(documentType: DocumentTypeFinding(id: "lab_report", confidence: 0.9), fields: fields)
    case .schema(let schema):
        FieldResult(
            fields: schema.fields.compactMap { wanted in fields.first { $0.name == wanted.name } },
            missing: schema.fields.filter { wanted in !fields.contains { $0.name == wanted.name } }.map {
                MissingField(name: $0.name, reason: "no_label_found")
            })
    }
}

private let description = DerivedText(name: "product_description", kind: "lab_report", instructions: "Describe the product.")

private func describing(
    _ text: String, base: any FieldExtractor = finder, texts: [DerivedText] = [description]
) throws -> DescribingFieldExtractor {
    try DescribingFieldExtractor(
        base, texts: texts, configuration: OpenAIConfiguration(model: "m"), transport: ModelDouble { _ in ["text": .string(text)] },
        key: Secret("k"))
}

@Suite struct `A text that a model writes of fields` {
    private let page = document(["SECRET OF THE PAGE"])

    private func describe(_ text: String) async throws -> FieldResult {
        try await describing(text).fields(for: FieldRequest(target: .anyOf([])), in: page)
    }

    @Test(arguments: [
        "Blue Haze No 7 has 21.5 % THC.", "Sampled on 31 March 2026, with THC of 21.50 percent.", "Blue Haze, one of a kind.",
        "No 7, sampled 2026-03-31.",
    ])
    func `is kept where each of its numbers is a field's`(text: String) async throws {
        let result = try await describe(text)
        let field = try #require(result.fields.last)
        #expect(field.name == "product_description" && field.value == .text(text) && field.type == .text)
        #expect(field.grounding.isEmpty && field.confidence == 0.8 && field.source == "openai:m:derived")
        #expect(result.usage.ledger.map(\.operation) == ["describe"] && result.warnings.isEmpty)
    }

    @Test(arguments: [
        "Blue Haze has 21.6 % THC.", "Blue Haze has about 22 % THC.", "It has 215 mg.", "Two grams of Blue Haze.", "It is ½ as strong.",
        "Blue Haze with ٢١ %.", "Sampled on 31 May 2025.", "Twenty one percent THC.",
    ])
    func `is refused for a number that no field states`(text: String) async throws {
        let result = try await describe(text)
        #expect(!result.fields.contains { $0.name == "product_description" })
        #expect(result.missing == [MissingField(name: "product_description", reason: "number_not_stated")])
        #expect(result.warnings.map(\.code) == ["derived_text_refused"] && result.fields.count == 3)
    }

    @Test func `is made of the fields alone, fenced off`() async throws {
        let extractor = try DescribingFieldExtractor(
            finder, texts: [description], configuration: OpenAIConfiguration(model: "m"),
            transport: ModelDouble { question in
                #expect(question.material.contains("Blue Haze No 7") && question.material.contains("21.5 %"))
                #expect(!question.material.contains("SECRET") && !question.system.contains("SECRET"))
                #expect(question.system.contains("no instruction") && question.wanted == ["text"])
                return ["text": "Blue Haze."]
            }, key: nil)
        _ = try await extractor.fields(for: FieldRequest(target: .anyOf([])), in: page)
    }

    @Test func `is a field of the schema, which nobody looks for in the document`() async throws {
        var schema = try RecordSchema(fieldNames: ["product_description", "product_name", "origin"])
        schema.id = "lab_report"
        let result = try await describing("Blue Haze.").fields(for: FieldRequest(target: .schema(schema)), in: page)
        #expect(result.fields.map(\.name) == ["product_description", "product_name"])
        #expect(result.missing.map(\.name) == ["origin"])
        schema.id = "invoice"
        let other = try await describing("Blue Haze.").fields(for: FieldRequest(target: .schema(schema)), in: page)
        #expect(other.missing.map(\.name) == ["product_description", "origin"] && other.usage.calls == 0)
    }

    @Test func `costs no fields where the model can't be asked`() async throws {
        let extractor = try DescribingFieldExtractor(
            finder, texts: [description], configuration: OpenAIConfiguration(model: "m"),
            transport: ReplayingHTTPTransport([.answer(HTTPAnswer(status: 401))]), key: Secret("CANARY"))
        let result = try await extractor.fields(for: FieldRequest(target: .anyOf([])), in: page)
        #expect(result.fields.count == 3 && result.missing.map(\.reason) == ["not_written"])
        #expect(result.warnings.map(\.code) == ["derived_text_failed"] && !"\(result)".contains("CANARY"))
    }

    @Test func `is wanted by name, once, and with instructions`() {
        for texts in [[], [description, description], [DerivedText(name: "a", instructions: "")]] {
            #expect(throws: ExtractionError.self) { try describing("", texts: texts) }
        }
    }
}

@Suite struct `Extractors with a model` {
    /// Answers as a model would that reads well.
    private static let reading = ModelDouble { question in
        guard !question.wanted.contains("document_type") else {
            return ["document_type": question.material.contains("ORDER NOTE") ? "order_note" : "unknown", "quote": "ORDER NOTE"]
        }
        guard !question.wanted.contains("text") else { return ["text": "An order."] }
        guard question.material.contains("B-20931") else { return .object(["fields": []]) }
        return [
            "order_number": ["value": "B-20931", "quote": "B-20931"], "delivery_date": ["value": "2026-03-31", "quote": "2026-03-31"],
            "total": ["value": "1240.50", "quote": "EUR 1,240.50", "currency": "EUR"], "warranty_code": .null, "favourite_colour": .null,
        ]
    }

    private static func model() throws -> OpenAIFieldExtractor {
        try OpenAIFieldExtractor(OpenAIConfiguration(model: "m"), transport: reading, key: nil)
    }

    @Test func `keep the contract of field extractors`() async throws {
        try await FieldExtractorConformance(Self.model()).check()
        try await FieldExtractorConformance(Self.model().agreeing(with: RulesFieldExtractor())).check()
        try await FieldExtractorConformance(RulesFieldExtractor().agreeing(with: Self.model(), RulesFieldExtractor())).check()
        let texts = [DerivedText(name: "order_number", kind: "other", instructions: "x")]
        try await FieldExtractorConformance(
            DescribingFieldExtractor(
                RulesFieldExtractor(), texts: texts, configuration: OpenAIConfiguration(model: "m"), transport: Self.reading, key: nil)
        ).check()
    }

    @Test func `are surer together`() async throws {
        let note = try await ReadDocument(monospacedPages: ["ORDER NOTE\n\nOrder number: B-20931\nTotal: EUR 1,240.50\n"])
        let schema = RecordSchema(
            id: "order_note", title: "Order note",
            fields: [
                FieldSchema(name: "order_number", type: .identifier, labels: ["order number"]),
                FieldSchema(name: "total", type: .money, labels: ["total"]),
            ])
        let request = FieldRequest(target: .schema(schema))
        let alone = try await Self.model().fields(for: request, in: note)
        let together = try await Self.model().agreeing(with: RulesFieldExtractor()).fields(for: request, in: note)
        #expect(together.fields.map(\.value) == alone.fields.map(\.value))
        for (one, both) in zip(alone.fields, together.fields) { #expect(both.confidence > one.confidence) }
    }
}
