extension MatchCounts {
    /// Compares the words of two texts without their order: as bags, in lower case, NFC, without punctuation and symbols at the words' edges.
    ///
    /// It forgives another reading order, as of columns, where WER doesn't.
    public static func bagOfWords(of hypothesis: String, reference: String) -> MatchCounts {
        MatchCounts(truth: reference.bareWords, found: hypothesis.bareWords)
    }
}

extension String {
    /// The words in lower case without punctuation and symbols at their edges; a word of nothing else is left out.
    var bareWords: [String] {
        TextNormalisation.caseFolded(self).words.compactMap { word in
            guard let start = word.firstIndex(where: \.isWordPart), let end = word.lastIndex(where: \.isWordPart) else { return nil }
            return String(word[start...end])
        }
    }
}

extension Character {
    fileprivate var isWordPart: Bool { !isPunctuation && !isSymbol }
}

extension MetricDefinition {
    /// F1 of words as bags.
    public static let bagOfWordsF1 = MetricDefinition(
        id: "bag_of_words_f1", title: "Bag-of-words F1",
        definition:
            "F1 of the multisets of words, in lower case and without punctuation or symbols at their edges; order doesn't count; micro over documents.",
        source: "Pletschacher, Clausner and Antonacopoulos, Europeana Newspapers OCR Workflow Evaluation, HIP 2015 (bag of words).",
        direction: .higherIsBetter, unit: .ratio)
}
