internal import Foundation

/// How the pixels of a scaled row, or column, are mixed from those of the original.
///
/// Up and slightly down that is the two nearest, as the networks were trained with; where many originals fall on one pixel it is their
/// mean, so that thin strokes don't vanish between samples.
struct ScalingAxis {
    /// For each scaled pixel, where its originals begin among ``weights``, and which is the first.
    private(set) var starts: [Int] = []
    private(set) var firsts: [Int] = []
    private(set) var weights: [Float] = []

    init(from length: Int, to scaled: Int) {
        let step = Double(length) / Double(scaled)
        for index in 0..<scaled {
            starts.append(weights.count)
            if step <= 1.5 {
                let position = min(max((Double(index) + 0.5) * step - 0.5, 0), Double(length - 1))
                let first = min(Int(position), max(length - 2, 0))
                let share = Float(position - Double(first))
                firsts.append(first)
                weights += length > 1 ? [1 - share, share] : [1]
            } else {
                let low = Double(index) * step, high = min(low + step, Double(length))
                let first = Int(low), last = min(Int(high.rounded(.up)), length)
                firsts.append(first)
                for original in first..<last {
                    weights.append(Float((min(high, Double(original + 1)) - max(low, Double(original))) / (high - low)))
                }
            }
        }
        starts.append(weights.count)
    }
}
