import ExtractionEvaluation
import ExtractionTesting
import Testing

@Suite struct `A Levenshtein distance` {
    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("intention", "execution", 5),
        ("漢字", "漢子", 1), ("abcdef", "azced", 3),
    ])
    func `is the least number of edits`(left: String, right: String, edits: Int) {
        #expect(levenshteinDistance(left, right) == edits)
    }

    /// The definition itself, cell by cell.
    static func byDefinition<Element: Equatable>(_ left: [Element], _ right: [Element]) -> Int {
        var row = Array(0...right.count)
        for (index, element) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let edited = min(row[column], row[column + 1]) + 1
                let kept = diagonal + (element == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(edited, kept)
            }
        }
        return row[right.count]
    }

    @Test(arguments: [1, 2, 62, 63, 64, 65, 66, 127, 128, 129, 130, 192, 193])
    func `agrees with its definition around the widths of machine words`(length: Int) {
        var generator = SeededGenerator(seed: UInt64(length))
        for _ in 0..<6 {
            let left = (0..<length).map { _ in generator.next(below: 3) }
            let right = (0..<(length + generator.next(below: 20))).map { _ in generator.next(below: 3) }
            let distance = levenshteinDistance(left, right)
            #expect(distance == Self.byDefinition(left, right))
            #expect(levenshteinDistance(right, left) == distance)
            #expect(levenshteinDistance(left, left) == 0)
            #expect(distance <= max(left.count, right.count) && distance >= abs(left.count - right.count))
        }
    }

    /// Every 97th character is one that the reference doesn't have, so each costs an edit; and one edit is enough for each.
    @Test func `of pages of 10,000 characters takes less time than that of 2,500 by the definition`() async {
        var generator = SeededGenerator(seed: 7)
        let reference = (0..<10_000).map { _ in generator.next(below: 40) }
        let read = reference.enumerated().map { $0.offset.isMultiple(of: 97) ? 99 : $0.element }
        let ratio = await timesAsLong(below: 1) {
            #expect(levenshteinDistance(reference, read) == 104)
        } as: {
            #expect(Self.byDefinition(Array(reference.prefix(2_500)), Array(read.prefix(2_500))) == 26)
        }
        #expect(ratio < 1)
    }
}

@Suite struct `An error rate` {
    /// k→s, e→i, +g: 3 edits of 6 characters.
    @Test func `of characters is edits by the reference's length`() {
        #expect(ErrorRate.characters(of: "sitting", reference: "kitten") == ErrorRate(edits: 3, referenceLength: 6))
        #expect(ErrorRate.characters(of: "sitting", reference: "kitten").value == 0.5)
    }

    /// sat→sit, the second "the" is missing: 2 edits of 6 words.
    @Test func `of words is edits by the reference's words`() {
        #expect(ErrorRate.words(of: "the cat sit on mat", reference: "the cat sat\non the mat").value == 2.0 / 6)
    }

    @Test func `over documents adds the counts up`() {
        // (1 + 4) / (10 + 5), not the mean of 0.1 and 0.8.
        let sum = ErrorRate(edits: 1, referenceLength: 10) + ErrorRate(edits: 4, referenceLength: 5)
        #expect(sum.value == 1.0 / 3)
    }

    @Test func `passes 1 where much is invented, and isn't defined without a reference`() {
        #expect(ErrorRate.characters(of: "abcdef", reference: "ab").value == 2)
        #expect(ErrorRate.characters(of: "abc", reference: " \n") == ErrorRate(edits: 3, referenceLength: 0))
        #expect(ErrorRate.characters(of: "abc", reference: "").value == nil)
    }

