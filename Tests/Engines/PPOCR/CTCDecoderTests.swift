import Testing

@testable import ExtractionPPOCR

@Suite struct `A CTC decoder` {
    private let decoder = CTCDecoder(characters: ["a", "b", " "])

    private func readings(_ best: [Int]) -> [CTCDecoder.Reading] {
        let numbers: [Float] = best.flatMap { index in (0..<4).map { $0 == index ? 0.7 : 0.1 } }
        return numbers.withUnsafeBufferPointer { decoder.decode($0, steps: best.count) }
    }

    @Test(arguments: [
        ([], ""), ([0, 0], ""), ([1, 1, 1], "a"), ([1, 0, 1], "aa"), ([0, 1, 2, 2, 0, 3, 1], "ab a"), ([3], " "),
    ])
    func `leaves out blanks and repeats`(_ best: [Int], _ text: String) {
        #expect(readings(best).map(\.character).joined() == text)
    }

    @Test func `says at which step a character begins and how likely it is`() {
        #expect(
            readings([0, 1, 1, 2]) == [.init(character: "a", probability: 0.7, step: 1), .init(character: "b", probability: 0.7, step: 3)])
    }

    @Test func `reads nothing from fewer numbers than the steps need`() {
        #expect([Float](repeating: 1, count: 7).withUnsafeBufferPointer { decoder.decode($0, steps: 2) }.isEmpty)
    }

    @Test(arguments: [1, 15, 16, 17, 40, 18_710]) func `finds the largest of any count`(_ count: Int) {
        for place in [0, count / 2, count - 1] {
            var numbers = [Float](repeating: 0.25, count: count)
            numbers[place] = 0.5
            let found = numbers.withUnsafeBufferPointer { CTCDecoder.largest(of: $0) }
            #expect(found.index == place)
            #expect(found.value == 0.5)
        }
    }

    @Test func `survives numbers that aren't any`() {
        let numbers = [Float](repeating: .nan, count: 40)
        #expect(numbers.withUnsafeBufferPointer { CTCDecoder.largest(of: $0) }.index == 0)
    }
}
