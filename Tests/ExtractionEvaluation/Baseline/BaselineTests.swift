import ExtractionKit
import Testing

@testable import ExtractionEvaluation

@Suite struct `A baseline` {
    private static let configuration = Configuration(
        ocr: "one", extractor: "two", reader: PluginIdentity(id: "one", version: "1"), fields: PluginIdentity(id: "two", version: "1"))

    /// Sixty documents of ten fields and two hundred words each, as a seeded engine gets them.
    private static func rows(seed: UInt64 = 1, drop: Double = 0) -> [DocumentRow] {
        var generator = SeededGenerator(seed: seed)
        return (0..<60).map { index in
            var row = row("d\(index)")
            let right = 176 + generator.next(below: 20) - Int((200 * drop).rounded())
            row.scores[MetricDefinition.bagOfWordsF1.id] = Score(part: Double(right), whole: 200)
            row.fields = (0..<10).map { field in
                let judgement = FieldJudgement(
                    field: "f\(field)", outcome: generator.next(below: 10) == 0 ? .wrong : .correct, isUntouched: false)
                return FieldOutcome(judgement: judgement, truth: .null, found: nil, raw: nil, regions: [])
            }
            rescore(&row)
            return row
        }
    }

    private static func row(_ document: String) -> DocumentRow {
        DocumentRow(
            document: document, sha256: "hash-\(document)", tags: [], errors: [],
            scores: [
                MetricDefinition.groundingTextHitRate.id: Score(part: 10, whole: 10),
                MetricDefinition.routingErrorRate.id: Score(part: 0, whole: 2), MetricDefinition.failureRate.id: Score(false),
            ], fields: [], timing: DocumentRow.Timing(reading: 0, fields: 0, isKept: false), pages: 2, usage: Usage())
    }

    private static func rescore(_ row: inout DocumentRow) {
        row.scores[MetricDefinition.fieldF1.id] = Score(f1: FieldScores(row.fields.map(\.judgement)).counts)
    }

    private static func compare(_ before: [DocumentRow], _ after: [DocumentRow]) throws -> BaselineComparison {
        let bootstrap = Bootstrap(resamples: 500)
        func result(_ rows: [DocumentRow]) -> ConfigurationResult {
            ConfigurationResult(configuration, rows: rows, wallSeconds: 1, bootstrap: Bootstrap(resamples: 1))
        }
        let baseline = try Baseline(json: Array(Baseline([result(before)]).json().utf8))
        return try BaselineComparison([result(after)], against: baseline, bootstrap: bootstrap)
    }

    @Test func `passes a rerun with no change, and names nothing`() throws {
        let comparison = try Self.compare(Self.rows(), Self.rows())
        #expect(comparison.passes)
        #expect(comparison.changes.isEmpty && comparison.fields.isEmpty && comparison.notes.isEmpty)
        #expect(comparison.documents == 60)
    }

    @Test func `tells of other versions, and decides by scores alone`() throws {
        func result(_ version: String) -> ConfigurationResult {
            var configuration = Self.configuration
            configuration.reader.version = version
            return ConfigurationResult(configuration, rows: Self.rows(), wallSeconds: 1, bootstrap: Bootstrap(resamples: 1))
        }
        var baseline = try Baseline(json: Array(Baseline([result("1")]).json().utf8))
        let other = try BaselineComparison([result("2")], against: baseline, bootstrap: Bootstrap(resamples: 10))
        #expect(other.passes)
        #expect(other.engines == ["one × two: one 1, two 1 -> one 2, two 1"])
        #expect(try BaselineComparison([result("1")], against: baseline, bootstrap: Bootstrap(resamples: 10)).engines.isEmpty)
        baseline.engines = nil
        let older = try Baseline(json: Array(baseline.json().utf8))
        #expect(try BaselineComparison([result("2")], against: older, bootstrap: Bootstrap(resamples: 10)).engines.isEmpty)
    }

    @Test func `catches a planted drop of three points of words`() throws {
        let comparison = try Self.compare(Self.rows(), Self.rows(drop: 0.03))
        #expect(comparison.regressions.map(\.metric) == [MetricDefinition.bagOfWordsF1.id])
        let gain = try #require(comparison.regressions[0].gain)
        #expect(abs(gain.estimate + 0.03) < 1e-9)
        #expect(comparison.regressions[0].worse.count == 60)
    }

