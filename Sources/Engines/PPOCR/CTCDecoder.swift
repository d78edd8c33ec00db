/// Reads text out of the recognition network's steps: at each step the likeliest character, repeats and blanks left out
/// (best path decoding; Graves et al. 2006, <https://doi.org/10.1145/1143844.1143891>).
struct CTCDecoder: Sendable {
    /// What the network's outputs stand for, from the second on; the first is the blank.
    let characters: [String]

    /// A character that was read.
    struct Reading: Hashable {
        var character: String
        /// From 0 to 1.
        var probability: Float
        /// At which step.
        var step: Int
    }

    /// Reads steps.
    ///
    /// - Parameter numbers: For each step the probability of each output.
    func decode(_ numbers: UnsafeBufferPointer<Float>, steps: Int) -> [Reading] {
        let outputs = characters.count + 1
        guard numbers.count >= steps * outputs, let base = numbers.baseAddress else { return [] }
        var readings: [Reading] = []
        var previous = 0
        for step in 0..<steps {
            let (index, value) = Self.largest(of: UnsafeBufferPointer(start: base + step * outputs, count: outputs))
            if index != previous, index > 0 {
                readings.append(Reading(character: characters[index - 1], probability: value, step: step))
            }
            previous = index
        }
        return readings
    }

    /// The first of the largest numbers.
    static func largest(of numbers: UnsafeBufferPointer<Float>) -> (index: Int, value: Float) {
        let blocks = numbers.count / 16
        var best = SIMD16<Float>(repeating: -.infinity)
        let raw = UnsafeRawBufferPointer(numbers)
        for block in 0..<blocks {
            let values = raw.loadUnaligned(fromByteOffset: block * 64, as: SIMD16<Float>.self)
            best.replace(with: values, where: values .> best)
        }
        var value = best.max()
        for index in (blocks * 16)..<numbers.count { value = max(value, numbers[index]) }
        // A number that isn't one equals nothing.
        return (numbers.firstIndex(of: value) ?? 0, value)
    }
}
