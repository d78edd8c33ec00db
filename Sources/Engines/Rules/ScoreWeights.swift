/// The hand-set weights of the scores, in one place, until they are fitted to documents with known truth.
///
/// A candidate's confidence is the product of: how well its label was read, how usual the label is, how the value stands to the label,
/// how well the text fits the type, and how sure the OCR engine is of its words. What other fields say then moves it towards 1 or 0.
enum ScoreWeights {
    /// The value follows the label within its stretch of text.
    static let rightOfLabel = 0.96
    /// The value is the next stretch of text in the label's row.
    static let nextInRow = 0.93
    /// Each further stretch between them.
    static let perSkippedSegment = 0.93
    /// The value stands below the label.
    static let belowLabel = 0.86
    /// The value stands above its caption.
    static let aboveLabel = 0.8
    /// Each further row between them.
    static let perSkippedRow = 0.93
    /// A label in the middle of other text.
    static let labelInsideText = 0.6
    /// A label in the middle of other text that a colon marks as one.
    static let labelInsideTextWithColon = 0.9
    /// The loss from the commonest label to the rarest.
    static let rarestLabel = 0.06
    /// A label of one word, which other texts use too.
    static let shortLabel = 0.95
    /// A label that goes on before its colon, and so may be another.
    static let longerLabel = 0.75
    /// Words between the label and the value.
    static let perWordBetween = 0.94
    /// A sum below the heading of a summary by tax rates.
    static let insideTaxSummary = 0.5
    /// An amount that isn't the last of its row.
    static let notLastInRow = 0.85
    /// A date in the line of the document's number.
    static let dateInTitle = 0.88
    /// The same where other words stand before the number's label.
    static let dateInsideTitle = 0.75
    /// A value that was found without a label, by its type alone.
    static let withoutLabel = 0.5
    /// An address in the head of a document that stands below no known name.
    static let addressWithoutName = 0.7
    /// A sum that no label calls the total, though what was paid or rounded says so.
    static let totalByPayment = 0.6
    /// An amount without a label that equals what was paid less the change.
    static let paidAmount = 0.35
    /// How far a proof by arithmetic moves the confidence towards 1.
    static let sumsAgree = 0.6
    /// What remains when arithmetic contradicts.
    static let sumsDisagree = 0.8
    /// What remains of a value in which OCR errors were mended.
    static let repaired = 0.8

    /// The confidence moved towards 1 by a share of what is missing.
    static func raised(_ confidence: Double, by share: Double) -> Double { min(0.99, confidence + (1 - confidence) * share) }
}
