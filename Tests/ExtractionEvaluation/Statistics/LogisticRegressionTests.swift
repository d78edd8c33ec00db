import Testing

@testable import ExtractionEvaluation

@Suite struct `A logistic regression` {
    /// 8 of 10 cases with the mark and 2 of 10 without it: log odds of ±ln 4.
    @Test func `gives the log odds of groups that are counted`() {
        let rows = [[Double]](repeating: [1], count: 10) + [[Double]](repeating: [0], count: 10)
        let outcomes = (0..<10).map { $0 < 8 } + (0..<10).map { $0 < 2 }
        let fit = LogisticRegression(rows, outcomes, penalty: 1e-9)
        #expect(abs(fit.intercept - -1.386294) < 1e-4)
        #expect(abs(fit.weights[0] - 2.772589) < 1e-4)
        #expect(abs(fit.probability([1]) - 0.8) < 1e-5)
    }

    /// At the minimum the gradient is zero: sum of (chance - outcome) * x + penalty * weight.
    @Test func `ends where the penalised likelihood is greatest`() {
        var generator = SeededGenerator(seed: 7)
        let rows = (0..<200).map { _ in (0..<3).map { _ in Double(generator.next(below: 1000)) / 500 - 1 } }
        let outcomes = rows.map { $0[0] - $0[1] / 2 + Double(generator.next(below: 1000)) / 500 - 1 > 0 }
        let fit = LogisticRegression(rows, outcomes, penalty: 2)
        let errors = zip(rows, outcomes).map { fit.probability($0) - ($1 ? 1 : 0) }
        #expect(abs(errors.reduce(0, +)) < 1e-6)
        for column in 0..<3 {
            let gradient = zip(rows, errors).reduce(2 * fit.weights[column]) { $0 + $1.0[column] * $1.1 }
            #expect(abs(gradient) < 1e-6)
        }
    }

    @Test func `bears columns that say the same and cases that can be told apart exactly`() {
        let rows = (0..<20).map { [Double($0 % 2), Double($0 % 2)] }
        let fit = LogisticRegression(rows, rows.map { $0[0] == 1 }, penalty: 1)
        #expect(fit.weights.allSatisfy { $0.isFinite })
        #expect(fit.probability([1, 1]) > 0.8 && fit.probability([0, 0]) < 0.2)
        #expect(LogisticRegression([], [], penalty: 1).weights.isEmpty)
    }
}
