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

/// The chance of a split of wins and losses at least as uneven, either way, between equals: the exact two-sided binomial test with chance 1/2,
/// draws left out.
///
/// Dixon and Mood, "The Statistical Sign Test" (JASA 41, 1946). 1 where there is neither a win nor a loss.
public func signTest(wins: Int, losses: Int) -> Double {
    let trials = max(0, wins) + max(0, losses)
    guard trials > 0 else { return 1 }
    // The terms of the binomial distribution from the end that is less likely, in logarithms so that 2ⁿ can't overflow.
    let fewer = max(0, min(wins, losses))
    var logTerm = -Double(trials)
    var tail = exp2(logTerm)
    for index in 0..<fewer {
        logTerm += log2(Double(trials - index)) - log2(Double(index + 1))
        tail += exp2(logTerm)
    }
    return min(1, 2 * tail)
}
