import ExtractionKit
import Foundation
import Testing

@testable import ExtractionEvaluation

@Suite struct `Fitting confidences` {
    private static let extractor = PluginIdentity(id: "made-up", version: "3")

    /// Values of which the evidence tells the chance: `clue` raises it, `noise` doesn't.
    private static func examples(documents: Int) -> [ConfidenceFit.Example] {
        var generator = SeededGenerator(seed: 3)
        return (0..<documents).flatMap { document in
            (0..<5).map { _ in
                let clue = Double(generator.next(below: 101)) / 50 - 1
                let chance = 1 / (1 + exp(-3 * clue))
                return ConfidenceFit.Example(
                    document: "d\(document)", evidence: ["clue": clue, "noise": Double(generator.next(below: 101)) / 50 - 1],
                    isRight: Double(generator.next(below: 10_000)) / 10_000 < chance, confidence: 0.9)
            }
        }
    }

    @Test func `makes confidences mean what they say`() throws {
        let fit = try ConfidenceFit(Self.examples(documents: 200), extractor: Self.extractor, datasets: ["made"], readers: ["none"])
        #expect(abs((fit.model.weights["clue"] ?? 0) - 3) < 0.5)
        #expect(abs(fit.model.weights["noise"] ?? 9) < 0.3)
        let ece = try #require(ReliabilityBins(fit.crossValidated, binning: .equalWidth).expectedCalibrationError)
        #expect(ece < 0.05)
        let before = try #require(ReliabilityBins(fit.before, binning: .equalWidth).expectedCalibrationError)
        #expect(before > 0.3)
        let separation = try #require(auroc(fit.crossValidated))
        #expect(separation > 0.85)
        #expect(fit.model.origin.extractor == "made-up 3")
        #expect(fit.model.origin.documents == 200)
        #expect(fit.model.origin.values == 1000)
        #expect(fit.model.origin.crossValidated["ece"] == (ece * 10_000).rounded() / 10_000)
    }

    /// Evidence that names its document tells everything of documents that were seen, and nothing of others.
    @Test func `judges a model by documents that it hasn't seen`() throws {
        var examples = Self.examples(documents: 40)
        for index in examples.indices {
            examples[index].isRight = examples[index].document.utf8.last.map { $0 % 2 == 0 } ?? false
            examples[index].evidence = [examples[index].document: 1]
        }
        let fit = try ConfidenceFit(examples, extractor: Self.extractor, datasets: [], readers: [], penalty: 0.01)
        let unseen = try #require(auroc(fit.crossValidated))
        #expect(unseen < 0.6)
        let seen = examples.map { ConfidentAnswer(confidence: fit.model.confidence($0.evidence), isCorrect: $0.isRight) }
        #expect(auroc(seen) == 1)
    }

    @Test func `is the same in every run`() throws {
        let examples = Self.examples(documents: 30)
        let fits = try (0..<2).map { _ in try ConfidenceFit(examples, extractor: Self.extractor, datasets: [], readers: []).model }
        #expect(fits[0] == fits[1])
    }

    @Test func `takes documents with right and wrong values`() {
        #expect { try ConfidenceFit(Self.examples(documents: 9), extractor: Self.extractor, datasets: [], readers: []) } throws: {
            ($0 as? ExtractionError)?.code == .invalidDataset
        }
        let right = Self.examples(documents: 20).filter(\.isRight)
        #expect(throws: ExtractionError.self) { try ConfidenceFit(right, extractor: Self.extractor, datasets: [], readers: []) }
    }
}
