import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The suite for field extractors` {
    @Test func `passes a sound extractor`() async throws {
        try await FieldExtractorConformance(PlantedExtractor(fault: nil)).check()
    }

    @Test(arguments: FieldExtractorFault.allCases)
    func `names each fault`(fault: FieldExtractorFault) async {
        await expect(fault) { try await FieldExtractorConformance(PlantedExtractor(fault: fault)).check() }
    }

    @Test func `passes an extractor that draws lots and says so`() async throws {
        try await FieldExtractorConformance(PlantedExtractor(fault: .changesItsMind), isRepeatable: false).check()
    }
}

/// Finds what stands behind a label and a colon, with one fault.
private struct PlantedExtractor: FieldExtractor {
    let fault: FieldExtractorFault?
    private let calls = CallCounter()

    var identity: PluginIdentity { PluginIdentity(id: fault == .hasNoName ? "" : "planted", version: "1") }
    var residency: Residency { fault == .hidesItsHost ? .remote(host: "") : .local }

    init(fault: FieldExtractorFault?) { self.fault = fault }

    func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        if fault != .ignoresCancellation { try Task.checkCancellation() }
        if fault == .throwsItsOwnErrorAtTheDeadline, request.deadline.hasPassed { throw ForeignError() }
        if fault != .ignoresTheDeadline { try request.deadline.check("The search") }
        if document.content.isEmpty {
            if fault == .failsOnAnEmptyDocument { throw ExtractionError(.engineFailure, "There is no text.") }
        } else if fault == .throwsItsOwnError {
            throw ForeignError()
        }
        switch request.target {
        case .schema(let schema):
            var result = findings(for: schema, in: document)
            if fault == .saysAKindUnasked { result.documentType = kind(schema.id) }
            plant(in: &result, of: document)
            return result
        case .anyOf(let schemas):
            let schema = schemas.first { document.content.lowercased().contains($0.cues.first?.text ?? $0.id) }
            var result = schema.map { findings(for: $0, in: document) } ?? FieldResult(fields: [])
            result.documentType = fault == .keepsTheKindToItself ? nil : kind(schema?.id ?? DocumentTypeFinding.unknown)
            return result
        }
    }

    private func kind(_ id: String) -> DocumentTypeFinding {
        DocumentTypeFinding(id: fault == .inventsAKind ? "poem" : id, confidence: fault == .kindWithConfidence2 ? 2 : 0.8)
    }

    private func findings(for schema: RecordSchema, in document: ReadDocument) -> FieldResult {
        var result = FieldResult(fields: [])
        for field in schema.fields {
            if let span = value(of: field, in: document), fault != .findsNothing {
                let raw = document.text(of: span)
                result.fields.append(
                    ExtractedField(
                        name: field.name, type: field.type, value: .text(raw), raw: raw, confidence: 0.8,
                        grounding: document.grounding(of: span, status: .normalised), source: "planted"))
            } else {
                result.missing.append(MissingField(name: field.name, reason: "no_label"))
            }
        }
        return result
    }

    private func value(of field: FieldSchema, in document: ReadDocument) -> TextSpan? {
        for page in document.pages {
            for line in page.layout.lines {
                let text = document.text(of: line.span)
                guard (field.labels + [field.name]).contains(where: { text.lowercased().hasPrefix($0 + ":") }),
                    let label = text.firstIndex(of: ":").map({ text.utf8.distance(from: text.startIndex, to: $0) })
                else { continue }
                let start = line.span.offset + label + 2
                return TextSpan(start..<line.span.end)
            }
        }
        return nil
    }

    private func plant(in result: inout FieldResult, of document: ReadDocument) {
        if fault == .inventsAField, document.content.isEmpty, let name = result.missing.first?.name {
            result.missing.removeFirst()
            result.fields = [
                ExtractedField(name: name, type: .identifier, value: .text("7"), raw: "7", confidence: 1, grounding: [], source: "planted")
            ]
        }
        guard let index = result.fields.firstIndex(where: { $0.name == "total" }) else { return }
        let total = result.fields[index]
        switch fault {
        case .forgetsAField: result.missing.removeAll { $0.name == "warranty_code" }
        case .isOfTwoMinds: result.missing.append(MissingField(name: "total", reason: "unsure"))
        case .givesAFieldTwice: result.fields.append(total)
        case .missesAFieldTwice: result.missing += result.missing
        case .missesWithoutReason: result.missing[0].reason = ""
        case .givesAFieldNobodyAskedFor: result.missing.append(MissingField(name: "shoe_size", reason: "no_label"))
        case .changesTheType: result.fields[index].type = .boolean
        case .groundingOutsideOfTheText: result.fields[index].grounding[0].region.span.offset += 10_000
        case .groundingThatOverflows: result.fields[index].grounding[0].region.span = TextSpan(offset: .max, length: .max)
        case .groundingAtNothing: result.fields[index].grounding[0].region.span.length = 0
        case .groundingOnAnotherPage: result.fields[index].grounding[0].region.page = 2
        case .groundingAtAnotherPlace:
            result.fields[index].grounding[0].region.polygon = Polygon(Rect(x: 500, y: 700, width: 10, height: 10))
        case .rawTextThatDoesNotStandThere: result.fields[index].raw = "EUR 99.00"
        case .rawTextInNormalForm: result.fields[index].raw = "1240.50"
        case .confidenceOf2: result.fields[index].confidence = 2
        case .confidenceThatIsNoNumber: result.fields[index].confidence = .nan
        case .fieldWithoutSource: result.fields[index].source = ""
        case .changesItsMind: result.fields[index].confidence -= Double(calls.next()) / 100
        default: break
        }
    }
}
