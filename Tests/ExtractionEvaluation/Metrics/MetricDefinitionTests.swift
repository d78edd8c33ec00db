import ExtractionEvaluation
import Testing

@Suite struct `The definitions of metrics` {
    @Test func `have ids of their own, in snake_case`() {
        let ids = MetricDefinition.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(id)") }
    }

    @Test(arguments: MetricDefinition.all)
    func `are one sentence with a source`(definition: MetricDefinition) {
        #expect(definition.definition.hasSuffix("."))
        #expect(definition.source.count > 8 && definition.source.hasSuffix("."))
        #expect(definition.description.contains(definition.definition) && definition.description.contains(definition.direction.rawValue))
    }
}
