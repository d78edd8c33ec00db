import ExtractionKit
import ExtractionTesting
import Testing

@testable import ExtractionEvaluation

@Suite struct `A calibration that is fitted` {
    /// Answers of one confidence, so many of them right.
    private func answers(_ confidence: Double, _ count: Int, right: Int) -> [ConfidentAnswer] {
        (0..<count).map { ConfidentAnswer(confidence: confidence, isCorrect: $0 < right) }
    }

    @Test func `says how many were right`() throws {
        let calibration = try ConfidenceCalibration(fitting: answers(0.9, 99, right: 49) + answers(0.2, 49, right: 4), unstated: 0.25)
        #expect(calibration.samples.map(\.confidence).map { ($0 * 1_000).rounded() / 1_000 } == [0.2, 0.9])
        #expect(calibration.samples.map(\.accuracy) == [4.5 / 50, 49.5 / 100])
        #expect(calibration.unstated == 0.25)
    }

    @Test func `pools what falls`() throws {
        let calibration = try ConfidenceCalibration(
            fitting: answers(0.5, 40, right: 30) + answers(0.75, 40, right: 20) + answers(1, 40, right: 40))
        #expect(calibration.samples.map(\.accuracy) == [50.5 / 81, 40.5 / 41])
        #expect(calibration.samples.first?.confidence == 0.625)
    }

    @Test func `makes points of twenty answers or more, whatever their number and order`() throws {
        var generator = SeededGenerator(seed: 7)
        for count in [1, 19, 20, 21, 39, 40, 41, 500] {
            let answers = (0..<count).map { _ in
                let confidence = Double.random(in: 0...1, using: &generator)
                return ConfidentAnswer(
                    confidence: confidence, isCorrect: Double.random(in: 0...1, using: &generator) < confidence * confidence)
            }
            let calibration = try ConfidenceCalibration(fitting: answers)
            #expect(calibration.samples.count <= max(1, count / 20))
            #expect(try ConfidenceCalibration(fitting: answers.shuffled(using: &generator)).samples.count == calibration.samples.count)
        }
    }

    @Test func `mends confidences that boast`() throws {
        var generator = SeededGenerator(seed: 11)
        let documents = (0..<20).map { _ in
            var words = WordAnswers()
            words.stated = (0..<200).map { _ in
                let truth = Double.random(in: 0...1, using: &generator)
                return ConfidentAnswer(confidence: 0.9 + truth / 10, isCorrect: Double.random(in: 0...1, using: &generator) < truth)
            }
            return words
        }
        let words = try #require(WordConfidence(engine: "boaster", documents))
        let (stated, calibrated) = try (#require(words.stated.calibrationError), #require(words.calibrated?.calibrationError))
        #expect(stated > 0.4)
        #expect(calibrated < 0.05)
        #expect(words.documents == 20 && words.words == 4_000)
    }

    @Test func `needs answers`() {
        #expect(throws: ExtractionError.self) { try ConfidenceCalibration(fitting: []) }
        #expect(WordConfidence(engine: "mute", []) == nil)
    }
}

@Suite struct `The words of a document` {
    @Test(arguments: [
        ("one two three", "one two three", [true, true, true]), ("one too three", "One, two THREE!", [true, false, true]),
        // In another order they are right, as often as the truth has them.
        ("three one two", "one two three", [true, true, true]), ("one one", "one", [true, false]), ("— one", "one two", [true]),
    ]) func `are right where the truth has them`(read: String, truth: String, expected: [Bool]) async throws {
        let words = try await WordAnswers(ReadDocument(monospacedPages: [read]), truth: truth)
        #expect((words.unstated + words.stated.map(\.isCorrect)).count(where: \.self) == expected.count(where: \.self))
        #expect(words.unstated.count + words.stated.count == expected.count)
    }
}
