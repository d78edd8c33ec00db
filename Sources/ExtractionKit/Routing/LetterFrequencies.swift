/// How often the letters of the Latin alphabet come in texts.
///
/// A font whose map to characters is wrong gives words that look like words; only their letters are the wrong ones.
enum LetterFrequencies {
    /// Tenths of a bit for each letter from A to Z: the negative logarithm of its mean frequency in Czech, Dutch, English, Finnish, French, German,
    /// Italian, Polish, Portuguese, Spanish, Swedish and Turkish, without their accented letters.
    private static let costs: [UInt8] = [
        32, 61, 53, 45, 30, 67, 58, 56, 37, 68, 56, 44, 50, 37, 39, 56, 81, 39, 40, 40, 49, 56, 66, 90, 64, 63,
    ]

    /// The mean cost of the words' letters from A to Z in bits, or `nil` where there are too few to tell.
    static func cost(of words: some Sequence<String>) -> Double? {
        var count = 0, total = 0
        for word in words {
            for byte in word.utf8 {
                let letter = Int(byte | 0x20) - 0x61
                guard costs.indices.contains(letter) else { continue }
                count += 1
                total += Int(costs[letter])
            }
        }
        return count < 40 ? nil : Double(total) / Double(count) / 10
    }
}
