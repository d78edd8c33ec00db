public import ExtractionKit

extension ConfidenceCalibration {
    /// The number of answers that a point stands for at least.
    private static let groupSize = 20

    /// Fits the rising map that is nearest to what was observed: isotonic regression by pooling adjacent violators (Ayer et al., Annals of
    /// Mathematical Statistics 26(4), 1955; for confidences: Zadrozny and Elkan, KDD 2002).
    ///
    /// Answers are first grouped by twenty or more of neighbouring confidence, equal ones together. A point is a group's mean confidence and the
    /// share of its answers that are right, with half a right answer of one added, so that no group is certain.
    ///
    /// - Parameters:
    ///   - answers: What an engine said and whether it was right.
    ///   - unstated: The accuracy where the engine states no confidence.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration` for no answers.
    public init(fitting answers: [ConfidentAnswer], unstated: Double = 0.5) throws {
        var groups: [Group] = []
        for answer in answers.sorted(by: { $0.confidence < $1.confidence }) {
            if let last = groups.last, last.count < Self.groupSize || last.highest == answer.confidence {
                groups[groups.count - 1].add(answer)
            } else {
                groups.append(Group(answer))
            }
        }
        if groups.count > 1, let last = groups.last, last.count < Self.groupSize {
            groups.removeLast()
            groups[groups.count - 1].add(last)
        }
        var pooled: [Group] = []
        for group in groups {
            pooled.append(group)
            while pooled.count > 1, let last = pooled.last, pooled[pooled.count - 2].accuracy >= last.accuracy {
                pooled.removeLast()
                pooled[pooled.count - 1].add(last)
            }
        }
        try self.init(samples: pooled.map { Sample(confidence: $0.confidence, accuracy: $0.accuracy) }, unstated: unstated)
    }
}

/// Answers of neighbouring confidence.
private struct Group {
    var count = 1
    var right: Int
    var sum: Double
    var highest: Double

    init(_ answer: ConfidentAnswer) {
        right = answer.isCorrect ? 1 : 0
        sum = answer.confidence
        highest = answer.confidence
    }

    var confidence: Double { min(1, sum / Double(count)) }
    var accuracy: Double { (Double(right) + 0.5) / Double(count + 1) }

    mutating func add(_ answer: ConfidentAnswer) { add(Group(answer)) }

    mutating func add(_ other: Group) {
        count += other.count
        right += other.right
        sum += other.sum
        highest = other.highest
    }
}
