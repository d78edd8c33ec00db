public import ExtractionKit

extension Matrix {
    /// The values that an extractor finds in every document of every reader, with the evidence for them and whether they are right.
    ///
    /// Values of which the truth says nothing are left out, and so are tables. A document taken for another kind gives nothing: its fields
    /// answer another question.
    ///
    /// - Throws: `CancellationError`, and ``ExtractionError`` with the code `fileUnwritable` where readings can't be kept.
    public func examples(
        of extractor: some FittableFieldExtractor, in datasets: [Dataset],
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> [ConfidenceFit.Example] {
        let sources = datasets.flatMap { dataset in dataset.documents.map { Source(key: "\(dataset.name)/\($0.id)", document: $0) } }
            .filter { $0.document.truth.error == nil && $0.document.truth.fields?.values.isEmpty == false }
        var examples: [ConfidenceFit.Example] = []
        for (name, reader) in readers {
            let readings = try await read(sources, by: reader, named: name, progress)
            for (source, reading) in zip(sources, readings) {
                guard let document = reading.document, let fields = source.document.truth.fields else { continue }
                examples += try await self.examples(source, fields, of: extractor, in: document)
            }
        }
        return examples
    }

    private func examples(
        _ source: Source, _ truth: FieldTruth, of extractor: some FittableFieldExtractor, in document: ReadDocument
    ) async throws -> [ConfidenceFit.Example] {
        let judge = DocumentJudge(schemas: schemas, comparison: comparison, extractor: extractor, limits: limits)
        guard let target = try judge.target(source.document.truth)?.target else { return [] }
        let request = FieldRequest(target: target, deadline: .after(seconds: limits.secondsPerDocument))
        let result = try await extractor.fields(for: request, in: document)
        if let type = source.document.truth.documentType, let found = result.documentType, found.id != type { return [] }
        let evidence = Dictionary(
            try await extractor.evidence(for: request, in: document).map { ($0.field.name, $0.evidence) },
            uniquingKeysWith: { first, _ in first })
        return FieldScores(result.fields, truth: truth, comparison: comparison).judgements.compactMap { judgement in
            guard let confidence = judgement.confidence, let evidence = evidence[judgement.field], !evidence.isEmpty else { return nil }
            return ConfidenceFit.Example(
                document: source.key, evidence: evidence, isRight: judgement.outcome == .correct, confidence: confidence)
        }
    }
}
