/// The chance that a right answer is more confident than a wrong one, an equal confidence counting half: the area under the ROC curve.
///
/// Computed as the Mann–Whitney statistic from mid-ranks. `nil` where all answers are right or all are wrong.
public func auroc(_ answers: [ConfidentAnswer]) -> Double? {
    let sorted = answers.sorted { $0.confidence < $1.confidence }
    let right = sorted.count(where: \.isCorrect)
    let wrong = sorted.count - right
    guard right > 0, wrong > 0 else { return nil }
    var rankSum = 0.0
    var start = 0
    while start < sorted.count {
        var end = start
        while end < sorted.count, sorted[end].confidence == sorted[start].confidence { end += 1 }
        // Ranks start + 1 ... end share their mean.
        rankSum += Double(sorted[start..<end].count(where: \.isCorrect)) * Double(start + 1 + end) / 2
        start = end
    }
    return (rankSum - Double(right) * Double(right + 1) / 2) / (Double(right) * Double(wrong))
}

extension MetricDefinition {
    /// The area under the ROC curve.
    public static let auroc = MetricDefinition(
        id: "auroc", title: "AUROC of confidence",
        definition: "Chance that a right answer has a higher confidence than a wrong one, equal confidences counting half.",
        source: "Mann and Whitney 1947; Hanley and McNeil, Radiology 143(1), 1982; Fawcett, Pattern Recognition Letters 27(8), 2006.",
        direction: .higherIsBetter, unit: .ratio)
}
