internal import ExtractionKit
internal import ExtractionRules
internal import ExtractionSchemas
internal import ExtractionTesting

extension SpeedCase {
    /// Layout and fields.
    static let understanding = [
        SpeedCase(name: "layout", unit: "pages") { inputs in
            let pages = try await inputs.textLayers(Inputs.digital)
            let analyzer = GeometricLayoutAnalyzer()
            // Often enough to be seen beside what the reading of the inputs varies by.
            return Workload(amount: Double(pages.count * 100)) {
                for _ in 0..<100 {
                    for page in pages { try await keep(analyzer.layout(for: page)) }
                }
            }
        },
        SpeedCase(name: "rules-50-pages", unit: "fields") { _ in
            var text = MadeUpText(seed: 1)
            let document = ReadDocument(typeset: text.invoice(pages: 50))
            let request = FieldRequest(target: .schema(.invoice))
            let found = try await RulesFieldExtractor().fields(for: request, in: document).fields.count
            return Workload(amount: Double(found)) { try await keep(RulesFieldExtractor().fields(for: request, in: document)) }
        },
    ]
}
