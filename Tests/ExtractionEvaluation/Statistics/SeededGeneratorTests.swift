import ExtractionEvaluation
import Testing

@Suite struct `A seeded generator` {
    /// The numbers of the authors' C program for these seeds.
    @Test func `gives the numbers of SplitMix64`() {
        var zero = SeededGenerator(seed: 0)
        #expect(zero.next() == 0xE220_A839_7B1D_CDAF)
        var other = SeededGenerator(seed: 1_234_567)
        #expect([other.next(), other.next()] == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973])
    }

    @Test(arguments: [1, 2, 3, 10, 1000, Int.max])
    func `stays below its bound`(bound: Int) {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<200 { #expect((0..<bound).contains(generator.next(below: bound))) }
    }

    /// 6,000 throws of a die: each face 1,000 times, give or take five standard deviations of 29.
    @Test func `favours no number`() {
        var generator = SeededGenerator(seed: 11)
        var faces = [Int](repeating: 0, count: 6)
        for _ in 0..<6_000 { faces[generator.next(below: 6)] += 1 }
        for face in faces { #expect(abs(face - 1_000) < 145) }
    }
}
