/// What a person would have to do to make a result right. Counts add up over fields, tables and documents.
public struct CorrectionCounts: Hashable, Sendable, Codable {
    /// Values that can stay.
    public var correct: Int
    /// Values to be replaced.
    public var substitutions: Int
    /// Values found too many, to be taken away.
    public var additions: Int
    /// Values missing, to be typed in.
    public var deletions: Int

    /// Creates counts.
    public init(correct: Int = 0, substitutions: Int = 0, additions: Int = 0, deletions: Int = 0) {
        self.correct = correct
        self.substitutions = substitutions
        self.additions = additions
        self.deletions = deletions
    }

    /// The right values divided by the right values and the corrections; `nil` where there is nothing. KIEval's aligned score.
    public var aligned: Double? { share(correct, of: correct + substitutions + additions + deletions) }

    /// The sums of both.
    public static func + (left: CorrectionCounts, right: CorrectionCounts) -> CorrectionCounts {
        CorrectionCounts(
            correct: left.correct + right.correct, substitutions: left.substitutions + right.substitutions,
            additions: left.additions + right.additions, deletions: left.deletions + right.deletions)
    }
}
