/// Answers gathered by confidence: a reliability diagram as data.
public struct ReliabilityBins: Hashable, Sendable, Codable {
    /// How they were gathered.
    public var binning: Binning
    /// The bins that hold answers, by rising confidence.
    public var bins: [Bin]

    /// How answers are gathered.
    public enum Binning: String, Hashable, Sendable, Codable {
        /// Bins of equal width: (0, 1/n], (1/n, 2/n] and so on; 0 falls into the first.
        case equalWidth = "equal_width"
        /// Bins of equal numbers of answers, as near as may be: the answers by rising confidence are cut at the positions ⌊i·count/n⌋, and
        /// those of equal confidence stay together in the lower bin, so that their order doesn't matter.
        case equalMass = "equal_mass"
    }

    /// Answers of similar confidence.
    public struct Bin: Hashable, Sendable, Codable {
        /// The number of answers.
        public var count: Int
        /// The least confidence in it.
        public var lowest: Double
        /// The greatest confidence in it.
        public var highest: Double
        /// The mean confidence.
        public var confidence: Double
        /// The share of answers that are right.
        public var accuracy: Double
    }

    /// Gathers answers into at most `count` bins.
    public init(_ answers: [ConfidentAnswer], binning: Binning, count: Int = 10) {
        self.binning = binning
        let sorted = answers.sorted { $0.confidence < $1.confidence }
        let count = max(1, count)
        switch binning {
        case .equalWidth:
            // Counts how many of the edges i/n lie below, so that an edge is the very number that it prints as.
            let edges = (1..<max(2, count)).map { Double($0) / Double(count) }
            let groups = Dictionary(grouping: sorted) { answer in count == 1 ? 0 : edges.count { $0 < answer.confidence } }
            bins = groups.sorted { $0.key < $1.key }.compactMap { Bin($0.value) }
        case .equalMass:
            bins = []
            var start = 0
            for index in 1...count {
                var end = max(start, sorted.count * index / count)
                while end > start, end < sorted.count, sorted[end].confidence == sorted[end - 1].confidence { end += 1 }
                if let bin = Bin(Array(sorted[start..<end])) { bins.append(bin) }
                start = end
            }
        }
    }

    /// The expected calibration error: the mean over answers of the distance between their bin's accuracy and mean confidence; `nil` for
    /// no answers.
    public var expectedCalibrationError: Double? {
        let total = bins.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        return bins.reduce(0) { $0 + Double($1.count) * abs($1.accuracy - $1.confidence) } / Double(total)
    }
}

extension ReliabilityBins.Bin {
    fileprivate init?(_ answers: [ConfidentAnswer]) {
        guard let first = answers.first, let last = answers.last else { return nil }
        count = answers.count
        lowest = first.confidence
        highest = last.confidence
        confidence = answers.reduce(0) { $0 + $1.confidence } / Double(answers.count)
        accuracy = Double(answers.count(where: \.isCorrect)) / Double(answers.count)
    }
}

extension MetricDefinition {
    /// ECE with bins of equal width.
    public static let expectedCalibrationError = MetricDefinition(
        id: "ece", title: "ECE, 10 bins of equal width",
        definition:
            "Mean over answers of the distance between accuracy and mean confidence in their bin, of 10 bins (0, 0.1], (0.1, 0.2] and so on.",
        source: "Naeini, Cooper and Hauskrecht, AAAI 2015; Guo, Pleiss, Sun and Weinberger, ICML 2017 (arXiv:1706.04599).",
        direction: .lowerIsBetter, unit: .ratio)

    /// ECE with bins of equal mass.
    public static let expectedCalibrationErrorEqualMass = MetricDefinition(
        id: "ece_equal_mass", title: "ECE, 10 bins of equal mass",
        definition:
            "Mean over answers of the distance between accuracy and mean confidence in their bin, of 10 bins of equally many answers.",
        source: "Nguyen and O'Connor, EMNLP 2015 (arXiv:1508.05154); Nixon et al., 2019 (arXiv:1904.01685). Equal confidences share a bin.",
        direction: .lowerIsBetter, unit: .ratio)
}
