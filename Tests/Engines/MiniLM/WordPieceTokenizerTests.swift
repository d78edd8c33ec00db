import Testing

@testable import ExtractionMiniLM

@Suite struct `A tokenizer of word pieces` {
    private static let pieces = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "pay", "##ment", "##s", ".", "-", "cafe", "中", "ß",
        "payment", "$",
    ]
    private let tokenizer: WordPieceTokenizer

    init() throws { tokenizer = try #require(WordPieceTokenizer(vocabulary: Array(Self.pieces.joined(separator: "\n").utf8))) }

    @Test(arguments: [
        ("unaffable", ["un", "##aff", "##able"]), ("payments", ["payment", "##s"]), ("Payments.", ["payment", "##s", "."]),
        ("pay-pay", ["pay", "-", "pay"]), ("CAFÉ cafe\u{301}", ["cafe", "cafe"]), ("pay中pay", ["pay", "中", "pay"]), ("ß", ["ß"]),
        ("pay\u{200B}ment", ["payment"]), ("pay\u{A0}pay\tpay", ["pay", "pay", "pay"]), ("paying pay", ["[UNK]", "pay"]),
        ("pay[MASK]pay [sep]", ["pay", "[MASK]", "pay", "[UNK]", "[UNK]", "[UNK]"]), ("$pay", ["$", "pay"]), ("", []),
        ("\u{0}\u{FFFD}", []),
    ])
    func `cuts words into the longest pieces it knows`(_ text: String, _ expected: [String]) {
        let tokens = tokenizer.tokens(of: text, limit: 256)
        #expect(tokens.first == 2 && tokens.last == 3)
        #expect(tokens.dropFirst().dropLast().map { Self.pieces[Int($0)] } == expected)
    }

    @Test func `takes a word of more than a hundred characters for unknown`() {
        #expect(tokenizer.tokens(of: "pay" + String(repeating: "s", count: 97), limit: 256).count == 100)
        #expect(tokenizer.tokens(of: "pay" + String(repeating: "s", count: 98), limit: 256) == [2, 1, 3])
    }

    @Test(arguments: [2, 3, 4, 5, 256]) func `never gives more tokens than are allowed`(_ limit: Int) {
        for text in ["pay pay pay payments", "[MASK][MASK][MASK][MASK]"] {
            let tokens = tokenizer.tokens(of: text, limit: limit)
            #expect(tokens.count <= limit)
            #expect(tokens.last == 3)
        }
    }

    @Test(arguments: ["", "a\nb\n", "[CLS]\n[SEP]\n"]) func `refuses a vocabulary without marks`(_ vocabulary: String) {
        #expect(WordPieceTokenizer(vocabulary: Array(vocabulary.utf8)) == nil)
    }
}
