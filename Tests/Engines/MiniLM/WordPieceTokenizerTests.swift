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
        #expect(tokenizer.tokens(of: text).map { Self.pieces[Int($0)] } == expected)
    }

    @Test func `takes a word of more than a hundred characters for unknown`() {
        #expect(tokenizer.tokens(of: "pay" + String(repeating: "s", count: 97)).count == 98)
        #expect(tokenizer.tokens(of: "pay" + String(repeating: "s", count: 98)) == [1])
    }

    @Test(arguments: [3, 4, 5, 6, 256]) func `gives all tokens, in parts that are marked and as long as is allowed`(_ limit: Int) {
        for text in ["", "pay", "pay pay pay payments", "[MASK][MASK][MASK][MASK]"] {
            let parts = tokenizer.parts(of: text, limit: limit), tokens = tokenizer.tokens(of: text)
            #expect(parts.allSatisfy { $0.count <= limit && $0.first == 2 && $0.last == 3 })
            #expect(parts.flatMap { $0.dropFirst().dropLast() } == tokens)
            #expect(parts.count == max(1, Int((Double(tokens.count) / Double(limit - 2)).rounded(.up))))
            let lengths = parts.map(\.count)
            #expect(lengths.max().map { longest in lengths.allSatisfy { $0 >= longest - 1 } } == true)
        }
    }

    @Test(arguments: ["", "a\nb\n", "[CLS]\n[SEP]\n"]) func `refuses a vocabulary without marks`(_ vocabulary: String) {
        #expect(WordPieceTokenizer(vocabulary: Array(vocabulary.utf8)) == nil)
    }
}
