import ExtractionKit
import ExtractionRules
import ExtractionSchemas
import ExtractionTesting
import Testing

@Suite struct `The evidence of rules` {
    private static let request = FieldRequest(target: .anyOf(BuiltInSchemas.all))

    @Test func `is given for every field that is found`() async throws {
        let document = ReadDocument(typeset: sampleInvoice, confidence: 0.9)
        let evidence = try await RulesFieldExtractor().evidence(for: Self.request, in: document)
        let result = try await RulesFieldExtractor().fields(for: Self.request, in: document)
        #expect(evidence.map(\.field.name) == result.fields.map(\.name))
        #expect(evidence.filter { $0.field.type != .table }.allSatisfy { $0.evidence["ocr_least"] == 0.9 })
        for (name, value) in evidence.flatMap(\.evidence) { #expect(abs(value) <= 1, "\(name) is \(value)") }
        let total = try #require(evidence.first { $0.field.name == "total_amount" })
        #expect(total.evidence["confirmed"] == 1)
        #expect(total.evidence["type:money"] == 1)
    }

    @Test func `is weighed by the model that the extractor has`() async throws {
        let document = ReadDocument(typeset: sampleInvoice)
        let origin = ConfidenceModel.Origin(
            extractor: "rules 1", datasets: [], readers: [], documents: 0, values: 0, crossValidated: [:])
        let model = ConfidenceModel(origin: origin, intercept: 0, weights: [:])
        let even = RulesFieldExtractor().with(model)
        let fields = try await even.fields(for: Self.request, in: document).fields.filter { $0.type != .table }
        #expect(!fields.isEmpty)
        #expect(fields.allSatisfy { $0.confidence == 0.5 })
        #expect(even.identity != RulesFieldExtractor().identity)
    }

    @Test func `makes a text layer surer than a doubtful reading`() async throws {
        func total(_ confidence: Double?) async throws -> Double {
            try await fields(.invoice, sampleInvoice, confidence: confidence)["total_amount"]?.confidence ?? 0
        }
        let printed = try await total(nil)
        #expect(printed > 0.8)
        let doubtful = try await total(0.2)
        let clear = try await total(0.95)
        #expect(doubtful < clear)
    }
}
