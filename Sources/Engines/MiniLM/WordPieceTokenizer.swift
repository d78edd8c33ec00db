/// Cuts text into the tokens of BERT's uncased vocabulary, as the reference does
/// (Devlin et al., <https://arxiv.org/abs/1810.04805>; <https://github.com/huggingface/tokenizers>, whose results are the same).
///
/// Words are what ``BERTWords`` makes of a text. A word is cut from its start into the longest pieces that the vocabulary has; one that can't be, or has
/// more than 100 characters, is one unknown token.
struct WordPieceTokenizer: Sendable {
    private let pieces: PieceTree
    /// The marks that stand for themselves where a text spells them out.
    private let marks: [(text: [UInt8], token: Int32)]
    private let start: Int32
    private let end: Int32
    private let unknown: Int32

    private static let longestWord = 100

    /// Reads a vocabulary: one piece a line, its number being the token; pieces inside of words begin with `##`.
    ///
    /// `nil` where it lacks one of BERT's marks.
    init?(vocabulary: [UInt8]) {
        var pieces = PieceTree()
        var marks: [(text: [UInt8], token: Int32)] = []
        let names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map { Array($0.utf8) }
        var lines = vocabulary.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for (index, line) in lines.enumerated() {
            let piece = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            pieces.insert(piece, token: Int32(truncatingIfNeeded: index))
            if names.contains(where: { $0.elementsEqual(piece) }) { marks.append((Array(piece), Int32(truncatingIfNeeded: index))) }
        }
        func token(_ name: String) -> Int32? { marks.first { $0.text.elementsEqual(name.utf8) }?.token }
        guard let start = token("[CLS]"), let end = token("[SEP]"), let unknown = token("[UNK]") else { return nil }
        (self.pieces, self.marks, self.start, self.end, self.unknown) = (pieces, marks, start, end, unknown)
    }

    /// The tokens of a text in parts that are equally long or nearly so, each with the marks at its start and end: one where they fit.
    ///
    /// - Parameter limit: How many tokens a part has at most, at least 3.
    func parts(of text: String, limit: Int) -> [[Int32]] {
        let tokens = tokens(of: text)
        let count = max(1, (tokens.count + limit - 3) / (limit - 2))
        return (0..<count).map { part in
            [start] + tokens[tokens.count * part / count..<tokens.count * (part + 1) / count] + [end]
        }
    }

    /// The tokens of a text, without marks at its ends.
    func tokens(of text: String) -> [Int32] {
        var tokens: [Int32] = []
        let bytes = Array(text.utf8)
        var position = 0, plain = 0
        func cut(to end: Int) {
            guard plain < end else { return }
            for word in BERTWords(String(decoding: bytes[plain..<end], as: UTF8.self)).words { append(word, to: &tokens) }
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "["), let mark = marks.first(where: { bytes[position...].starts(with: $0.text) }) else {
                position += 1
                continue
            }
            cut(to: position)
            tokens.append(mark.token)
            position += mark.text.count
            plain = position
        }
        cut(to: bytes.count)
        return tokens
    }

    private func append(_ word: [Unicode.Scalar], to tokens: inout [Int32]) {
        guard word.count <= Self.longestWord else { return tokens.append(unknown) }
        let bytes = word.flatMap { Array(UTF8.encode($0) ?? UTF8.encodedReplacementCharacter) }
        let count = tokens.count
        var position = 0
        while position < bytes.count {
            guard let (token, length) = pieces.longest(in: bytes[position...], isInside: position > 0) else {
                tokens.removeSubrange(count...)
                return tokens.append(unknown)
            }
            tokens.append(token)
            position += length
        }
    }
}
