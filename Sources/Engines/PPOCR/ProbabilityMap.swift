/// How likely each pixel of a scaled page belongs to text: what the detection network gives.
struct ProbabilityMap {
    let width: Int
    let height: Int
    /// Rows from top to bottom, each from 0 to 1.
    let values: [Float]

    /// Where text is: above the threshold, grown by a pixel to the right and below, which closes gaps within letters.
    func mask(above threshold: Float, isDilated: Bool) -> [Bool] {
        var mask = [Bool](repeating: false, count: width * height)
        for (index, value) in values.enumerated() where value > threshold {
            mask[index] = true
            guard isDilated else { continue }
            let isInRow = index % width + 1 < width
            if isInRow { mask[index + 1] = true }
            if index + width < mask.count {
                mask[index + width] = true
                if isInRow { mask[index + width + 1] = true }
            }
        }
        return mask
    }

    /// The mean within a convex polygon, its outline included. Corners are cut to whole pixels first.
    func mean(within corners: [PixelPoint]) -> Float {
        let points = corners.map { (x: Int(min(max($0.x, 0), Double(width - 1))), y: Int(min(max($0.y, 0), Double(height - 1)))) }
        guard let top = points.map(\.y).min(), let bottom = points.map(\.y).max() else { return 0 }
        var sum: Float = 0, count: Float = 0
        for y in top...bottom {
            var left = Double.infinity, right = -Double.infinity
            for (a, b) in zip(points, points.dropFirst() + points.prefix(1)) {
                let (upper, lower) = a.y <= b.y ? (a, b) : (b, a)
                guard upper.y <= y, y <= lower.y else { continue }
                // The outline covers what it passes within half a pixel of the row.
                for edge in [max(Double(y) - 0.5, Double(upper.y)), min(Double(y) + 0.5, Double(lower.y))] {
                    let share = upper.y == lower.y ? 0 : (edge - Double(upper.y)) / Double(lower.y - upper.y)
                    let x = Double(upper.x) + share * Double(lower.x - upper.x)
                    left = min(left, x)
                    right = max(right, x)
                }
                if upper.y == lower.y {
                    left = min(left, Double(lower.x))
                    right = max(right, Double(lower.x))
                }
            }
            guard left <= right else { continue }
            for x in Int(left.rounded())...Int(right.rounded()) {
                sum += values[y * width + x]
                count += 1
            }
        }
        return count > 0 ? sum / count : 0
    }
}
