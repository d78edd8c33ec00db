// All of Foundation: its essentials don't decompose characters.
internal import Foundation

/// Counts the tokens of models like BERT, by the vocabulary that the caller has of the model.
///
/// Words and marks are told apart as BERT does (Devlin et al., <https://arxiv.org/abs/1810.04805>), and a word is cut from its start into the longest
/// pieces that the vocabulary has; one that can't be, or has more than 100 characters, is one token. The marks that a model puts around a text aren't
/// counted.
public struct WordPieceTokenCounter: TokenCounter {
    /// The kind of counter, and the beginning of the vocabulary's SHA-256.
    public let name: String
    private let pieces: Set<String>
    private let isUncased: Bool
    private let longest: Int

    /// Creates a counter.
    ///
    /// - Parameters:
    ///   - vocabulary: One piece a line; those inside of words begin with `##`. That is the file `vocab.txt` of a model.
    ///   - isUncased: Whether the model takes capitals and accents away.
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a file that is none.
    public init(vocabulary: [UInt8], isUncased: Bool = true) throws {
        let lines = String(decoding: vocabulary, as: UTF8.self).split(whereSeparator: \.isNewline)
        pieces = Set(lines.map(String.init))
        guard pieces.contains("[UNK]"), pieces.contains(where: { $0.hasPrefix("##") }) else {
            throw ExtractionError(
                .invalidConfiguration, "The vocabulary isn't one of word pieces; it has a piece a line, '[UNK]' and pieces with '##'.")
        }
        longest = pieces.reduce(0) { max($0, $1.unicodeScalars.count) }
        self.isUncased = isUncased
        name = "wordpiece-\(BlobID(of: vocabulary).rawValue.prefix(16))-\(isUncased ? "uncased" : "cased")"
    }

    /// The number of pieces.
    public func count(_ text: String) -> Int {
        var count = 0
        var word: [Unicode.Scalar] = []
        func finish() {
            if !word.isEmpty { count += piecesOf(word) }
            word.removeAll(keepingCapacity: true)
        }
        for scalar in (isUncased ? text.lowercased().decomposedStringWithCanonicalMapping : text).unicodeScalars {
            let category = scalar.properties.generalCategory
            if scalar.properties.isWhitespace {
                finish()
            } else if category == .control || category == .format || (isUncased && category == .nonspacingMark) {
                continue
            } else if Self.standsAlone(scalar, category) {
                finish()
                word.append(scalar)
                finish()
            } else {
                word.append(scalar)
            }
        }
        finish()
        return count
    }

    private func piecesOf(_ word: [Unicode.Scalar]) -> Int {
        guard word.count <= 100 else { return 1 }
        var count = 0, start = 0
        while start < word.count {
            var end = min(word.count, start + longest)
            while end > start {
                var piece = start > 0 ? "##" : ""
                piece.unicodeScalars.append(contentsOf: word[start..<end])
                if pieces.contains(piece) { break }
                end -= 1
            }
            guard end > start else { return 1 }
            count += 1
            start = end
        }
        return count
    }

    /// Whether a scalar is a word of its own: a mark, or a character of Chinese.
    private static func standsAlone(_ scalar: Unicode.Scalar, _ category: Unicode.GeneralCategory) -> Bool {
        switch scalar.value {
        case 33...47, 58...64, 91...96, 123...126: return true
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x2CEAF, 0x2F800...0x2FA1F: return true
        default: break
        }
        switch category {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .otherPunctuation:
            return true
        default: return false
        }
    }
}