    @Test func `depends on the normalisation that is stated`() {
        // One scalar against two: a substitution and an insertion, unless composed.
        #expect(ErrorRate.characters(of: "e\u{301}", reference: "\u{E9}").edits == 0)
        #expect(ErrorRate.characters(of: "e\u{301}", reference: "\u{E9}", normalisation: .none).edits == 2)
        #expect(ErrorRate.characters(of: "ABC", reference: "abc").edits == 3)
        #expect(ErrorRate.characters(of: "ABC", reference: "abc", normalisation: .caseFolded).edits == 0)
        #expect(ErrorRate.characters(of: " a  b\n", reference: "a b").edits == 0)
        #expect(TextNormalisation.caseFolded.description == "NFC, white space collapsed, case folded")
        #expect(TextNormalisation.none.description == "none")
    }
}

@Suite struct `A similarity of texts` {
    @Test func `is 1 less the distance by the longer length`() {
        #expect(editSimilarity("kitten", "sitting") == 1 - 3.0 / 7)
        #expect(editSimilarity("", "") == 1)
        #expect(editSimilarity("abc", "") == 0)
        #expect(editSimilarity("abc", "xyz") == 0)
    }

    @Test(arguments: 0..<20)
    func `is symmetric, within 0 and 1, and 1 for equals`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func text() -> String { String((0..<generator.next(below: 30)).map { _ in Array("ab c")[generator.next(below: 4)] }) }
        let left = text()
        let right = text()
        let similarity = editSimilarity(left, right)
        #expect(similarity == editSimilarity(right, left))
        #expect((0...1).contains(similarity))
        #expect(editSimilarity(left, left) == 1)
    }
}

@Suite struct `A bag of words` {
    /// {the 2, total, net, amount} against {amount, the, total, due}: 3 right, 1 too many, 2 missing; F1 = 6 / 9.
    @Test func `counts words without order, case and edges`() {
        let counts = MatchCounts.bagOfWords(of: "amount: the TOTAL due —", reference: "The total, the (net) amount")
        #expect(counts == MatchCounts(truePositives: 3, falsePositives: 1, falseNegatives: 2))
        #expect(counts.f1 == 6.0 / 9)
        #expect(counts.precision == 0.75)
        #expect(counts.recall == 0.6)
    }

    @Test func `of nothing has no score`() {
        let counts = MatchCounts.bagOfWords(of: "", reference: " . ")
        #expect(counts.f1 == nil && counts.precision == nil && counts.recall == nil)
        #expect(MatchCounts.bagOfWords(of: "a", reference: "").f1 == 0)
    }

    @Test func `keeps what stands inside of a word`() {
        #expect(MatchCounts.bagOfWords(of: "12.50 don't", reference: "'12.50' Don't!").f1 == 1)
        #expect(MatchCounts.bagOfWords(of: "1250", reference: "12.50").f1 == 0)
    }
}

@Suite struct `A reading order` {
    /// Of the 6 pairs of A, B, C, D only B and C stand the other way round.
    @Test func `is the share of pairs in order`() {
        let order = ReadingOrder(of: "A\nC\nB\nD", reference: "A\nB\n\nC\nD")
        #expect(order.swappedPairs == 1)
        #expect(order.value == 5.0 / 6)
        #expect(order.coverage == 1)
    }

    @Test func `is 1 in order and 0 reversed`() {
        #expect(ReadingOrder(of: "a b c d e", reference: "a b c d e", unit: .word).value == 1)
        #expect(ReadingOrder(of: "e d c b a", reference: "a b c d e", unit: .word).value == 0)
    }

    /// "total" stands twice in the reference, "x" isn't in it and "B" isn't found: A, C and D are matched.
    @Test func `speaks only of lines that can't be mistaken`() {
        let order = ReadingOrder(of: "C\nA\nx\nD\ntotal", reference: "A\ntotal\nB\nC\ntotal\nD")
        #expect(order.uniqueUnits == 4)
        #expect(order.matchedUnits == 3)
        #expect(order.coverage == 0.75)
        #expect(order.value == 2.0 / 3)
    }

    @Test func `isn't defined for fewer than two lines`() {
        #expect(ReadingOrder(of: "a", reference: "a").value == nil)
        #expect(ReadingOrder(of: "", reference: "").coverage == nil)
    }
}
