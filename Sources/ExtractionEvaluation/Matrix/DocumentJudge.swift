internal import ExtractionKit

/// Runs an extractor on what was read of a document, and compares the whole with the truth.
struct DocumentJudge: Sendable {
    var schemas: [RecordSchema]
    var comparison: ValueComparison
    var extractor: any FieldExtractor
    var limits: DocumentLimits

    func row(of source: Matrix.Source, _ reading: Reading) async throws -> DocumentRow {
        let truth = source.document.truth
        var row = DocumentRow(
            document: source.key, sha256: reading.sha256, tags: source.document.tags.sorted(), expectedType: truth.documentType,
            expectedError: truth.error, errors: reading.error.map { [$0] } ?? [], scores: [:], fields: [],
            timing: DocumentRow.Timing(
                firstPage: reading.firstPageSeconds, reading: reading.seconds, fields: 0, processor: reading.processorSeconds,
                isKept: reading.isKept),
            pages: reading.document?.pages.count ?? 0, usage: reading.document?.usage ?? Usage())
        if let expected = truth.error {
            row.scores[MetricDefinition.errorCodeAccuracy.id] = Score(row.errors.first?.code == expected)
            return row
        }
        row.errors += reading.document?.failures.map { ErrorSummary($0.error) } ?? []
        judgeText(reading.document, truth, &row)
        try await judgeFields(reading.document, truth, &row)
        row.scores[MetricDefinition.failureRate.id] = Score(!row.errors.isEmpty)
        return row
    }

    private func judgeText(_ document: ReadDocument?, _ truth: DocumentTruth, _ row: inout DocumentRow) {
        if let reference = truth.text {
            let text = document?.content ?? ""
            row.scores[MetricDefinition.characterErrorRate.id] = Score(.characters(of: text, reference: reference))
            row.scores[MetricDefinition.characterErrorRateAnyCase.id] = Score(
                .characters(of: text, reference: reference, normalisation: .caseFolded))
            row.scores[MetricDefinition.wordErrorRate.id] = Score(.words(of: text, reference: reference))
            row.scores[MetricDefinition.bagOfWordsF1.id] = Score(f1: .bagOfWords(of: text, reference: reference))
            row.scores[MetricDefinition.editSimilarity.id] = Score(editSimilarity(text, reference))
            row.scores[MetricDefinition.readingOrder.id] = ReadingOrder(of: text, reference: reference).value.map(Score.init)
        }
        if !truth.readers.isEmpty {
            var errors = Score()
            for (page, expected) in truth.readers.sorted(by: { $0.key < $1.key }) {
                let route = document?.pages.first { $0.page.number == page }?.route
                // Nobody decided where one way was asked for.
                if route?.reason != .requested { errors.count(route?.method != expected) }
            }
            row.scores[MetricDefinition.routingErrorRate.id] = errors
        }
        if let tables = truth.tables { judgeTables(document, tables, &row) }
    }

    /// True tables are paired one to one with those found on their page for the greatest TEDS; one without a partner scores 0.
    private func judgeTables(_ document: ReadDocument?, _ truth: [TableTruth], _ row: inout DocumentRow) {
        var score = Score()
        var adjacency = MatchCounts()
        for (number, expected) in Dictionary(grouping: truth, by: \.page).sorted(by: { $0.key < $1.key }) {
            let tables = document?.pages.first { $0.page.number == number }?.layout.tables ?? []
            let found = tables.map { TableGrid($0, in: document?.content ?? "") }
            let similarities = expected.map { expected in found.map { teds(of: $0, reference: expected.grid) } }
            let partners = bestAssignment(similarities)
            for (index, partner) in partners.enumerated() {
                score.part += partner.map { similarities[index][$0] } ?? 0
                let grid = partner.map { found[$0] } ?? TableGrid(cells: [])
                adjacency += .cellAdjacency(of: grid, reference: expected[index].grid)
            }
            score.whole += Double(expected.count)
        }
        row.scores[MetricDefinition.teds.id] = score
        row.scores[MetricDefinition.cellAdjacencyF1.id] = Score(f1: adjacency)
    }

    /// What an extractor is asked: to find out the kind, unless the truth's kind has fields that no schema describes.
    func target(_ truth: DocumentTruth) throws -> (target: FieldRequest.Target, isAuto: Bool)? {
        let names = truth.fields.map { $0.values.keys.sorted() } ?? []
        if let type = truth.documentType, schemas.contains(where: { $0.id == type }) || names.isEmpty { return (.anyOf(schemas), true) }
        return names.isEmpty ? nil : try (.schema(RecordSchema(fieldNames: names)), false)
    }

    private func judgeFields(_ document: ReadDocument?, _ truth: DocumentTruth, _ row: inout DocumentRow) async throws {
        guard let (target, isAuto) = try target(truth) else { return }
        var result = FieldResult(fields: [])
        if let document {
            let start = ContinuousClock.now
            do {
                result = try await extractor.fields(
                    for: FieldRequest(target: target, deadline: .after(seconds: limits.secondsPerDocument)), in: document)
            } catch let error as CancellationError {
                throw error
            } catch {
                row.errors.append(ErrorSummary(ExtractionError(wrapping: error).scoped(stage: .fields, plugin: extractor.identity.id)))
            }
            row.timing.fields = start.secondsToNow
            row.usage += result.usage
            judgeGrounding(result.fields, document, &row)
        }
        row.foundType = result.documentType?.id
        var isRightType = true
        if isAuto, let type = truth.documentType {
            let expected = schemas.contains { $0.id == type } ? type : DocumentTypeFinding.unknown
            isRightType = result.documentType?.id == expected
            row.scores[MetricDefinition.documentTypeAccuracy.id] = Score(isRightType)
        }
        // Fields of another kind of document answer another question, whatever they are called.
        guard let fields = truth.fields, !fields.values.isEmpty else { return }
        judge(isRightType ? result.fields : [], fields, &row)
        if let lines = truth.lines, let document { judgeLines(result.fields, lines, document, &row) }
    }

