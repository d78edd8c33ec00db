#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The standard normal distribution.
enum NormalDistribution {
    /// The chance of a value below `x`.
    static func cumulative(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

    /// The value that the chance `p` lies below: found by bisection, which is exact enough and can't go astray; −∞ and ∞ for 0 and 1.
    static func quantile(_ p: Double) -> Double {
        guard p > 0 else { return -.infinity }
        guard p < 1 else { return .infinity }
        var low = -40.0
        var high = 40.0
        while true {
            let middle = (low + high) / 2
            if middle <= low || middle >= high { return middle }
            if cumulative(middle) < p { low = middle } else { high = middle }
        }
    }
}