    @Test func `catches a planted drop of three points of fields, and names fields and documents`() throws {
        var after = Self.rows()
        var moved: [String] = []
        // 18 of 600 fields.
        for index in after.indices where moved.count < 18 {
            guard index.isMultiple(of: 3), let field = after[index].fields.firstIndex(where: { $0.judgement.outcome == .correct }) else {
                continue
            }
            after[index].fields[field].judgement.outcome = .wrong
            Self.rescore(&after[index])
            moved.append(after[index].document)
        }
        let comparison = try Self.compare(Self.rows(), after)
        #expect(comparison.regressions.map(\.metric) == [MetricDefinition.fieldF1.id])
        #expect(comparison.regressions[0].worse.sorted() == moved.sorted())
        #expect(comparison.fields.map(\.document) == moved)
        #expect(comparison.fields.allSatisfy { $0.before == .correct && $0.after == .wrong })
        #expect(comparison.text.contains("REGRESSION  one × two: Field F1"))
        #expect(comparison.text.contains("d0: f"))
    }

    @Test(arguments: [2, 3, 4, 5] as [UInt64])
    func `ignores changes that are noise`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var after = Self.rows()
        // As many documents a little better as worse, each by up to three points.
        for index in after.indices {
            let step = Double(1 + generator.next(below: 6)) * (index.isMultiple(of: 2) ? 1 : -1)
            after[index].scores[MetricDefinition.bagOfWordsF1.id]?.part += step
        }
        let comparison = try Self.compare(Self.rows(), after)
        #expect(comparison.passes, "\(comparison.text)")
        #expect(comparison.changes.map(\.metric) == [MetricDefinition.bagOfWordsF1.id])
    }

    @Test func `ignores a drop that is too small to matter, however sure it is`() throws {
        var after = Self.rows()
        for index in after.indices { after[index].scores[MetricDefinition.bagOfWordsF1.id]?.part -= 0.2 }
        #expect(try Self.compare(Self.rows(), after).passes)
    }

    @Test(arguments: [MetricDefinition.groundingTextHitRate, .routingErrorRate, .failureRate])
    func `fails on one document with a new fault`(metric: MetricDefinition) throws {
        var after = Self.rows()
        after[7].scores[metric.id]?.part += metric.direction == .lowerIsBetter ? 1 : -1
        let comparison = try Self.compare(Self.rows(), after)
        #expect(comparison.regressions.map(\.metric) == [metric.id])
        #expect(comparison.regressions[0].worse == ["d7"])
    }

    @Test func `doesn't let one document's gain hide another's fault`() throws {
        var before = Self.rows()
        before[3].scores[MetricDefinition.routingErrorRate.id]?.part = 2
        var after = Self.rows()
        after[8].scores[MetricDefinition.routingErrorRate.id]?.part = 1
        #expect(try Self.compare(before, after).regressions.map(\.worse) == [["d8"]])
    }

    @Test func `counts fewer grounded values as no fault when none of them is misplaced`() throws {
        var after = Self.rows()
        after[7].scores[MetricDefinition.groundingTextHitRate.id] = Score(part: 6, whole: 6)
        #expect(try Self.compare(Self.rows(), after).passes)
    }

    @Test func `says which documents it couldn't compare`() throws {
        var after = Self.rows()
        after[0].sha256 = "another"
        after[1].document = "new"
        let comparison = try Self.compare(Self.rows(), after)
        #expect(comparison.passes)
        #expect(comparison.documents == 58)
        #expect(comparison.notes.contains { $0.contains("d0: the file is another one") })
        #expect(comparison.notes.contains { $0.contains("new: not in the baseline") })
        #expect(comparison.notes.contains { $0.contains("1 documents of the baseline were not run") })
    }

    @Test func `that has nothing in common with a run is an error, not a pass`() throws {
        let strangers = Self.rows().map { row in
            var row = row
            row.document = "other-\(row.document)"
            return row
        }
        #expect(throws: ExtractionError.self) { try Self.compare(Self.rows(), strangers) }
        #expect(throws: ExtractionError.self) { try Baseline(json: Array("{}".utf8)) }
        #expect(throws: ExtractionError.self) { try Baseline(json: Array(#"{"version": 2, "configurations": {}}"#.utf8)) }
    }
}
