import ExtractionEvaluation
import ExtractionKit
import Foundation
import Testing

@Suite struct `Scores of fields` {
    static func field(_ name: String, _ value: FieldValue, raw: String, confidence: Double = 0.5, type: FieldType = .any) -> ExtractedField
    {
        ExtractedField(name: name, type: type, value: value, raw: raw, confidence: confidence, grounding: [], source: "test")
    }

    static let found = [
        field("vendor", .text("acme ltd"), raw: "ACME Ltd", confidence: 0.9),
        field("total", .money(13, currency: "EUR"), raw: "13.00", confidence: 0.6),
        field("tax", .text("none"), raw: "none"),
        field("hidden", .text("wrong"), raw: "wrong"),
        field("unlabelled", .text("x"), raw: "x"),
        field("empty", .text(" "), raw: " "),
    ]
    static let truth = FieldTruth(
        [
            "vendor": "ACME Ltd", "total": .number(12.5), "tax": .null, "date": "2026-03-31", "hidden": "unseen", "phone": .null,
            "empty": .null,
        ],
        skipped: ["hidden"], isComplete: false)

    /// vendor is right, total wrong, tax invented, date omitted; phone and empty are rightly absent; hidden is skipped and nobody knows of
    /// unlabelled. Precision 1/3, recall 1/3; the F1 of vendor is 1, of total, tax and date 0.
    @Test func `tell apart what is right, wrong, omitted and invented`() {
        let scores = FieldScores(Self.found, truth: Self.truth)
        let outcomes = Dictionary(uniqueKeysWithValues: scores.judgements.map { ($0.field, $0.outcome) })
        #expect(
            outcomes == [
                "vendor": .correct, "total": .wrong, "tax": .invented, "date": .omitted, "phone": .absent, "empty": .absent,
            ])
        #expect(scores.counts == MatchCounts(truePositives: 1, falsePositives: 2, falseNegatives: 2))
        #expect(scores.counts.f1 == 1.0 / 3)
        #expect(scores.macroF1 == 0.25)
        #expect(scores.corrections == CorrectionCounts(correct: 1, substitutions: 1, additions: 1, deletions: 1))
        #expect(scores.corrections.aligned == 0.25)
        #expect(scores.confidentAnswers.map(\.confidence).sorted() == [0.5, 0.6, 0.9])
    }

    @Test func `count what a complete truth doesn't name as invented`() {
        var truth = Self.truth
        truth.isComplete = true
        #expect(FieldScores(Self.found, truth: truth).judgements.first { $0.field == "unlabelled" }?.outcome == .invented)
    }

    /// Untouched, "ACME Ltd" is the truth and "acme ltd" isn't; a number is its digits.
    @Test(arguments: [("ACME Ltd", "ACME Ltd", true), ("acme ltd", "ACME Ltd", false), ("ACME Ltd ", "ACME Ltd", false)])
    func `ask for the very bytes where untouched`(raw: String, truth: String, isUntouched: Bool) {
        let judgement = FieldJudgement(field: "f", truth: .string(truth), found: .string(raw), raw: raw)
        #expect(judgement.outcome == .correct)
        #expect(judgement.isUntouched == isUntouched)
        #expect(FieldScores([judgement]).untouchedCounts.f1 == (isUntouched ? 1 : 0))
    }

    @Test func `know composed characters from others where untouched`() {
        #expect(!FieldJudgement(field: "f", truth: "\u{E9}", found: "\u{E9}", raw: "e\u{301}").isUntouched)
        #expect(FieldJudgement(field: "f", truth: .number(12.5), found: .number(12.5), raw: "12.5").isUntouched)
        #expect(!FieldJudgement(field: "f", truth: .number(12.5), found: .number(12.5), raw: "12.50").isUntouched)
    }

    @Test func `over documents add up, and the macro average is one of fields`() {
        let one = FieldScores([FieldJudgement(field: "a", outcome: .correct, isUntouched: true)])
        let two = FieldScores([
            FieldJudgement(field: "a", outcome: .correct, isUntouched: false),
            FieldJudgement(field: "b", outcome: .omitted, isUntouched: false),
        ])
        // a: 2 of 2. b: 0 of 1. Micro F1 = 4/5, macro (1 + 0)/2.
        #expect((one + two).counts.f1 == 0.8)
        #expect((one + two).macroF1 == 0.5)
    }

    @Test func `leave tables to others`() {
        let truth = FieldTruth(["items": [["a": 1]], "notes": .null], isComplete: true)
        let found = [Self.field("notes", .table([]), raw: "", type: .table)]
        #expect(FieldScores(found, truth: truth).judgements.isEmpty)
        #expect(FieldScores([], truth: FieldTruth(["items": .null], isComplete: true)).judgements.map(\.outcome) == [.absent])
    }
}

@Suite struct `Scores of line items` {
    static let truth: [[String: JSONValue]] = [
        ["name": "Bolt", "quantity": 2, "amount": 4], ["name": "Nut", "quantity": 5, "amount": 1],
    ]
    static let found: [[String: JSONValue]] = [
        ["name": "nut", "quantity": 5, "amount": "1.00"], ["name": "Bolt", "quantity": 3, "amount": .null], ["name": "Washer"],
    ]

