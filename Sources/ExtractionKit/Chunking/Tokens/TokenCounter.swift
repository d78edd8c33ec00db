/// Counts the tokens that a model sees in a text.
///
/// ### Implement a counter
///
/// Make sure that a text's count is at most the sum of the counts of its lines, each with its end. That it is about the sum of the counts of its parts
/// between white space is only how ``TokenChunker`` and ``LayoutChunker`` guess how much fits: what they make is counted whole, and cut shorter where
/// the guess was wrong.
public protocol TokenCounter: Sendable {
    /// Names the counter and what it counts by: results are the same where this is.
    var name: String { get }

    /// The number of tokens.
    func count(_ text: String) -> Int
}

/// Counts tokens without a vocabulary: an estimate that is rather too high.
///
/// A run of letters of ASCII is a token for every 5 of them begun, a run of digits one for every 3, and every other character that isn't white space is
/// one. English prose has about 1.3 tokens a word in usual vocabularies, and 1.5 by this count; other languages and codes are nearer to it.
public struct ApproximateTokenCounter: TokenCounter {
    /// `approximate`.
    public let name = "approximate"

    /// Creates a counter.
    public init() {}

    /// The estimate.
    public func count(_ text: String) -> Int {
        var count = 0, letters = 0, digits = 0
        func finish() {
            count += (letters + 4) / 5 + (digits + 2) / 3
            (letters, digits) = (0, 0)
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z":
                if digits > 0 { finish() }
                letters += 1
            case "0"..."9":
                if letters > 0 { finish() }
                digits += 1
            default:
                finish()
                if !scalar.properties.isWhitespace { count += 1 }
            }
        }
        finish()
        return count
    }
}
