import ExtractionEvaluation
import Testing

@Suite struct `A paired comparison` {
    static func f1(_ documents: [MatchCounts]) -> Double? { documents.reduce(MatchCounts(), +).f1 }

    /// Documents of 20 fields, of which a system gets most right.
    static func system(_ count: Int, seed: UInt64) -> [MatchCounts] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let missing = generator.next(below: 5)
            return MatchCounts(truePositives: 20 - missing, falseNegatives: missing)
        }
    }

    static let bootstrap = Bootstrap(resamples: 500)

    @Test func `sees nothing between equals`() throws {
        let system = Self.system(30, seed: 1)
        let comparison = try #require(PairedComparison(system, system, bootstrap: Self.bootstrap, statistic: Self.f1))
        #expect(comparison.difference.estimate == 0)
        #expect(comparison.bootstrapP == 1 && comparison.permutationP == 1 && comparison.signP == 1)
        #expect(!comparison.isSignificant)
    }

    /// Two fields of 20 are lost in every third document: a drop of 3.3 points of recall.
    @Test func `sees a planted drop of three points`() throws {
        let before = Self.system(40, seed: 2)
        let after = before.enumerated().map { index, counts in
            guard index.isMultiple(of: 3) else { return counts }
            return MatchCounts(truePositives: counts.truePositives - 2, falseNegatives: counts.falseNegatives + 2)
        }
        let comparison = try #require(PairedComparison(before, after, bootstrap: Self.bootstrap, statistic: Self.f1))
        #expect(comparison.difference.upper < 0)
        #expect(comparison.bootstrapP < 0.05 && comparison.permutationP < 0.05)
        #expect(comparison.losses == 14 && comparison.wins == 0)
        #expect(comparison.isSignificant)
        #expect(comparison == PairedComparison(before, after, bootstrap: Self.bootstrap, statistic: Self.f1))
    }

    /// One document better and one worse by the same: noise.
    @Test func `isn't fooled by noise`() throws {
        let before = Self.system(20, seed: 3)
        var after = before
        after[0].truePositives -= 1
        after[1].truePositives += 1
        let comparison = try #require(PairedComparison(before, after, bootstrap: Self.bootstrap, statistic: Self.f1))
        #expect(!comparison.isSignificant)
        #expect(comparison.permutationP > 0.3)
    }

    /// Of the 8 ways to exchange three differences of 1, two have a sum of 3 or −3.
    @Test func `tries all exchanges where they are few`() throws {
        let mean: ([Double]) -> Double? = { $0.map(Optional.some).meanOfDefined() }
        let comparison = try #require(PairedComparison([0, 0, 0], [1, 1, 1], statistic: mean))
        #expect(comparison.permutationP == 0.25)
        #expect(comparison.signP == 0.25)
        #expect(!comparison.isSignificant)
        #expect(PairedComparison([1.0], [1, 2], statistic: mean) == nil)
        #expect(PairedComparison([Double](), [], statistic: mean) == nil)
    }
}

@Suite struct `A sign test` {
    /// 8 of 10: 2 × (1 + 10 + 45) / 1024.
    @Test(arguments: [(8, 2, 112.0 / 1024), (2, 8, 112.0 / 1024), (5, 5, 1.0), (0, 0, 1.0), (1, 0, 1.0), (6, 0, 2.0 / 64)])
    func `is the exact binomial one`(wins: Int, losses: Int, p: Double) {
        #expect(abs(signTest(wins: wins, losses: losses) - p) < 1e-12)
    }

    @Test func `survives large numbers`() {
        #expect(signTest(wins: 5_000, losses: 0) < 1e-300)
        #expect(abs(signTest(wins: 5_000, losses: 5_001) - 1) < 0.02)
    }
}
