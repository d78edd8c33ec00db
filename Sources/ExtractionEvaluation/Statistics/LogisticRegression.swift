#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Fits a logistic regression with an L2 penalty by Newton's method (iteratively reweighted least squares; Hastie, Tibshirani and Friedman,
/// "The Elements of Statistical Learning", 2nd edition, sections 4.4.1 and 3.4.1).
struct LogisticRegression {
    /// The log odds at zero. It isn't penalised.
    private(set) var intercept = 0.0
    /// The weight of each column.
    private(set) var weights: [Double]

    /// The most steps; a convex problem of this kind takes fewer than ten.
    private static let steps = 50

    /// Fits the weights.
    ///
    /// - Parameters:
    ///   - rows: The cases, each with a number for every column.
    ///   - outcomes: What became of each case.
    ///   - penalty: Half of this times the sum of the squared weights is added to the negative log likelihood; above 0.
    init(_ rows: [[Double]], _ outcomes: [Bool], penalty: Double) {
        let columns = rows.first?.count ?? 0
        weights = [Double](repeating: 0, count: columns)
        guard !rows.isEmpty else { return }
        for _ in 0..<Self.steps {
            // The last column is the intercept's.
            var gradient = [Double](repeating: 0, count: columns + 1)
            var hessian = [[Double]](repeating: gradient, count: columns + 1)
            for (row, outcome) in zip(rows, outcomes) {
                let row = row + [1]
                let chance = probability(row.dropLast())
                let error = chance - (outcome ? 1 : 0), curvature = max(1e-9, chance * (1 - chance))
                for (i, x) in row.enumerated() where x != 0 {
                    gradient[i] += error * x
                    for j in 0...i { hessian[i][j] += curvature * x * row[j] }
                }
            }
            for i in weights.indices {
                gradient[i] += penalty * weights[i]
                hessian[i][i] += penalty
            }
            guard let step = Self.solved(hessian, gradient) else { return }
            for i in weights.indices { weights[i] -= step[i] }
            intercept -= step[columns]
            if step.allSatisfy({ abs($0) < 1e-9 }) { return }
        }
    }

    /// The chance of the outcome for a case.
    func probability(_ row: some Sequence<Double>) -> Double {
        1 / (1 + exp(-zip(row, weights).reduce(intercept) { $0 + $1.0 * $1.1 }))
    }

    /// Solves a symmetric positive definite system, given by its lower half, by Cholesky's method; `nil` where it isn't one.
    private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        let count = right.count
        var lower = matrix
        for i in 0..<count {
            for j in 0...i {
                let sum = (0..<j).reduce(matrix[i][j]) { $0 - lower[i][$1] * lower[j][$1] }
                if i == j {
                    guard sum > 0 else { return nil }
                    lower[i][i] = sum.squareRoot()
                } else {
                    lower[i][j] = sum / lower[j][j]
                }
            }
        }
        var solution = right
        for i in 0..<count { solution[i] = (0..<i).reduce(solution[i]) { $0 - lower[i][$1] * solution[$1] } / lower[i][i] }
        for i in (0..<count).reversed() {
            solution[i] = (i + 1..<count).reduce(solution[i]) { $0 - lower[$1][i] * solution[$1] } / lower[i][i]
        }
        return solution
    }
}
