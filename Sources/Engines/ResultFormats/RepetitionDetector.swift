/// Finds where a model has fallen into a loop: the same few characters over and over.
package enum RepetitionDetector {
    package struct Repetition: Equatable {
        /// How many bytes come before the loop's second round.
        package var keptBytes: Int
        /// How many bytes the further rounds have.
        package var repeatedBytes: Int
    }

    /// Rounds up to this many bytes are found wherever they are; longer ones where the text ends with them.
    private static let shortRound = 64

    /// The first loop, or `nil` where there is none.
    ///
    /// It is a loop from 300 bytes in at least 12 rounds on, or, at the end of the text, from 600 bytes in at least 4. Rows of empty cells
    /// are none: forms have them.
    package static func firstRepetition(in text: String) -> Repetition? {
        let bytes = Array(text.utf8)
        let anywhere = (1...shortRound).compactMap { loop(of: $0, in: bytes) }.min { $0.keptBytes < $1.keptBytes }
        return anywhere ?? loopAtEnd(of: bytes)
    }

    /// The first run in which every byte equals the one a round before it.
    private static func loop(of round: Int, in bytes: [UInt8]) -> Repetition? {
        let least = max(300, 12 * round)
        guard bytes.count >= least else { return nil }
        var start = 0
        for index in round...bytes.count {
            if index < bytes.count, bytes[index] == bytes[index - round] { continue }
            if index - start >= least, !isEmpty(bytes[start..<start + round]) { return repetition(start, index, round, bytes) }
            start = index - round + 1
        }
        return nil
    }

    /// A longer loop that the text ends with: the period of its reversed beginnings, by the prefix function of Knuth, Morris and Pratt.
    private static func loopAtEnd(of bytes: [UInt8]) -> Repetition? {
        let reversed = Array(bytes.reversed())
        guard reversed.count >= 600 else { return nil }
        var prefix = [Int](repeating: 0, count: reversed.count)
        var best: (length: Int, round: Int)?
        for index in 1..<reversed.count {
            var length = prefix[index - 1]
            while length > 0, reversed[index] != reversed[length] { length = prefix[length - 1] }
            if reversed[index] == reversed[length] { length += 1 }
            prefix[index] = length
            let round = index + 1 - length
            if index + 1 >= 600, (index + 1) / round >= 4 { best = (index + 1, round) }
        }
        guard let best else { return nil }
        let start = bytes.count - best.length
        return isEmpty(bytes[start..<start + best.round]) ? nil : repetition(start, bytes.count, best.round, bytes)
    }

    private static func repetition(_ start: Int, _ end: Int, _ round: Int, _ bytes: [UInt8]) -> Repetition {
        var kept = start + round
        // Not in the middle of a character.
        while kept < end, bytes[kept] & 0xC0 == 0x80 { kept += 1 }
        return Repetition(keptBytes: kept, repeatedBytes: end - kept)
    }

    /// Whether a round holds nothing but tags and white space.
    private static func isEmpty(_ round: ArraySlice<UInt8>) -> Bool {
        // A round may begin inside of a tag: what stands before its first `>` belongs to one if no `<` does.
        var rest = round
        if let close = rest.firstIndex(of: UInt8(ascii: ">")), !rest[..<close].contains(UInt8(ascii: "<")) { rest = rest[(close + 1)...] }
        var isInTag = false
        for byte in rest {
            if byte == UInt8(ascii: "<") {
                isInTag = true
            } else if byte == UInt8(ascii: ">") {
                isInTag = false
            } else if !isInTag, byte > 0x20 {
                return false
            }
        }
        return round.contains(UInt8(ascii: "<")) || round.allSatisfy { $0 <= 0x20 }
    }
}
