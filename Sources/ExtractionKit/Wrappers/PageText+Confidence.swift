extension TextLine {
    /// How sure the engine is of the line: the mean of its words' confidences, each weighted by the word's number of characters.
    ///
    /// Words without a confidence are left out; `nil` where no word has one.
    public var confidence: Double? { words.meanConfidence }
}

extension PageText {
    /// How sure the engine is of the page: the mean of its words' confidences, each weighted by the word's number of characters.
    ///
    /// The weights make it an estimate for the share of characters that are right, rather than one that stray specks read as words can
    /// ruin. Words without a confidence are left out; `nil` where no word has one.
    public var confidence: Double? { lines.lazy.flatMap(\.words).meanConfidence }
}

extension Sequence<TextWord> {
    /// The mean of the confidences that there are, weighted by characters.
    var meanConfidence: Double? {
        var sum = 0.0, weight = 0.0
        for word in self {
            guard let confidence = word.confidence else { continue }
            let characters = Double(word.text.count)
            sum += confidence * characters
            weight += characters
        }
        return weight > 0 ? sum / weight : nil
    }
}

extension Double {
    /// The number with two digits after the point, for messages.
    var inHundredths: Double { (self * 100).rounded() / 100 }
}
