#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Counts the tokens of models that merge pairs of bytes, by the ranks that the caller has of the model.
///
/// Byte-pair encoding as in Sennrich, Haddow and Birch, "Neural Machine Translation of Rare Words with Subword Units" (ACL 2016), over bytes. The text
/// is first cut into words, numbers of up to three digits, marks and white space, by the pattern of `cl100k_base`; the vocabularies before and after it cut
/// a little otherwise.
public struct BytePairTokenCounter: TokenCounter {
    /// The kind of counter, and the beginning of the SHA-256 of the ranks.
    public let name: String
    private let ranks: [[UInt8]: Int]

    /// Creates a counter.
    ///
    /// - Parameter ranks: A token a line, in Base64, a blank and its rank: a file `….tiktoken`.
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a file that is none.
    public init(ranks file: [UInt8]) throws {
        var ranks: [[UInt8]: Int] = [:]
        for line in file.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x0D })
            if parts.isEmpty { continue }
            guard parts.count == 2, let token = Data(base64Encoded: Data(parts[0])),
                let rank = Int(String(decoding: parts[1], as: UTF8.self))
            else {
                throw ExtractionError(
                    .invalidConfiguration, "The file doesn't hold byte-pair ranks; it has a token in Base64 and its rank on each line.")
            }
            ranks[Array(token)] = rank
        }
        guard (0...255).allSatisfy({ ranks[[UInt8($0)]] != nil }) else {
            throw ExtractionError(.invalidConfiguration, "The byte-pair ranks lack tokens of a single byte; take the whole file.")
        }
        self.ranks = ranks
        name = "bytepair-\(BlobID(of: file).rawValue.prefix(16))"
    }

    /// The number of tokens.
    public func count(_ text: String) -> Int {
        var count = 0
        let scalars = Array(text.unicodeScalars)
        var start = 0
        while start < scalars.count {
            let end = Self.wordEnd(scalars, from: start)
            var word = String.UnicodeScalarView()
            word.append(contentsOf: scalars[start..<end])
            count += tokens(of: Array(String(word).utf8))
            start = end
        }
        return count
    }

    /// How many tokens are left when the pairs of the lowest ranks are merged first, the leftmost of equal ones.
    private func tokens(of bytes: [UInt8]) -> Int {
        if ranks[bytes] != nil { return 1 }
        // By the place where a token begins: where it ends, or nothing once it is part of the one before, and where the one before begins.
        var ends: [Int?] = bytes.indices.map { $0 + 1 }, befores = bytes.indices.map { $0 - 1 }
        var pairs = PairQueue(), count = bytes.count
        func push(_ left: Int) {
            guard left >= 0, let middle = ends[left], middle < bytes.count, let end = ends[middle] else { return }
            if let rank = ranks[Array(bytes[left..<end])] { pairs.push(Pair(rank: rank, left: left, middle: middle, end: end)) }
        }
        for left in bytes.indices { push(left) }
        while let pair = pairs.pop() {
            // One of the two may have grown since.
            guard ends[pair.left] == pair.middle, ends[pair.middle] == pair.end else { continue }
            ends[pair.left] = pair.end
            ends[pair.middle] = nil
            if pair.end < bytes.count { befores[pair.end] = pair.left }
            count -= 1
            push(pair.left)
            push(befores[pair.left])
        }
        return count
    }

    /// Where the word ends that begins at a place. The alternatives are those of the pattern, in its order.
    private static func wordEnd(_ text: [Unicode.Scalar], from start: Int) -> Int {
        func kind(_ place: Int) -> Kind? { place < text.count ? Kind(text[place]) : nil }
        func end(of kinds: Set<Kind>, from place: Int, limit: Int = .max) -> Int {
            var place = place, left = limit
            while left > 0, let kind = kind(place), kinds.contains(kind) {
                place += 1
                left -= 1
            }
            return place
        }
        if text[start] == "'" {
            let next = text[(start + 1)...].prefix(2).map { $0.properties.lowercaseMapping }
            if next.count == 2, ["ll", "ve", "re"].contains(next.joined()) { return start + 3 }
            if let first = next.first, ["s", "d", "m", "t"].contains(first) { return start + 2 }
        }
        if kind(start) == .letter { return end(of: [.letter], from: start) }
        if let first = kind(start), [.mark, .space].contains(first), kind(start + 1) == .letter {
            return end(of: [.letter], from: start + 1)
        }
        if kind(start) == .digit { return end(of: [.digit], from: start, limit: 3) }
        let marks = text[start] == " " ? start + 1 : start
        if kind(marks) == .mark { return end(of: [.feed], from: end(of: [.mark], from: marks)) }
        let white = end(of: [.space, .feed], from: start)
        if let feed = (start..<white).last(where: { kind($0) == .feed }) { return feed + 1 }
        // The last blank before a word belongs to it.
        return white < text.count && white - start > 1 ? white - 1 : max(white, start + 1)
    }

    private enum Kind {
        case letter, digit, feed, space, mark

        init(_ scalar: Unicode.Scalar) {
            if scalar == "\n" || scalar == "\r" {
                self = .feed
            } else if scalar.properties.isWhitespace {
                self = .space
            } else {
                switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
                case .decimalNumber, .letterNumber, .otherNumber: self = .digit
                default: self = .mark
                }
            }
        }
    }
}

/// Two tokens that a rank joins.
private struct Pair {
    var rank: Int
    var left: Int
    var middle: Int
    var end: Int

    static func < (first: Pair, second: Pair) -> Bool { (first.rank, first.left) < (second.rank, second.left) }
}

/// A binary heap of pairs, the lowest rank first: a word of any length is merged in little more than its length.
private struct PairQueue {
    private var pairs: [Pair] = []

    mutating func push(_ pair: Pair) {
        var place = pairs.count
        pairs.append(pair)
        while place > 0, pairs[place] < pairs[(place - 1) / 2] {
            pairs.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func pop() -> Pair? {
        guard let first = pairs.first, let last = pairs.popLast() else { return nil }
        guard !pairs.isEmpty else { return first }
        pairs[0] = last
        var place = 0
        while 2 * place + 1 < pairs.count {
            var child = 2 * place + 1
            if child + 1 < pairs.count, pairs[child + 1] < pairs[child] { child += 1 }
            guard pairs[child] < pairs[place] else { break }
            pairs.swapAt(place, child)
            place = child
        }
        return first
    }
}
