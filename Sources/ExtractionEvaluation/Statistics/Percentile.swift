/// The value below which the share `p` of the values lies, linearly interpolated: for n sorted values x₀…, with h = (n − 1)·p, it is
/// x⌊h⌋ + (h − ⌊h⌋)·(x⌊h⌋₊₁ − x⌊h⌋).
///
/// Type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages" (The American Statistician 50(4), 1996): the default of R, NumPy and
/// spreadsheets. Values that are no numbers are left out; `nil` for no values.
///
/// - Parameters:
///   - p: The share, from 0 to 1; outside of it the nearer end is taken.
///   - values: The values in any order.
public func percentile(_ p: Double, of values: some Sequence<Double>) -> Double? {
    percentile(p, ofSorted: values.filter { !$0.isNaN }.sorted())
}

func percentile(_ p: Double, ofSorted values: [Double]) -> Double? {
    guard let last = values.last, !p.isNaN else { return nil }
    let position = Double(values.count - 1) * min(1, max(0, p))
    let index = Int(position)
    guard index + 1 < values.count else { return last }
    let fraction = position - Double(index)
    return fraction > 0 ? values[index] + fraction * (values[index + 1] - values[index]) : values[index]
}
