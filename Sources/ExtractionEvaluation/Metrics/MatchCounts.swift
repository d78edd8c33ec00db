/// How many of the things looked for were found: the counts behind precision, recall and F1. Counts of several documents add up (micro
/// average).
///
/// The definitions are van Rijsbergen's, "Information Retrieval" (1979), chapter 7. A share of nothing is `nil`, not 0 or 1.
public struct MatchCounts: Hashable, Sendable, Codable {
    /// Found, and right.
    public var truePositives: Int
    /// Found, and not right.
    public var falsePositives: Int
    /// To be found, and not found.
    public var falseNegatives: Int

    /// Creates counts.
    public init(truePositives: Int = 0, falsePositives: Int = 0, falseNegatives: Int = 0) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.falseNegatives = falseNegatives
    }

    /// Compares two bags: what both hold, as often as both hold it, is right.
    public init<Item: Hashable>(truth: some Sequence<Item>, found: some Sequence<Item>) {
        var open: [Item: Int] = [:]
        var expected = 0
        for item in truth {
            open[item, default: 0] += 1
            expected += 1
        }
        self.init()
        for item in found {
            if let count = open[item], count > 0 {
                open[item] = count - 1
                truePositives += 1
            } else {
                falsePositives += 1
            }
        }
        falseNegatives = expected - truePositives
    }

    /// The share of what was found that is right; `nil` where nothing was found.
    public var precision: Double? { share(truePositives, of: truePositives + falsePositives) }
    /// The share of what was to be found that was found; `nil` where nothing was to be found.
    public var recall: Double? { share(truePositives, of: truePositives + falseNegatives) }
    /// The harmonic mean of both, 2 TP / (2 TP + FP + FN); `nil` where nothing was to be found and nothing was.
    public var f1: Double? { share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives) }

    /// The sums of both.
    public static func + (left: MatchCounts, right: MatchCounts) -> MatchCounts {
        MatchCounts(
            truePositives: left.truePositives + right.truePositives, falsePositives: left.falsePositives + right.falsePositives,
            falseNegatives: left.falseNegatives + right.falseNegatives)
    }

    /// Adds the other's counts.
    public static func += (left: inout MatchCounts, right: MatchCounts) { left = left + right }
}

/// A share of a whole, or `nil` where there is no whole.
func share(_ part: Int, of whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }

extension Sequence<Double?> {
    /// The mean of the values that are defined (macro average), or `nil` where none is.
    public func meanOfDefined() -> Double? {
        var sum = 0.0
        var count = 0
        for case let value? in self {
            sum += value
            count += 1
        }
        return count > 0 ? sum / Double(count) : nil
    }
}
