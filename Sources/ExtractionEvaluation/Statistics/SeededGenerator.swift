/// Random numbers that are the same on every machine for the same seed: SplitMix64 of Steele, Lea and Flood, "Fast Splittable Pseudorandom
/// Number Generators" (OOPSLA 2014).
///
/// Use ``next(below:)`` rather than `Int.random(in:using:)`, whose way from bits to numbers Swift doesn't promise to keep.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    /// Creates a generator.
    public init(seed: UInt64) { state = seed }

    /// Sixty-four random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to a bound that must be above 0, all equally likely: Lemire, "Fast Random Integer Generation in an Interval" (ACM
    /// TOMACS 29(1), 2019).
    public mutating func next(below bound: Int) -> Int {
        precondition(bound > 0, "There is no number from 0 up to \(bound).")
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let rejected = (0 &- bound) % bound
            while product.low < rejected { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }
}