    /// Judges the places of right values by those of the transcript's lines.
    private func judgeLines(
        _ fields: [ExtractedField], _ lines: [TranscriptLine], _ document: ReadDocument, _ row: inout DocumentRow
    ) {
        let lines = lines.compactMap { line in document.pages.first { $0.page.number == line.page }.map { line.onPage($0.page) } }
        let right = Set(row.fields.filter { $0.judgement.outcome == .correct }.map(\.judgement.field))
        var hits = Score()
        for region in fields.filter({ right.contains($0.name) }).flatMap(\.grounding).map(\.region) {
            hits.count(region.standsOnItsLine(document.text(of: region.span), of: lines))
        }
        row.scores[MetricDefinition.groundingLineHitRate.id] = hits
    }

    private func judge(_ found: [ExtractedField], _ truth: FieldTruth, _ row: inout DocumentRow) {
        let scores = FieldScores(found, truth: truth, comparison: comparison)
        let counts = scores.counts
        row.scores[MetricDefinition.fieldF1.id] = Score(f1: counts)
        row.scores[MetricDefinition.fieldExactUntouched.id] = Score(f1: scores.untouchedCounts)
        row.scores[MetricDefinition.fieldPrecision.id] = Score(
            part: Double(counts.truePositives), whole: Double(counts.truePositives + counts.falsePositives))
        row.scores[MetricDefinition.fieldRecall.id] = Score(
            part: Double(counts.truePositives), whole: Double(counts.truePositives + counts.falseNegatives))
        for (metric, outcome) in [
            (MetricDefinition.omissions, FieldJudgement.Outcome.omitted), (.inventions, .invented), (.wrongValues, .wrong),
        ] {
            row.scores[metric.id] = Score(part: Double(scores.count(outcome)), whole: Double(scores.judgements.count))
        }
        row.fields = scores.judgements.map { judgement in
            let field = found.first { $0.name == judgement.field }
            return FieldOutcome(
                judgement: judgement, truth: truth.values[judgement.field] ?? .null, found: field.map { JSONValue($0.value) },
                raw: field?.raw, regions: field?.grounding.map(\.region) ?? [])
        }
        let judged = truth.withoutUnstatedRows(found, comparison: comparison).filter {
            !truth.skipped.contains($0.name) && (truth.isComplete || truth.values[$0.name] != nil)
        }
        row.scores[MetricDefinition.anlsStar.id] = Score(
            ExtractionEvaluation.anlsStar(
                truth: .object(truth.values.filter { !truth.skipped.contains($0.key) && !$0.value.isAbsent }),
                found: .object(Dictionary(judged.map { ($0.name, JSONValue($0.value)) }, uniquingKeysWith: { first, _ in first }))))
        let tables = Set(truth.values.keys).union(found.map(\.name)).sorted().compactMap {
            LineItemScores($0, in: found, truth: truth, comparison: comparison)
        }
        guard !tables.isEmpty else { return }
        let items = tables.reduce(LineItemScores(), +)
        let corrections = items.corrections
        row.scores[MetricDefinition.lineItemEntityF1.id] = Score(f1: items.cells)
        row.scores[MetricDefinition.lineItemGroupF1.id] = Score(f1: items.rows)
        row.scores[MetricDefinition.lineItemAligned.id] = Score(
            part: Double(corrections.correct),
            whole: Double(corrections.correct + corrections.substitutions + corrections.additions + corrections.deletions))
    }

    /// Judges the places of values that were found, right or wrong: the cells of tables, and the others as they are.
    private func judgeGrounding(_ fields: [ExtractedField], _ document: ReadDocument, _ row: inout DocumentRow) {
        var texts = Score()
        var places = Score()
        for value in fields.flatMap(\.leaves) {
            texts.count(value.isRawText(of: document.content))
            places.count(value.standsInItsRegions(of: document))
        }
        row.scores[MetricDefinition.groundingTextHitRate.id] = texts
        row.scores[MetricDefinition.groundingPlaceHitRate.id] = places
    }
}

extension ExtractedField {
    /// The values in it: the cells of a table, or itself.
    fileprivate var leaves: [ExtractedField] { if case .table(let rows) = value { rows.flatMap(\.cells) } else { [self] } }

    /// Whether the words in the value's regions say its raw text, white space aside.
    func standsInItsRegions(of document: ReadDocument) -> Bool {
        guard !grounding.isEmpty else { return false }
        let words = grounding.flatMap { grounding -> [String] in
            guard let page = document.pages.first(where: { $0.page.number == grounding.region.page }) else { return [] }
            let bounds = grounding.region.polygon.bounds
            return page.layout.words
                .filter { bounds.contains(Point(x: $0.polygon.bounds.midX, y: $0.polygon.bounds.midY)) }
                .map { document.text(of: $0.span) }
        }
        func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }
        return bare(words.joined()).contains(bare(raw))
    }
}