    /// Nut is right (3 cells). Bolt has 1 right cell, 1 wrong and 1 missing. Washer is invented: 1 cell too many.
    /// Aligned 4 / (4 + 1 + 1 + 1); cells 4 right, 2 too many, 2 missing: F1 = 8/12; rows 1 right, 2 too many, 1 missing: F1 = 2/5.
    @Test func `pair rows before they judge them`() {
        let scores = LineItemScores(Self.found, truth: Self.truth)
        #expect(scores.corrections == CorrectionCounts(correct: 4, substitutions: 1, additions: 1, deletions: 1))
        #expect(scores.corrections.aligned == 4.0 / 7)
        #expect(scores.cells.f1 == 8.0 / 12)
        #expect(scores.rows == MatchCounts(truePositives: 1, falsePositives: 2, falseNegatives: 1))
        #expect(scores.rows.f1 == 0.4)
    }

    /// Without quantities Bolt lacks its amount only.
    @Test func `leave out skipped columns`() {
        let scores = LineItemScores(Self.found, truth: Self.truth, skippedColumns: ["quantity"])
        #expect(scores.corrections == CorrectionCounts(correct: 3, substitutions: 0, additions: 1, deletions: 1))
    }

    @Test func `are perfect for the same rows in another order, and zero for none`() {
        #expect(LineItemScores(Self.truth.reversed(), truth: Self.truth).corrections.aligned == 1)
        #expect(LineItemScores(Self.truth.reversed(), truth: Self.truth).rows.f1 == 1)
        #expect(LineItemScores([], truth: Self.truth).corrections == CorrectionCounts(deletions: 6))
        #expect(LineItemScores(Self.truth, truth: []).corrections == CorrectionCounts(additions: 6))
        #expect(LineItemScores([], truth: []).corrections.aligned == nil)
    }

    /// Both pairings of the first truth row have one equal cell; only one of them makes a whole row.
    @Test func `prefer whole rows among equally many cells`() {
        let scores = LineItemScores([["a": 1, "b": 2], ["a": 1]], truth: [["a": 1], ["a": 1, "b": 3]])
        #expect(scores.rows.truePositives == 1)
        #expect(scores.corrections == CorrectionCounts(correct: 2, substitutions: 1))
    }

    @Test func `come from a document's fields and its truth`() throws {
        func row(_ name: String, unit: String) -> FieldRow {
            FieldRow(cells: [
                FieldScoresTests.field("name", .text(name), raw: name), FieldScoresTests.field("unit", .text(unit), raw: unit),
            ])
        }
        let found = [FieldScoresTests.field("items", .table([row("Bolt", unit: "kg")]), raw: "", type: .table)]
        // Nobody knows of units where the truth is incomplete; where it is complete, the unit is invented.
        let partial = FieldTruth(["items": [["name": "Bolt"]]], isComplete: false)
        #expect(try #require(LineItemScores("items", in: found, truth: partial)).corrections == CorrectionCounts(correct: 1))
        let complete = FieldTruth(["items": [["name": "Bolt"]]], isComplete: true)
        #expect(try #require(LineItemScores("items", in: found, truth: complete)).corrections == CorrectionCounts(correct: 1, additions: 1))
        let skipping = FieldTruth(["items": [["name": "Bolt", "unit": "g"]]], skipped: ["items.unit"], isComplete: true)
        #expect(try #require(LineItemScores("items", in: found, truth: skipping)).corrections == CorrectionCounts(correct: 1))
        #expect(LineItemScores("items", in: found, truth: FieldTruth([:], isComplete: false)) == nil)
        #expect(LineItemScores("total", in: found, truth: FieldTruth(["total": 3], isComplete: true)) == nil)
    }

    @Test func `of a table with unstated rows judge the stated ones alone`() throws {
        func row(_ name: String, _ unit: String) -> FieldRow {
            FieldRow(cells: [
                FieldScoresTests.field("name", .text(name), raw: name), FieldScoresTests.field("unit", .text(unit), raw: unit),
            ])
        }
        func scores(_ rows: [FieldRow], partial: Set<String> = ["items"]) throws -> LineItemScores {
            let truth = FieldTruth(
                ["items": [["name": "Bolt", "unit": "kg"], ["name": "Nut", "unit": "g"]]], partial: partial, isComplete: true)
            let found = [FieldScoresTests.field("items", .table(rows), raw: "", type: .table)]
            return try #require(LineItemScores("items", in: found, truth: truth))
        }
        let found = [row("Washer", "m"), row("Nut", "g"), row("Bolt", "t"), row("Pin", "l")]
        #expect(try scores(found).corrections == CorrectionCounts(correct: 3, substitutions: 1))
        #expect(try scores(found).rows == MatchCounts(truePositives: 1, falsePositives: 1, falseNegatives: 1))
        #expect(try scores(found, partial: []).corrections == CorrectionCounts(correct: 3, substitutions: 1, additions: 4))
        // A row with nothing in common isn't the answer to one that was left out.
        #expect(try scores([row("Washer", "m"), row("Nut", "g")]).corrections == CorrectionCounts(correct: 2, deletions: 2))
        #expect(try scores([]).corrections == CorrectionCounts(deletions: 4))
    }
}

private typealias FieldScoresTests = `Scores of fields`
