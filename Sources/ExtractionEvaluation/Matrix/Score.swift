/// What a document adds to a metric: a part of a whole. That of several documents is the sum of the parts over the sum of the wholes (micro
/// average), which is the plain mean where every whole is 1.
public struct Score: Hashable, Sendable {
    /// What counts, such as the edits of an error rate.
    public var part: Double
    /// Of how much, such as the length of the reference.
    public var whole: Double

    /// Creates a score.
    public init(part: Double = 0, whole: Double = 0) {
        self.part = part
        self.whole = whole
    }

    /// A value that counts once, as in a mean over documents.
    public init(_ value: Double) { self.init(part: value, whole: 1) }

    /// Right or not, once.
    public init(_ isRight: Bool) { self.init(isRight ? 1 : 0) }

    /// The F1 of counts: twice the right ones of all that were found and all that were to be found.
    public init(f1 counts: MatchCounts) {
        self.init(
            part: 2 * Double(counts.truePositives),
            whole: Double(2 * counts.truePositives + counts.falsePositives + counts.falseNegatives))
    }

    /// The edits of an error rate.
    public init(_ rate: ErrorRate) { self.init(part: Double(rate.edits), whole: Double(rate.referenceLength)) }

    /// Counts one thing more, right or not.
    public mutating func count(_ isRight: Bool) {
        part += isRight ? 1 : 0
        whole += 1
    }

    /// The part of the whole; `nil` where there is none.
    public var value: Double? { whole > 0 ? part / whole : nil }
}

extension Score: Codable {
    /// Reads an array of the part and the whole.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        try self.init(part: container.decode(Double.self), whole: container.decode(Double.self))
    }

    /// Writes an array of the part and the whole.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(part)
        try container.encode(whole)
    }
}

extension MetricDefinition {
    /// The metric of several documents: a sum for counts of things, otherwise the sum of the parts over that of the wholes.
    public func combined(_ scores: some Sequence<Score>) -> Double? {
        var sum = Score()
        var isEmpty = true
        for score in scores {
            sum.part += score.part
            sum.whole += score.whole
            isEmpty = false
        }
        return unit == .count ? (isEmpty ? nil : sum.part) : sum.value
    }

    /// How much better the second value is: positive is better, whatever the metric's direction.
    func gain(from first: Double, to second: Double) -> Double { direction == .higherIsBetter ? second - first : first - second }
}
