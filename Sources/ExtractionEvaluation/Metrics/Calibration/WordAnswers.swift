internal import ExtractionKit

/// The words that were read of documents, with how sure the engine was of each, and whether it is right.
struct WordAnswers: Sendable {
    /// Words with a confidence.
    var stated: [ConfidentAnswer] = []
    /// Whether each word without a confidence is right.
    var unstated: [Bool] = []

    /// Compares what was read of a document with the true text.
    ///
    /// Words are compared as for bag-of-words F1: in lower case and without punctuation at their edges. The words of both are laid beside each other
    /// in their order; one that has no partner there is right where the truth has the same word left over, as in another reading order.
    init(_ document: ReadDocument, truth: String) {
        let read = document.pages.flatMap(\.layout.words).flatMap { word in
            document.text(of: word.span).bareWords.map { (text: $0, confidence: word.confidence) }
        }
        let truth = truth.bareWords
        let changes = WordDiff(from: truth, to: read.map(\.text)).changes
        var left: [String: Int] = [:]
        for index in changes.flatMap(\.removed) { left[truth[index], default: 0] += 1 }
        var isRight = [Bool](repeating: true, count: read.count)
        for index in changes.flatMap(\.inserted) {
            let count = left[read[index].text] ?? 0
            isRight[index] = count > 0
            if count > 0 { left[read[index].text] = count - 1 }
        }
        for (word, isRight) in zip(read, isRight) {
            if let confidence = word.confidence {
                stated.append(ConfidentAnswer(confidence: confidence, isCorrect: isRight))
            } else {
                unstated.append(isRight)
            }
        }
    }

    init() {}

    static func += (left: inout WordAnswers, right: WordAnswers) {
        left.stated += right.stated
        left.unstated += right.unstated
    }

    /// What the confidences mean; `nil` where none was stated.
    var calibration: ConfidenceCalibration? {
        let known = unstated.isEmpty ? 0.5 : Double(unstated.count(where: \.self)) / Double(unstated.count)
        return try? ConfidenceCalibration(fitting: stated, unstated: known)
    }
}
