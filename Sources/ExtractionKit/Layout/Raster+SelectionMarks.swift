extension Raster {
    /// The drawn boxes of a form that are in the image, ticked or not, in the page's points.
    ///
    /// A box is four thin strokes of one length that end where they meet, which no letter has; it is ticked where there is ink inside.
    var selectionMarks: [SelectionMark] {
        let sides = Int(SelectionMark.sides.lowerBound * dpi / 72)...max(1, Int(SelectionMark.sides.upperBound * dpi / 72))
        guard sides.lowerBound >= 10 else { return [] }
        let ink = Ink(raster: self, level: darkLevel)
        var marks: [SelectionMark] = []
        pixels.withUnsafeBufferPointer { pixels in
            for y in 1..<max(1, height - sides.lowerBound) {
                var run = 0
                for x in 0...width {
                    if x < width, pixels[y * width + x] < ink.level {
                        run += 1
                        continue
                    }
                    if sides.contains(run), pixels[(y - 1) * width + x - run / 2] >= ink.level,
                        let box = ink.box(under: x - run..<x, at: y)
                    {
                        marks.append(
                            SelectionMark(
                                polygon: toPage(
                                    Rect(
                                        minX: Double(x - run), minY: Double(y), maxX: Double(x), maxY: Double(y + box.height))),
                                isSelected: box.filling > Self.tickedFilling))
                    }
                    run = 0
                }
            }
        }
        return marks.count <= Self.markLimit ? marks : []
    }

    /// The share of a box's inside that is ink, from which on it is ticked: specks are less.
    private static let tickedFilling = 0.04

    /// More boxes than this are a pattern.
    private static let markLimit = 1_000
}

/// Looks along strokes of dark pixels.
private struct Ink {
    let raster: Raster
    let level: UInt8

    /// The square that hangs from a stroke, if there is one: its height in pixels and how much of its inside is ink.
    func box(under top: Range<Int>, at y: Int) -> (height: Int, filling: Double)? {
        let side = top.count
        let thickness = depth(below: y, at: top.lowerBound + side / 2)
        guard thickness <= max(2, side / 5) else { return nil }
        // Half a stroke in from the corners, as a scan is never quite straight.
        let left = top.lowerBound + thickness / 2, right = top.upperBound - 1 - thickness / 2
        guard !isDark(left, y - 2), !isDark(right, y - 2) else { return nil }
        let height = length(down: left, from: y, limit: 2 * side), other = length(down: right, from: y, limit: 2 * side)
        guard 4 * abs(height - side) <= side, abs(height - other) <= max(2, side / 10) else { return nil }
        let bottom = y + height - 1 - thickness / 2
        let closed = (top.lowerBound..<top.upperBound).count { x in (-1...1).contains { isDark(x, bottom + $0) } }
        guard 10 * closed >= 9 * side else { return nil }
        // The outside is paper all round: a box in a grid or a bold letter isn't alone.
        let margin = max(2, side / 8)
        let around = [
            (top.lowerBound - margin, y + height / 2), (top.upperBound + margin, y + height / 2), (left + side / 2, y + height + margin),
        ]
        guard around.allSatisfy({ !isDark($0.0, $0.1) }) else { return nil }
        let inset = thickness + max(1, side / 10)
        let inside = (
            rows: y + inset..<max(y + inset, y + height - inset),
            columns: top.lowerBound + inset..<max(top.lowerBound + inset, top.upperBound - inset)
        )
        guard inside.rows.count > 3, inside.columns.count > 3 else { return nil }
        let dark = inside.rows.reduce(0) { sum, row in sum + inside.columns.count { isDark($0, row) } }
        return (height, Double(dark) / Double(inside.rows.count * inside.columns.count))
    }

    private func isDark(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && y >= 0 && x < raster.width && y < raster.height && raster.pixels[y * raster.width + x] < level
    }

    /// How many pixels down a stroke goes on.
    private func depth(below y: Int, at x: Int) -> Int {
        var end = y
        while isDark(x, end) { end += 1 }
        return end - y
    }

    /// How far an upright stroke goes on that may lean by a pixel.
    private func length(down x: Int, from y: Int, limit: Int) -> Int {
        var end = y
        while end - y <= limit, (-1...1).contains(where: { isDark(x + $0, end) }) { end += 1 }
        return end - y
    }
}
